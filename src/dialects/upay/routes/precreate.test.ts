// Guards what `precreate` answers: how the order can be paid once its channel has it, and nothing to pay by before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { precreate } from './precreate.ts';
import { query } from './query.ts';
import {
  createUpayDesk,
  garbled,
  inProgress,
  paidAnswer,
  silent,
  type UpayAnswer,
} from '../../../../test/support/upay-desk.ts';

const order = { client_sn: 'C3', total_amount: '1250', payway: '1', subject: 'coffee', operator: 'op1' };

const told = ({ biz_response: { result_code: code, error_code: error, data } }: UpayAnswer) =>
  [code, error, data?.['order_status'], data?.['status'], data?.['net_amount']].join(' ').trimEnd();

test('an order that its channel took is answered with the code that leads its payer to it', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = inProgress;
  const { ctime, qr_code: code = '', sn = '', ...data } = (await desk.ask(precreate, order)).biz_response.data;
  assert.match(ctime ?? '', /^\d{13}$/);
  assert.ok(code.startsWith(`https://gw.example/pay/${sn}-`), code);
  assert.ok(code.length <= 128);
  assert.deepEqual(data, {
    client_sn: 'C3',
    client_tsn: 'C3',
    status: 'CREATED',
    payway: '1',
    payway_name: '支付宝',
    sub_payway: '2',
    order_status: 'CREATED',
    total_amount: '1250',
    net_amount: '1250',
    subject: 'coffee',
    store_id: '41',
    terminal_id: '66666666-7777-8888-9999-000000000001',
    terminal_sn: '100000330000001',
    operator: 'op1',
    payment_list: [],
    qr_code_image_url: `https://gw.example/upay/qrcode?content=${encodeURIComponent(code)}`,
  });
  assert.equal((await desk.payment(sn)).entry, 'order');
  assert.ok(desk.waits.every((wait) => wait <= 4000));
});

test('an order inside a wallet is answered with what the wallet needs, as JSON text or as an object', async () => {
  for (const asObject of [false, true]) {
    const desk = createUpayDesk({ switches: { wapPayRequestAsObject: asObject } });
    desk.channel.sendPayment = inProgress;
    for (const [way, surface] of [
      ['3', 'wallet_page'],
      ['4', 'mini_program'],
    ] as const) {
      const asked = { ...order, client_sn: `C${way}`, payway: '3', sub_payway: way, payer_uid: 'oPAYER0001' };
      const { data } = (await desk.ask(precreate, asked)).biz_response;
      const request = { surface, payerId: 'oPAYER0001' };
      assert.deepEqual(data['wap_pay_request'], asObject ? request : JSON.stringify(request));
      assert.ok(!('qr_code' in data) && !('qr_code_image_url' in data));
      assert.equal((await desk.payment(data['sn'] ?? '')).details['payerUid'], 'oPAYER0001');
    }
  }
});

test('an order in an app or a browser has a link to pay by', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = inProgress;
  for (const way of ['5', '6']) {
    const { data } = (await desk.ask(precreate, { ...order, client_sn: `C${way}`, sub_payway: way })).biz_response;
    assert.deepEqual([data['sub_payway'], 'qr_code' in data, 'wap_pay_request' in data], [way, true, false]);
  }
});

test('an order that its channel has not surely taken has no way to be paid', async () => {
  const rows = [
    [
      { kind: 'refused', failure: 'payee_daily_limit' },
      'PRECREATE_FAIL SELLER_OVER_DAILY_LIMIT PAY_CANCELED FAIL_CANCELED 1250',
    ],
    [silent, 'PRECREATE_FAIL_ERROR TRADE_FAILED CREATED CREATED 1250'],
    [garbled, 'PRECREATE_FAIL_ERROR TRADE_FAILED CREATED CREATED 1250'],
    [paidAnswer, 'PRECREATE_SUCCESS  PAID SUCCESS 1250'],
  ] as const;
  for (const [answer, expected] of rows) {
    const desk = createUpayDesk();
    desk.channel.sendPayment = answer;
    const said = await desk.ask(precreate, order);
    assert.equal(told(said), expected);
    assert.equal('qr_code' in said.biz_response.data, answer === paidAnswer);
  }
});

test('an order whose channel does not answer in time is answered as not clear', async () => {
  const desk = createUpayDesk({ realWaits: true });
  const { promise: never, resolve: end } = Promise.withResolvers<typeof inProgress>();
  desk.channel.sendPayment = never;
  const asked = desk.ask(precreate, order);
  await desk.asked('sendPayment');
  desk.engine.endWaits();
  assert.equal(told(await asked), 'PRECREATE_FAIL_IN_PROGRESS TRADE_FAILED CREATED CREATED 1250');
  end(inProgress);
});

test('what cannot be made is refused without an order', async () => {
  const desk = createUpayDesk({ presentsOrders: false });
  const rows: [change: object, expected: string][] = [
    [{ payway: '6' }, 'PRECREATE_FAIL UNEXPECTED_PROVIDER_ERROR'],
    [{ sub_payway: '3', payer_uid: 'o' }, 'PRECREATE_FAIL UNEXPECTED_PROVIDER_ERROR'],
    [{ payway: '21' }, 'FAIL UNEXPECTED_PROVIDER_ERROR'],
    [{ payway: '4' }, 'FAIL UNEXPECTED_PROVIDER_ERROR'],
    [{ total_amount: '9022' }, 'FAIL UNEXPECTED_PROVIDER_ERROR'],
  ];
  for (const [change, expected] of rows) {
    assert.equal(told(await desk.ask(precreate, { ...order, ...change })), expected, JSON.stringify(change));
    assert.equal(told(await desk.ask(query, { client_sn: 'C3' })), 'FAIL UPAY_ORDER_NOT_EXIST');
  }
  assert.deepEqual(desk.calls, []);
});

test('a number that is taken is refused, and an order inside a wallet without its payer', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = inProgress;
  await desk.ask(precreate, order);
  assert.equal(told(await desk.ask(precreate, { ...order, payway: '3' })), 'FAIL CLIENT_SN_CONFLICT');
  for (const way of ['3', '4']) {
    const answer = await desk.ask(precreate, { ...order, client_sn: 'C4', sub_payway: way });
    assert.deepEqual([answer.result_code, answer.error_code], ['400', 'INVALID_PARAMS']);
    assert.match(answer.error_message ?? '', /^payer_uid/);
  }
});

test('an order that nobody pays is taken back when its time is up, and its merchant hears of both', async () => {
  const desk = createUpayDesk();
  desk.channel.sendPayment = inProgress;
  desk.channel.sendRefund = inProgress;
  const { sn = '' } = (await desk.ask(precreate, { ...order, notify_url: 'https://s.example/n' })).biz_response.data;
  await desk.advance(240);
  assert.equal(told(await desk.ask(query, { sn })), 'SUCCESS  PAY_ERROR ERROR_RECOVERY 1250');
  await desk.advance(2);
  desk.channel.queryRefund = { kind: 'stopped' };
  assert.equal(told(await desk.ask(query, { sn })), 'SUCCESS TRADE_TIMEOUT PAY_CANCELED FAIL_CANCELED 0');
  await desk.advance(2);
  const states = desk.messages.map(({ body }) => (JSON.parse(body) as Record<string, string>)['order_status']);
  assert.deepEqual(states, ['PAY_ERROR', 'PAY_CANCELED']);
});
