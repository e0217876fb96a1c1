// 3.10 WAP cashier: GET /gateway. A payer's browser, sent by the merchant's site, asks for an order in signed parameters and is sent
// on to the page where it is paid.
import { Type } from 'typebox';
import type { Reason } from '../../../core/reasons.ts';
import { readJsonObject } from '../../../kernel/json-text.ts';
import type { Refused } from '../../../kernel/outcome.ts';
import { isMerchantUrl } from '../../merchant-url.ts';
import { readQueryPairs } from '../../query.ts';
import type { Authenticate } from '../authenticate.ts';
import { businessErrors, requestErrors, type UpayError, upayErrors } from '../codes.ts';
import type { UpayDeps } from '../deps.ts';
import { compileMembers } from '../fields.ts';
import type { TerminalCaller } from '../operation.ts';
import { isTaken, placeOrder } from '../place-order.ts';
import type { Members } from '../received.ts';
import { refusedReturnUrl } from '../return-url.ts';
import { amount, clientSn, located, orderOptions, payway, returnUrl, subject, terminalSn } from '../schemas.ts';
import { verifyQuery } from '../signature.ts';
import { startAnswerTime } from '../time-left.ts';

export const cashierPaths = ['/gateway', '/qr/gateway'] as const;

/** Where the browser goes, or why it goes nowhere. */
export type Opened =
  | { readonly redirectTo: string; readonly code: string }
  | { readonly redirectTo?: undefined; readonly error: UpayError };

export interface Visit {
  /** What follows the question mark of the address. */
  readonly query: string;
  readonly userAgent: string | undefined;
}

/** Beside `sign`. */
export const cashierFields = Type.Object(
  {
    terminal_sn: terminalSn,
    client_sn: clientSn,
    total_amount: amount,
    subject,
    return_url: returnUrl,
    payway: Type.Optional(payway),
    ...orderOptions,
  },
  located,
);

const readFields = compileMembers(cashierFields);

/** The providers whose payers the cashier serves. */
const cashierPayways: ReadonlySet<string> = new Set(['1', '3', '6']);

/**
 * Whoever signed says where to go back to, so a request that was not signed rightly goes nowhere: the gateway must not send
 * strangers' browsers to strangers' pages. What is signed and refused goes back with the reason.
 */
export async function openCashier(visit: Visit, authenticate: Authenticate, deps: UpayDeps): Promise<Opened> {
  const request = readQueryPairs(visit.query);
  if (typeof request === 'string') return { error: { ...requestErrors.params, message: request } };
  const sign = request.get('sign') ?? '';
  const caller = await authenticate.terminal(request.get('terminal_sn') ?? '', (key) =>
    verifyQuery(request, key, sign),
  );
  if (!caller.ok) return { error: errorOf(caller) };
  const back = request.get('return_url') ?? '';
  if (back.length > 128 || !isMerchantUrl(back)) {
    return { error: { ...requestErrors.params, message: 'return_url应为http或https的绝对地址，长度不超过128位' } };
  }
  const order = await openOrder(request, visit, caller.value, authenticate, deps);
  if (typeof order === 'string') return { redirectTo: order, code: 'SUCCESS' };
  const [key = ''] = caller.value.terminal.keys;
  return { redirectTo: refusedReturnUrl(back, request, order, key), code: order.code };
}

/** The address of the order's page, or why there is none. */
async function openOrder(
  request: ReadonlyMap<string, string>,
  { userAgent = '' }: Visit,
  caller: TerminalCaller,
  authenticate: Authenticate,
  deps: UpayDeps,
): Promise<string | UpayError> {
  const timeLeft = startAnswerTime();
  const { merchant, settings } = caller;
  // The payer comes from anywhere: the addresses that an app may ask from are its servers'.
  const barred = authenticate.admit(caller, undefined);
  if (barred) return errorOf(barred);
  const fields = readFields(membersOf(request), settings);
  if (!fields.ok) return errorOf(fields);
  const chosen = fields.value.payway ?? paywayOfBrowser(userAgent);
  if (!cashierPayways.has(chosen)) return businessErrors.unexpectedProvider;
  const placed = await placeOrder(deps, caller, fields.value, {
    payway: chosen,
    subPayway: '3',
    entry: 'order',
    expirySeconds: settings.orderExpirySeconds,
    returnUrl: fields.value.return_url,
  });
  if (!placed.ok) return errorOf(placed);
  const { id } = placed.value;
  // Taken or not, its page says how it stands.
  await deps.engine.until(merchant.cell, 'payments', id, isTaken, timeLeft());
  return `${deps.baseUrl()}/pay/${deps.tokens.tokenFor(id)}`;
}

/** Without a provider it is that of the wallet in which the page is open; WeChat where it is none (upay.md 3.10). */
function paywayOfBrowser(userAgent: string): string {
  if (/AlipayClient/i.test(userAgent)) return '1';
  // WeChat's browser also names QQ's engine.
  if (/MicroMessenger/i.test(userAgent)) return '3';
  return /\bQQ\//i.test(userAgent) ? '6' : '3';
}

/** In a query, objects and arrays are JSON text. */
const jsonNames: ReadonlySet<string> = new Set(['extended', 'goods_details']);
const longestExtended = 256;

function membersOf(request: ReadonlyMap<string, string>): Members {
  const text = (name: string) => request.get(name) ?? '';
  return {
    text,
    value(name) {
      const given = text(name);
      if (given === '') return undefined;
      if (!jsonNames.has(name) || (name === 'extended' && Array.from(given).length > longestExtended)) return given;
      return readJson(given) ?? given;
    },
  };
}

/** Undefined for what is no JSON, and for what a body may not hold either. */
function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return readJsonObject(`{"value":${text}}`, { maxDepth: 33 }).ok ? value : undefined;
  } catch {
    return undefined;
  }
}

function errorOf({ reason, detail }: Refused<Reason>): UpayError {
  const error = upayErrors[reason];
  if (!('request' in error)) return error;
  const { code, message } = requestErrors[error.request];
  return { code, message: detail ?? message };
}
