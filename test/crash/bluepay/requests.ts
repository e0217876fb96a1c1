// What the shop asks for: collections by page and by code, payouts to bank accounts and by PromptPay (bluepay.md 3b.8, 3b.13).
import type { BluepayFields } from '../../support/bluepay-client.ts';
import type { Random } from '../../support/random.ts';

/** The counter's channel, of which no page or code of version 2 is. */
export const counterChannel = 'THAI_DYNAMIC_QR';

/** How each kind is asked for by its number. */
export const queryPaths = {
  web: '/open-api/payment/query',
  qr: '/open-api/qr/detail',
  payout: '/open-api/disbursement/check',
} as const;

export interface Request {
  readonly path: string;
  readonly fields: BluepayFields;
}

const pages = [
  { channelType: 'EWALLET', channelCode: 'TH_TRUEMONEY_URL' },
  { channelType: 'CARD', channelCode: 'TH_CARD_URL' },
] as const;
const code = { channelType: 'QR', channelCode: 'TH_PROMPTPAY_QR' } as const;

export function aCollection(random: Random, asked: BluepayFields): Request {
  const payer = { customerName: 'Somchai Jaidee', email: 'somchai@example.com', mobile: '0812345678' };
  const way = random.chance(0.35) ? code : random.pick(pages);
  const page = { redirectUrl: 'https://shop.example/thanks', terminalType: 'WEB' };
  return { path: '/open-api/payment/generate', fields: { ...asked, ...payer, ...way, ...page, currency: 'THB' } };
}

/** By version 1 (bluepay.md 3.4). */
export function aCode(asked: BluepayFields): Request {
  return { path: '/open-api/qr/generate', fields: { ...asked, channelCode: counterChannel, remark: 'table 4' } };
}

/** To an account of its own, whatever ids it goes by: money that came twice shows at the bank. */
export function aPayout(random: Random, asked: BluepayFields, round: number, number: number): Request {
  // Thirteen digits, as a national id has.
  const accountNo = `1${String(round).padStart(6, '0')}${String(number).padStart(6, '0')}`;
  const common = { ...asked, idempotencyId: `${String(asked['mchOrderId'])}key`, currency: 'THB', accountNo };
  const way = random.chance(0.5)
    ? { payMethodCode: 'PROMPTPAY', promptpayAccountType: 'NATID' }
    : {
        payMethodCode: 'BANK',
        transferCode: random.pick(['KBANK', 'SCB', 'BBL']),
        accountName: 'Somchai Jaidee',
        accountType: 'INDIVIDUAL',
        accountTaxId: '1234567890123',
        mobile: '0812345678',
      };
  return { path: '/open-api/disbursement/transfer', fields: { ...common, ...way } };
}
