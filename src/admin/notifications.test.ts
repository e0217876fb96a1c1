// Guards that operators find what a merchant was told by every name they may have at hand, and can send it again.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Fields, openTestAdmin } from '../../test/support/admin.ts';
import type { ConfirmCredit } from '../core/payment/confirm-credit.ts';
import { qrSlot } from '../core/instrument/instrument.ts';
import { type IdPrefix, orderNumber } from '../kernel/id.ts';

const admin = await openTestAdmin();
const { call, clock, directory, engine, ids } = admin;

after(async () => {
  await admin.close();
  assert.deepEqual(admin.faults, []);
});

// The second merchant lives in the second cell: whatever looks only into the first fails.
await directory.createMerchant({ name: 'A', city: 'Manila', fees: {}, limits: {}, settlementDays: 0 }, 'system');
const second = await directory.createMerchant(
  { name: 'B', city: 'Manila', fees: {}, limits: {}, settlementDays: 0 },
  'system',
);
assert.ok(second.ok);
const { id: merchantId, cell } = second.value;
assert.equal(cell, 1);
const made = await directory.createApp({ merchantId, dialect: 'paycools' }, 'system');
assert.ok(made.ok);
const appId = made.value.app.id;

const owner = { merchantId, appId, referenceScope: appId, notifyUrl: 'http://shop.test/n', details: {} };
const newId = (prefix: IdPrefix) => ids.next(prefix, cell, clock.now());

async function paidPayment(reference: string): Promise<string> {
  const id = newId('C');
  const command = { ...owner, id, reference, channel: 'WEB', amountMinor: 500n, returnUrl: null };
  assert.ok((await engine.execute(cell, 'create-payment', command)).ok);
  assert.ok((await engine.execute(cell, 'fail-payment', { paymentId: id, failure: 'service_error' })).ok);
  return id;
}

test('the notifications of a payment are found by its id, and by its reference and app', async () => {
  const id = await paidPayment('order 1/ä');
  const byId = await call<Fields[]>('GET', `/notifications?reference=${id}`);
  assert.equal(byId.status, 200, byId.text);
  assert.deepEqual(byId.body, [
    {
      id: `${id}.failed`,
      subjectId: id,
      event: 'payment.failed',
      url: 'http://shop.test/n',
      body: 'payment.failed',
      status: 'pending',
      attempts: [],
      dueAt: byId.body[0]?.['dueAt'],
    },
  ]);
  const query = `reference=${encodeURIComponent('order 1/ä')}&appId=${appId}`;
  assert.deepEqual((await call('GET', `/notifications?${query}`)).body, byId.body);
});

interface Notified {
  readonly status: string;
  readonly attempts: readonly object[];
}

test('every try is listed with what it met', async () => {
  const id = `${await paidPayment('tried')}.failed`;
  const tried = {
    notificationId: id,
    at: clock.now(),
    status: 500,
    latencyMs: 12,
    answer: 'no',
    acknowledged: false,
    retryDelaysMs: [],
  };
  assert.ok((await engine.execute(cell, 'record-attempt', tried)).ok);
  const [listed] = (await call<Fields[]>('GET', `/notifications?reference=tried&appId=${appId}`)).body;
  assert.equal(listed?.['status'], 'given_up');
  assert.deepEqual(listed?.['attempts'], [
    { at: '2026-03-02T04:00:00.000Z', status: 500, latencyMs: 12, answer: 'no' },
  ]);
});

