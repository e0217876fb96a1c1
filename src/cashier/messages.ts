// Every sentence a hosted page can say, and the choice of the language it says it in.
import { english } from './messages/en.ts';
import { filipino } from './messages/fil.ts';
import { indonesian } from './messages/id.ts';
import { thai } from './messages/th.ts';
import { chinese } from './messages/zh.ts';

export type Language = 'en' | 'fil' | 'th' | 'id' | 'zh';

export interface Messages {
  /** The value of `<html lang>`. */
  tag: string;
  /** What it is called by those who speak it. */
  name: string;

  payTo: (merchant: string) => string;
  enterAmount: string;
  scanToPay: (channel: string) => string;
  samePhone: string;
  qrName: (merchant: string, channel: string) => string;
  continueIn: (channel: string) => string;

  choose: string;
  chooseAgain: string;
  wayUnavailable: string;
  noWays: (merchant: string) => string;
  chosen: string;
  otherWay: string;
  qrCodes: string;
  onlineBanking: string;
  ewallets: string;
  bankTransfer: string;
  counters: string;
  cards: string;
  payLater: string;
  transferTo: (channel: string) => string;
  accountNumber: string;
  transferText: string;
  /** A number for one payment at a counter. */
  showCode: (channel: string) => string;
  paymentCode: string;
  codeText: string;
  languages: string;

  details: string;
  channel: string;
  reference: string;
  timeLeft: string;

  preparing: string;
  waiting: string;
  connectionLost: string;
  timeUp: string;
  fiveMinutesLeft: string;
  oneMinuteLeft: string;

  reversing: string;
  reversingText: string;

  completed: string;
  paidTo: (merchant: string) => string;
  failed: string;
  failedText: string;
  closed: string;
  expired: string;
  closedText: (merchant: string) => string;

  returned: string;
  returnedText: (merchant: string) => string;

  backTo: (merchant: string) => string;
  returning: (merchant: string) => string;
  refresh: string;
  advice: string;

  /** A mandate: what a merchant asks, what is permitted by it, and how that ended. */
  permit: (merchant: string) => string;
  permitText: (merchant: string, channel: string) => string;
  permitEnd: string;
  permitIn: (channel: string) => string;
  allow: string;
  permitted: string;
  permittedText: (merchant: string) => string;
  notPermitted: string;
  declinedText: (merchant: string) => string;
  lapsedText: (merchant: string) => string;
  permissionEnded: string;
  endedText: (merchant: string) => string;

  /** An account: a number that is paid again and again, in a biller's list of an app, at a counter, or by transfer. */
  typeNumber: (channel: string) => string;
  giveNumber: (channel: string) => string;
  paymentNumber: string;
  copy: string;
  copied: string;
  recipient: string;
  bank: string;
  amount: string;
  between: (least: string, most: string) => string;
  atLeast: (least: string) => string;
  atMost: (most: string) => string;
  validUntil: string;
  howTo: string;
  appSteps: (channel: string, payee: string) => readonly string[];
  counterSteps: (channel: string, payee: string) => readonly string[];
  transferSteps: (network: string, bank: string, payee: string) => readonly string[];
  paidOnce: string;
  amountRefused: string;
  paymentRefused: (merchant: string) => string;
  numberClosed: string;
  numberExpired: string;
  numberClosedText: (merchant: string) => string;

  /** An identity check: what a merchant asks, what a user shows, and what came of it. */
  identify: (merchant: string) => string;
  identifyText: (merchant: string) => string;
  identifyIn: (channel: string) => string;
  fullName: string;
  fullNameHint: string;
  fullNameWrong: string;
  birthDate: string;
  birthDateWrong: string;
  idType: string;
  idTypeWrong: string;
  chooseOne: string;
  philSys: string;
  passport: string;
  driversLicense: string;
  umid: string;
  idNumber: string;
  idNumberHint: string;
  idNumberWrong: string;
  fieldsWrong: string;
  confirm: string;
  reject: string;
  identified: string;
  identifiedText: (merchant: string) => string;
  notIdentified: string;
  rejectedText: (merchant: string) => string;
  tooLateText: (merchant: string) => string;
  sandboxPapers: string;

  notFound: string;
  notFoundText: string;
  unavailable: string;
  unavailableText: string;

  sandbox: string;
  sandboxText: string;
  pay: string;
  decline: string;
}

/** In the order in which a page offers them. */
export const languages = ['en', 'th', 'id', 'zh', 'fil'] as const satisfies Language[];

export const messages: Record<Language, Messages> = {
  en: english,
  fil: filipino,
  th: thai,
  id: indonesian,
  zh: chinese,
};

export function isLanguage(text: unknown): text is Language {
  return typeof text === 'string' && Object.hasOwn(messages, text);
}

// `tl` (Tagalog) and `in` (Indonesian until 1989) are what some phones still send.
const languageOfTag: Record<string, Language> = {
  en: 'en',
  fil: 'fil',
  tl: 'fil',
  th: 'th',
  id: 'id',
  in: 'id',
  zh: 'zh',
};

/** The payer's most preferred language that we speak (RFC 9110, 12.5.4); English when there is none. */
export function pickLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map(readWish)
    .filter((wish) => wish.weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  for (const { tag } of wishes) {
    const primary = tag.split('-')[0] ?? '';
    if (Object.hasOwn(languageOfTag, primary)) return languageOfTag[primary] ?? 'en';
  }
  return 'en';
}

/** Reads `th-TH;q=0.8`. A weight that is no number counts as 0. */
function readWish(text: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { tag, weight: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
}
