// What the biller asks for, and the amounts that it asks: their last four digits tell the sandbox's bank what to do.
import type { Params } from '../../support/paycools-client.ts';
import type { Random } from '../../support/random.ts';
import { scenarios } from '../book.ts';
import { type Bill, debitScenarios } from './book.ts';

const payer = { customerName: 'Juan Dela Cruz', email: 'juan@example.com', mobile: '09171234567' };
const redirectUrl = 'https://shop.example/thanks';
const appName = 'Crash Test';

export const billers = [
  'GCASH_STATIC_VA',
  'PAYMAYA_STATIC_VA',
  '7ELEVEN_STATIC_VA',
  'RDP_STATIC_VA',
  'MLH_STATIC_VA',
] as const;
export const bank = 'INSTA_TRANSFER_ACC';
/** Two that give parts back, one that gives the whole, one that gives nothing. */
export const checkoutChannels = ['GCASH_URL', 'VISA_CARD_URL', 'QRPH_DYNAMIC_QR', '7ELEVEN_VA'] as const;
export const pages = ['GCASH_URL', 'PAYMAYA_URL', 'VISA_CARD_URL'] as const;
export const debitChannel = 'GCASH_DIRECT_DEBIT';

export function accountFields(
  mchOrderId: string,
  { channels, minMinor, maxMinor }: Pick<Bill, 'channels' | 'minMinor' | 'maxMinor'>,
): Params {
  const bounds = { minAmount: minMinor, maxAmount: maxMinor };
  return { ...payer, ...bounds, appName, mchOrderId, channelCode: channels.join(','), description: 'July' };
}

export function pageFields(mchOrderId: string, amount: number, channelCode: string, callbackUrl: string): Params {
  return { ...payer, appName, mchOrderId, amount, channelCode, callbackUrl, redirectUrl };
}

/** Its members stand in `param`. */
export function checkoutFields(mchOrderId: string, amount: number, notifyUrl: string): Params {
  const country = { currency: 'PHP', settlementCurrency: 'PHP', countryCode: 'PH' };
  const channelCodeList = checkoutChannels.join(',');
  return { ...payer, ...country, mchOrderId, amount, channelCodeList, notifyUrl, redirectUrl };
}

export function tokenFields(requestId: string, userId: string, notifyUrl: string): Params {
  return { userId, requestId, channelCode: debitChannel, terminalType: 'WEB', notifyUrl, redirectUrl };
}

export function debitFields(mchOrderId: string, amount: number, payToken: string, callbackUrl: string): Params {
  return { appName, mchOrderId, amount, channelCode: debitChannel, payToken, callbackUrl };
}

export function identityFields(requestId: string, userId: string, callbackUrl: string): Params {
  return { requestId, userId, channelCode: 'PH_EKYC', customerName: payer.customerName, callbackUrl, redirectUrl };
}

export function refundFields(
  mchRefundOrderId: string,
  originalTransactionId: string,
  refundAmount: number,
  refundCallbackUrl: string,
): Params {
  return { mchRefundOrderId, originalTransactionId, refundAmount, refundCallbackUrl };
}

/** What a user is debited. */
export function aDebit(random: Random): number {
  const whole = random.between(1, 99) * 10_000;
  const draw = random.next();
  if (draw < 0.1) return whole + random.pick(debitScenarios.failing);
  if (draw < 0.24) return whole + debitScenarios.answerLost;
  if (draw < 0.32) return whole + debitScenarios.confirmedTwice;
  if (draw < 0.36) return whole + debitScenarios.otherAmount;
  if (draw < 0.46) return whole + random.pick(debitScenarios.open);
  return whole + random.between(0, 8_999);
}

/** What a payer pays under a number: mostly what its biller wants, now and then less or more. */
export function aCredit(random: Random, { minMinor, maxMinor }: Pick<Bill, 'minMinor' | 'maxMinor'>): number {
  const draw = random.next();
  if (draw < 0.05) return random.between(100, minMinor - 1);
  if (draw < 0.1) return maxMinor + random.between(1, 8_999);
  const whole = random.between(Math.ceil(minMinor / 10_000), Math.floor(maxMinor / 10_000) - 1) * 10_000;
  if (draw < 0.15) return whole + random.pick(scenarios.failing);
  if (draw < 0.28) return whole + scenarios.answerLost;
  if (draw < 0.38) return whole + scenarios.confirmedTwice;
  if (draw < 0.42) return minMinor;
  if (draw < 0.46) return whole + scenarios.otherAmount;
  return whole + random.between(0, 8_999);
}