test('the notifications of a payout are found', async () => {
  const fund = { id: newId('B'), merchantId, currency: 'PHP', amountMinor: 10_000n };
  assert.ok((await engine.execute(cell, 'fund', fund)).ok);
  const id = newId('D');
  const destination = { method: 'bank', code: 'BDO', accountNo: '001', accountName: 'Juan Dela Cruz' } as const;
  const command = {
    ...owner,
    id,
    reference: 'out',
    idempotencyKey: 'out',
    channel: 'BANK',
    currency: 'PHP',
    amountMinor: 500n,
    destination,
  };
  assert.ok((await engine.execute(cell, 'create-payout', command)).ok);
  const { body: unsettled } = await call<{ payouts: Fields[] }>('GET', '/payouts/unsettled?olderThanSeconds=0');
  assert.deepEqual(
    unsettled.payouts.map((payout) => [payout['payoutId'], payout['amount'], payout['ageSeconds']]),
    [[id, 500, 0]],
  );
  assert.deepEqual((await call('GET', '/payouts/unsettled')).body['payouts'], []);
  const result = { kind: 'succeeded', bankReference: 'x' } as const;
  assert.ok((await engine.execute(cell, 'settle-payout', { payoutId: id, result })).ok);
  for (const query of [`reference=${id}`, `reference=out&appId=${appId}`]) {
    const [listed] = (await call<Fields[]>('GET', `/notifications?${query}`)).body;
    assert.equal(listed?.['subjectId'], id);
  }
  assert.deepEqual((await call('GET', '/payouts/unsettled?olderThanSeconds=0')).body['payouts'], []);
});

test('an instrument stands for all payments made on it', async () => {
  const id = newId('QR');
  const command = {
    ...owner,
    id,
    reference: 'counter',
    slot: qrSlot,
    channel: 'QR',
    paymentId: null,
    amountMinor: null,
    expirySeconds: null,
    presentation: 'code',
    repeat: 'refuse',
  } as const;
  assert.ok((await engine.execute(cell, 'create-instrument', command)).ok);
  for (const bankReference of ['b1', 'b2']) {
    const credit: ConfirmCredit = { instrumentId: id, paymentId: newId('C'), amountMinor: 700n, bankReference };
    const credited: { readonly ok: boolean } = await engine.execute(cell, 'confirm-credit', credit);
    assert.ok(credited.ok, bankReference);
  }
  for (const query of [`reference=${id}`, `reference=counter&appId=${appId}`]) {
    const { body: listed } = await call<Fields[]>('GET', `/notifications?${query}`);
    assert.deepEqual(
      listed.map((notification) => notification['event']),
      ['payment.completed', 'payment.completed'],
    );
    assert.equal(new Set(listed.map((notification) => notification['subjectId'])).size, 2);
  }
});

test('an order of a dialect with terminals is found by its number and by the reference of its merchant, with its refunds', async () => {
  const id = orderNumber(cell, 7);
  const order = { ...owner, id, referenceScope: merchantId, reference: 'C2026', channel: 'WEB', returnUrl: null };
  assert.ok((await engine.execute(cell, 'create-payment', { ...order, amountMinor: 1000n })).ok);
  const credit = { paymentId: id, amountMinor: 1000n, bankReference: 'wx1' };
  assert.ok((await engine.execute(cell, 'confirm-credit', credit)).ok);
  const refundId = ids.next('R', cell, clock.now());
  const refund = { ...owner, id: refundId, paymentId: id, referenceScope: id, reference: 'r1', amountMinor: 400n };
  const rules = { feeReturn: 'none', oneAtATime: true, windowMs: null } as const;
  assert.ok((await engine.execute(cell, 'create-refund', { ...refund, ...rules })).ok);

  const { body: unsettled } = await call<{ refunds: Fields[] }>('GET', '/refunds/unsettled?olderThanSeconds=0');
  assert.deepEqual(
    unsettled.refunds.map((row) => [row['refundId'], row['kind'], row['paymentId'], row['amount'], row['doubt']]),
    [[refundId, 'refund', id, 400, null]],
  );
  assert.deepEqual((await call('GET', '/refunds/unsettled')).body['refunds'], []);

  const settled = { refundId, paymentId: id, result: { kind: 'succeeded', bankReference: 'wx2' } } as const;
  assert.ok((await engine.execute(cell, 'settle-refund', settled)).ok);
  assert.deepEqual((await call('GET', '/refunds/unsettled?olderThanSeconds=0')).body['refunds'], []);
  for (const query of [`reference=${id}`, `reference=C2026&appId=${appId}`]) {
    const { body: listed } = await call<Fields[]>('GET', `/notifications?${query}`);
    assert.deepEqual(
      listed.map((notification) => [notification['subjectId'], notification['event']]),
      [
        [id, 'payment.completed'],
        [refundId, 'refund.completed'],
      ],
      query,
    );
  }
  const { body: ofRefund } = await call<Fields[]>('GET', `/notifications?reference=${refundId}`);
  assert.deepEqual(
    ofRefund.map((notification) => notification['subjectId']),
    [refundId],
  );
});

