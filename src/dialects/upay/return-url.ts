// The way back from the cashier to the merchant's page (upay.md 3.10). What it says is signed, and is no proof of payment.
import type { Payment } from '../../core/payment/payment.ts';
import { failureErrors, type UpayError } from './codes.ts';
import { type Pair, signQuery } from './signature.ts';

/** Where the payer's browser goes when the cashier is done with it; undefined for an order without a page to go back to. */
export function returnUrlOf(payment: Payment, terminalKey: string): string | undefined {
  const { returnUrl, details } = payment;
  if (returnUrl === null) return undefined;
  const status = statusOf(payment);
  const pairs: readonly MaybePair[] = [
    ['is_success', 'T'],
    ['terminal_sn', details['terminalSn']],
    ['sn', payment.id],
    ['trade_no', payment.bankReference],
    ['client_sn', payment.reference],
    ['total_amount', `${payment.amountMinor}`],
    ['subject', details['subject']],
    ['operator', details['operator']],
    ['status', status],
    ...(status === 'FAIL' && details['payway'] === '3' ? wechatResult(payment) : []),
    ['reflect', details['reflect']],
  ];
  return signedUrl(returnUrl, pairs, terminalKey);
}

/** The same for a request that was understood and refused: there is no order. */
export function refusedReturnUrl(
  returnUrl: string,
  request: ReadonlyMap<string, string>,
  { code, message }: UpayError,
  terminalKey: string,
): string {
  const pairs: readonly MaybePair[] = [
    ['is_success', 'F'],
    ['error_code', code],
    ['error_message', Array.from(message).slice(0, 200).join('')],
    ...echoed.map((name) => [name, shortOnly(request.get(name))] as const),
  ];
  return signedUrl(returnUrl, pairs, terminalKey);
}

const echoed = ['terminal_sn', 'client_sn', 'total_amount', 'subject', 'operator', 'reflect'] as const;

/** What is too long may be what was refused; the address must stay one that every browser takes. */
function shortOnly(value: string | undefined): string | undefined {
  return value !== undefined && value.length <= 128 ? value : undefined;
}

type MaybePair = readonly [name: string, value: string | number | boolean | null | undefined];

/** Whether the merchant has the money; undefined while that is open, and when it has given all of it back. */
function statusOf({ status, amountMinor, refundedMinor, refundingMinor, lastRefundId }: Payment) {
  if (status === 'pending') return undefined;
  if (status !== 'completed') return 'FAIL';
  const givenBack = refundedMinor + refundingMinor;
  // Nothing is given back yet: it may be about to be taken back altogether.
  if (givenBack === 0n) return lastRefundId === null ? 'SUCCESS' : undefined;
  return givenBack < amountMinor ? 'SUCCESS' : undefined;
}

/** How WeChat's own page says that it was not paid; deprecated, and still read. */
function wechatResult({ status, failure }: Payment): readonly MaybePair[] {
  const message = failure === null ? '未支付，订单已关闭' : failureErrors[failure].message;
  return [
    ['result_code', `get_brand_wcpay_request:${status === 'closed' ? 'cancel' : 'fail'}`],
    ['result_message', message],
  ];
}

/** Behind what the address asks already, before its fragment; empty values are left out. */
function signedUrl(address: string, parameters: readonly MaybePair[], key: string): string {
  const pairs = parameters.flatMap(([name, value]): Pair[] =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const query = [...pairs, ['sign', signQuery(pairs, key)] as const]
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const hash = address.indexOf('#');
  const [page, fragment] = hash < 0 ? [address, ''] : [address.slice(0, hash), address.slice(hash)];
  const separator = page.includes('?') ? (/[?&]$/.test(page) ? '' : '&') : '?';
  return asciiUrl(`${page}${separator}${query}${fragment}`);
}

/** A header carries ASCII only: what a browser would percent-encode is encoded here. */
function asciiUrl(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, (characters) => encodeURIComponent(characters));
}
