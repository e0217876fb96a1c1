// What the merchant's page is told when a payer comes back from the cashier (upay.md 2.4, 3.10).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Payment, untouched } from '../../core/payment/payment.ts';
import { refusedReturnUrl, returnUrlOf } from './return-url.ts';
import { verifyQuery } from './signature.ts';

const key = '9a8b7c6d5e4f30211203f4e5d6c7b8a9';
const paidAt = Date.parse('2026-01-05T00:00:12Z');

const pending: Payment = {
  ...untouched,
  id: '7895200000000003',
  merchantId: 'M',
  appId: 'A',
  referenceScope: 'M',
  reference: 'W0001',
  instrumentId: null,
  entry: 'order',
  channel: 'CN_WECHAT',
  currency: 'CNY',
  amountMinor: 1250n,
  createdAt: paidAt - 12_000,
  expiresAt: null,
  notifyUrl: null,
  returnUrl: 'https://shop.example/done',
  details: { terminalSn: '100000330000001', subject: 'coffee', operator: 'op1', payway: '3', subPayway: '3' },
};
const paid: Payment = {
  ...pending,
  status: 'completed',
  finalAt: paidAt,
  bankReference: '4200002026010500000000000001',
};

test('W4: the way back of a paid order, byte for byte', () => {
  assert.equal(
    returnUrlOf(paid, key),
    'https://shop.example/done?is_success=T&terminal_sn=100000330000001&sn=7895200000000003' +
      '&trade_no=4200002026010500000000000001&client_sn=W0001&total_amount=1250&subject=coffee&operator=op1' +
      '&status=SUCCESS&sign=AAFFC187967BC51D879654E2E7FC8D23',
  );
});

test('an order without a page to go back to has no way back', () => {
  assert.equal(returnUrlOf({ ...paid, returnUrl: null }, key), undefined);
});

const addresses: [address: string, begins: string, ends: string][] = [
  ['https://shop.example/done', 'https://shop.example/done?is_success=T&', ''],
  ['https://shop.example/done?order=1', 'https://shop.example/done?order=1&is_success=T&', ''],
  ['https://shop.example/done?', 'https://shop.example/done?is_success=T&', ''],
  ['https://shop.example/done?a=1&', 'https://shop.example/done?a=1&is_success=T&', ''],
  ['https://shop.example/#/done?x', 'https://shop.example/?is_success=T&', '#/done?x'],
  ['https://shop.example/a?b#c', 'https://shop.example/a?b&is_success=T&', '#c'],
  ['https://shop.example/完成#好', 'https://shop.example/%E5%AE%8C%E6%88%90?is_success=T&', '#%E5%A5%BD'],
  ['https://shop.example/\u0001x', 'https://shop.example/%01x?is_success=T&', ''],
];
for (const [returnUrl, begins, ends] of addresses) {
  test(`the parameters join ${JSON.stringify(returnUrl)} where a browser reads them`, () => {
    const url = returnUrlOf({ ...paid, returnUrl }, key) ?? '';
    assert.ok(url.startsWith(begins), url);
    assert.equal(new URL(url).hash, ends);
    assert.match(url, /^[\x21-\x7e]+$/);
  });
}

const states: [title: string, change: Partial<Payment>, said: Readonly<Record<string, string>>][] = [
  ['unpaid says no status', {}, {}],
  ['paid', paid, { status: 'SUCCESS' }],
  ['declined, by WeChat', { status: 'failed', failure: 'payer_balance_insufficient' }, failed('fail', '账户金额不足')],
  ['never paid, with WeChat', { status: 'closed' }, failed('cancel', '未支付，订单已关闭')],
  [
    'declined, by Alipay',
    { status: 'failed', failure: 'channel_rejected', details: { payway: '1' } },
    { status: 'FAIL' },
  ],
  ['paid and partly refunded', { ...paid, refundedMinor: 250n, lastRefundId: 'R1' }, { status: 'SUCCESS' }],
  ['paid and wholly given back', { ...paid, refundedMinor: 1250n, lastRefundId: 'R1' }, {}],
  ['paid and being given back', { ...paid, refundingMinor: 1250n, lastRefundId: 'R1' }, {}],
  ['paid while it was being taken back', { ...paid, lastRefundId: 'R1' }, {}],
];
for (const [title, change, said] of states) {
  test(`the way back says of an order that is ${title}: ${JSON.stringify(said)}`, () => {
    const query = new URL(returnUrlOf({ ...pending, ...change }, key) ?? '').searchParams;
    const names = ['status', 'result_code', 'result_message'];
    assert.deepEqual(Object.fromEntries([...query].filter(([name]) => names.includes(name))), said);
    assert.ok(verifyQuery(query, key, query.get('sign') ?? ''));
  });
}

test('what the merchant said comes back as it was said, and is signed decoded', () => {
  const details = { ...paid.details, subject: '拿铁 & 大杯+=#', reflect: '{"table":"7"}', operator: null };
  const query = new URL(returnUrlOf({ ...paid, details }, key) ?? '').searchParams;
  assert.equal(query.get('subject'), '拿铁 & 大杯+=#');
  assert.equal(query.get('reflect'), '{"table":"7"}');
  assert.ok(!query.has('operator'));
  assert.ok(verifyQuery(query, key, query.get('sign') ?? ''));
});

test('a refused request comes back with the reason, without order numbers, and signed', () => {
  const request = new Map([
    ['terminal_sn', '100000330000001'],
    ['client_sn', 'W0001'],
    ['return_url', 'https://shop.example/done'],
    ['operator', ''],
  ]);
  const url = refusedReturnUrl('https://shop.example/done', request, { code: 'X', message: '字'.repeat(300) }, key);
  const { sign, ...said } = Object.fromEntries(new URL(url).searchParams);
  assert.deepEqual(said, {
    is_success: 'F',
    error_code: 'X',
    error_message: '字'.repeat(200),
    terminal_sn: '100000330000001',
    client_sn: 'W0001',
  });
  assert.ok(verifyQuery(Object.entries(said), key, sign ?? ''));
});

function failed(how: string, message: string) {
  return { status: 'FAIL', result_code: `get_brand_wcpay_request:${how}`, result_message: message };
}