async function subjectsOf(query: string): Promise<unknown[]> {
  const { body } = await call<Fields[]>('GET', `/notifications?${query}`);
  return body.map((row) => [row['subjectId'], row['event']]);
}

test('a checkout is found by its id and its reference, with the payment that completed it', async () => {
  const open = { channels: ['WEB'], currency: 'PHP', amountMinor: 900n, expirySeconds: 3600, returnUrl: null };
  const shown = { language: null, logoUrl: null };
  const [paid, closed] = [newId('CH'), newId('CH')];
  for (const [id, reference] of [
    [paid, 'basket-1'],
    [closed, 'basket-2'],
  ] as const) {
    assert.ok((await engine.execute(cell, 'create-checkout', { ...owner, ...open, ...shown, id, reference })).ok);
  }
  const paymentId = newId('C');
  const pick = { checkoutId: paid, channel: 'WEB', paymentId, code: null };
  assert.ok((await engine.execute(cell, 'choose-channel', pick)).ok);
  const credit = { paymentId, amountMinor: 900n, bankReference: 'basket-1' };
  assert.ok((await engine.execute(cell, 'confirm-credit', credit)).ok);
  assert.ok((await engine.execute(cell, 'close-checkout', { checkoutId: closed, merchantId })).ok);
  for (const query of [`reference=${paid}`, `reference=basket-1&appId=${appId}`])
    assert.deepEqual(await subjectsOf(query), [[paymentId, 'payment.completed']], query);
  for (const query of [`reference=${closed}`, `reference=basket-2&appId=${appId}`])
    assert.deepEqual(await subjectsOf(query), [[closed, 'checkout.closed']], query);
});

async function givenMandate(reference: string): Promise<string> {
  const id = newId('TK');
  const command = { ...owner, id, reference, userId: 'u1', channel: 'DEBIT', returnUrl: null };
  assert.ok((await engine.execute(cell, 'create-mandate', command)).ok);
  assert.ok((await engine.execute(cell, 'decide-mandate', { mandateId: id, agreed: true })).ok);
  return id;
}

test('a mandate is found by its token and its reference', async () => {
  const id = await givenMandate('request-1');
  for (const query of [`reference=${id}`, `reference=request-1&appId=${appId}`])
    assert.deepEqual(await subjectsOf(query), [[id, 'mandate.created']], query);
});

test('an operator ends an active mandate once, and the log says who did', async () => {
  const id = await givenMandate('request-2');
  const { status, body } = await call('POST', `/mandates/${id}/cancel`);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    payToken: id,
    merchantId,
    appId,
    reference: 'request-2',
    userId: 'u1',
    channel: 'DEBIT',
    currency: 'PHP',
    status: 'cancelled',
    endedAt: '2026-03-02T04:00:00.000Z',
  });
  assert.equal((await engine.find(cell, 'mandates', id))?.cancelledBy, 'platform');
  const [entry] = await directory.listAudit(undefined, 1);
  assert.deepEqual([entry?.who, entry?.action, entry?.object], ['Ana', 'mandate.cancel', id]);
  const again = await call('POST', `/mandates/${id}/cancel`);
  assert.deepEqual([again.status, again.body], [409, { message: 'The mandate is cancelled, not active.' }]);
  for (const unknown of ['TK1', newId('TK'), `TK99${'0'.repeat(22)}`])
    assert.equal((await call('POST', `/mandates/${unknown}/cancel`)).status, 404);
  assert.equal((await directory.listAudit(undefined, 1))[0]?.id, entry?.id, 'what was refused is not in the log');
});

