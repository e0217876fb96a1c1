// What every answer and callback of Upay must be for clients that declare its types (upay.md 2.1, 2.6): texts only, nothing null,
// numbers as digits. Throws at the first thing that such a client would stumble over.
import assert from 'node:assert/strict';

export interface UpayBody {
  readonly result_code: string;
  readonly error_code?: string;
  readonly error_message?: string;
  readonly biz_response?: {
    readonly result_code?: string;
    readonly error_code?: string;
    readonly error_message?: string;
    readonly data?: Readonly<Record<string, unknown>>;
    readonly [name: string]: unknown;
  };
}

/** Throws unless the text is an answer that any client can read. */
export function readUpayAnswer(text: string): UpayBody {
  const body = JSON.parse(text) as UpayBody;
  checkTexts(body, 'answer');
  const { result_code: code, error_code: error, error_message: message, biz_response: business, ...more } = body;
  assert.deepEqual(more, {}, text);
  assert.match(code, /^(200|400|403|409|413|500)$/, text);
  checkError(body, text);
  if (code !== '200') {
    assert.ok(error !== undefined && business === undefined, text);
    return body;
  }
  if (business === undefined) {
    assert.deepEqual([error, message], ['SUCCESS', 'ok'], text);
    return body;
  }
  assert.equal(error, undefined, text);
  checkError(business, text);
  const { result_code: result, data } = business;
  if (result === 'FAIL') assert.ok(business.error_code !== undefined && data === undefined, text);
  if (data !== undefined) checkData(data, text);
  return body;
}

/** An order, as it stands in answers and in callbacks. */
export function checkUpayOrder(order: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify(order);
  checkTexts(order, 'order');
  checkData(order, text);
  for (const name of [
    'sn',
    'client_sn',
    'total_amount',
    'net_amount',
    'payway',
    'sub_payway',
    'status',
    'order_status',
  ]) {
    assert.ok(typeof order[name] === 'string' && order[name] !== '', `${name}: ${text}`);
  }
}

function checkError(layer: { readonly error_code?: string; readonly error_message?: string }, text: string): void {
  const { error_code: error, error_message: message } = layer;
  assert.equal(error === undefined, message === undefined, text);
  if (error !== undefined) assert.match(error, /^[A-Z][A-Z0-9_]+$/, text);
  if (message !== undefined) assert.notEqual(message, '', text);
}

/** What typed clients read of whatever has these names. */
const shapes: readonly [name: RegExp, shape: RegExp][] = [
  [/^(total_amount|net_amount|settlement_amount|amount|amount_total)$/, /^\d{1,10}$/],
  [/^payway$/, /^\d{1,3}$/],
  [/^sub_payway$/, /^[1-6]$/],
  [/^(ctime|.*_time)$/, /^\d{13}$/],
  [/^sn$/, /^789\d{13}$/],
];

function checkData(data: unknown, text: string): void {
  if (typeof data !== 'object' || data === null) return;
  if (Array.isArray(data)) {
    for (const item of data) checkData(item, text);
    return;
  }
  for (const [name, value] of Object.entries(data)) {
    for (const [names, shape] of shapes) if (names.test(name)) assert.match(String(value), shape, `${name}: ${text}`);
    checkData(value, text);
  }
}

/** Containers and texts; the one number is documented (upay.md 3.13). */
function checkTexts(value: unknown, name: string): void {
  if (typeof value === 'string' || (name === 'unified_status' && typeof value === 'number')) return;
  assert.ok(typeof value === 'object' && value !== null, `${name} is ${JSON.stringify(value)}`);
  for (const [member, inner] of Object.entries(value)) checkTexts(inner, Array.isArray(value) ? name : member);
}
