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

  payTo: (merchant: string) => string;
  enterAmount: string;
  scanToPay: (channel: string) => string;
  samePhone: string;
  qrName: (merchant: string, channel: string) => string;
  continueIn: (channel: string) => string;

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

  notFound: string;
  notFoundText: string;
  unavailable: string;
  unavailableText: string;

  sandbox: string;
  sandboxText: string;
  sandboxAmount: string;
  pay: string;
  decline: string;
}

export const messages: Record<Language, Messages> = {
  en: english,
  fil: filipino,
  th: thai,
  id: indonesian,
  zh: chinese,
};

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