test('a share stands for the payment that was split, and so does the number of its split', async () => {
  const paymentId = newId('C');
  const order = { ...owner, id: paymentId, reference: 'shared', channel: 'WEB', amountMinor: 1000n, returnUrl: null };
  assert.ok((await engine.execute(cell, 'create-payment', order)).ok);
  const credit = { paymentId, amountMinor: 1000n, bankReference: 'shared' };
  assert.ok((await engine.execute(cell, 'confirm-credit', credit)).ok);
  const [{ id: account } = assert.fail()] = await directory.listMerchants('', 1);
  const receiver = { merchantId, account, name: 'A', relation: 'STORE', details: {} };
  assert.ok((await engine.execute(cell, 'add-receiver', receiver)).ok);
  const id = newId('SH');
  const names = { merchantId, appId, referenceScope: appId, reference: 'split-1', splitId: newId('S'), paymentId };
  const shares = [{ id, account, amountMinor: 300n, details: {} }];
  assert.ok((await engine.execute(cell, 'create-split', { ...names, shares, endsSplitting: false })).ok);
  for (const query of [`reference=${id}`, `reference=split-1&appId=${appId}`])
    assert.deepEqual(await subjectsOf(query), [[paymentId, 'payment.completed']], query);

  const unsettled = async (query = '') => (await call<{ shares: Fields[] }>('GET', `/shares/unsettled${query}`)).body;
  const { createdAt, ...listed } = (await unsettled('?olderThanSeconds=0')).shares[0] ?? {};
  const { splitId, reference } = names;
  const money = { currency: 'PHP', amount: 300, ageSeconds: 0 };
  assert.deepEqual(listed, { shareId: id, splitId, paymentId, merchantId, appId, reference, account, ...money });
  assert.equal(createdAt, new Date(clock.now()).toISOString());
  assert.deepEqual(await unsettled(), { shares: [] }, 'not yet ten minutes old');
  assert.ok((await engine.execute(cell, 'settle-share', { shareId: id, paymentId, problem: null })).ok);
  assert.deepEqual(await unsettled('?olderThanSeconds=0'), { shares: [] });
});

test('what names nothing lists nothing, and an unknown app is not found', async () => {
  for (const reference of ['C0', 'nothing', newId('C'), `C99${'0'.repeat(22)}`, "'"]) {
    const answer = await call('GET', `/notifications?reference=${encodeURIComponent(reference)}`);
    assert.deepEqual([answer.status, answer.body], [200, []]);
  }
  assert.equal((await call('GET', `/notifications?reference=x&appId=${'0'.repeat(32)}`)).status, 404);
});

test('a delivered notification can be sent again, and the log says who asked for it', async () => {
  const id = `${await paidPayment('again')}.failed`;
  const answered = {
    notificationId: id,
    at: clock.now(),
    status: 200,
    latencyMs: 1,
    answer: 'ok',
    acknowledged: true,
    retryDelaysMs: [],
  };
  assert.ok((await engine.execute(cell, 'record-attempt', answered)).ok);
  for (const body of [undefined, {}]) {
    const { status, body: notification } = await call<Notified>('POST', `/notifications/${id}/redeliver`, body);
    assert.deepEqual(
      [status, notification['status'], [...(notification['attempts'] ?? [])].length],
      [200, 'pending', 1],
    );
  }
  const [entry] = await directory.listAudit(undefined, 1);
  assert.deepEqual([entry?.who, entry?.action, entry?.object], ['Ana', 'notification.redeliver', id]);
  for (const unknown of ['C1', `${newId('C')}.failed`, `C99${'0'.repeat(22)}.x`]) {
    assert.equal((await call('POST', `/notifications/${unknown}/redeliver`)).status, 404);
  }
});
