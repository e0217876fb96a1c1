// Money that goes back, and money that is kept aside, with many at once on a real PostgreSQL: whatever comes first, nobody gets more
// than came in, and nothing is both paid and taken back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CommandOf } from '../../src/core/commands.ts';
import type { Outcome } from '../../src/core/reasons.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { aPayment, aRefund } from '../support/commands.ts';
import { appId, merchantId, type TestEngine } from '../support/engine.ts';
import { postgresql } from '../support/stores.ts';
import { crowd, type Engines, openEngines, tally } from './many.ts';

const amountMinor = 10_500n;
const accounts = ['available', 'held', 'channel:WALLET'] as const;
const owner = { merchantId, appId, details: {} };

/** A charge of a payer's code; whose, makes no difference here. */
function aCharge(t: TestEngine): CommandOf<'create-payment'> {
  return aPayment(t, { entry: 'code', channel: 'WALLET', payerCode: '281234567890123450', amountMinor });
}

function creditOf({ id }: { readonly id: string }): CommandOf<'confirm-credit'> {
  return { paymentId: id, bankReference: `B${id}`, amountMinor };
}

async function aPaid({ one, made }: Engines): Promise<CommandOf<'create-payment'>> {
  const payment = aCharge(one);
  await made('create-payment', payment);
  await made('confirm-credit', creditOf(payment));
  return payment;
}

async function anAuthorisation({ one, made }: Engines): Promise<string> {
  const id = one.newId('C');
  const names = { referenceScope: merchantId, reference: id, operationReference: id };
  const asked = { ...owner, id, ...names, channel: 'WALLET', amountMinor, payerCode: '281234567890123450' };
  await made('create-authorisation', asked);
  await made('settle-authorisation', { authorisationId: id, result: { kind: 'succeeded', bankReference: `B${id}` } });
  return id;
}

const reverse = (paymentId: string): CommandOf<'reverse-payment'> => ({
  paymentId,
  merchantId,
  sameDay: true,
  details: {},
});

/** What the bank decides about a payment, whoever asks it; then how it ends, and what the ledger says of the bank. */
const ends: [bank: 'paid' | 'declined' | 'nothing', status: string, movedMinor: bigint][] = [
  ['paid', 'completed', amountMinor],
  ['declined', 'failed', 0n],
  ['nothing', 'closed', 0n],
];

describe('money back', () => {
  let store: CellStore;
  let sibling: CellStore;
  let close: () => Promise<void>;
  before(async () => {
    ({ store, sibling, close } = await postgresql.open());
  });
  after(() => close());

  for (const engines of [1, 2]) {
    describe(`with ${engines} engine${engines === 1 ? '' : 's'} on the cell`, () => {
      const open = () => openEngines([store, sibling].slice(0, engines));

      test('of 50 charges with one reference exactly one is accepted, and its channel is owed one call', async () => {
        const { one, all } = open();
        const { reference, referenceScope } = aCharge(one);
        const outcomes = await all((t) => t.engine.execute(0, 'create-payment', { ...aCharge(t), reference }));
        assert.deepEqual(tally(outcomes), { ok: 1, reference_repeated: crowd - 1 });
        const stored = await one.engine.find(0, 'paymentsByReference', referenceScope, reference);
        assert.deepEqual(
          outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.id] : [])),
          [stored?.id],
        );
        assert.ok(await one.engine.find(0, 'tasks', `send-payment:${stored?.id}`));
      });

      for (const [bank, status, movedMinor] of ends) {
        test(`a charge whose bank says "${bank}" ends ${status}, whoever takes it back at the same time`, async () => {
          const race = open();
          const { one, all, made, balance, advance } = race;
          const before = await Promise.all(accounts.map(balance));
          const payment = aCharge(one);
          const { id } = payment;
          await made('create-payment', { ...payment, expirySeconds: 45 });
          advance(45_000);
          await all((t, index): Promise<Outcome<unknown>> => {
            if (index % 4 === 0) return t.engine.execute(0, 'reverse-payment', reverse(id));
            if (index % 4 === 1) return t.engine.execute(0, 'expire-payment', { paymentId: id });
            if (bank === 'paid') return t.engine.execute(0, 'confirm-credit', creditOf(payment));
            if (bank === 'declined')
              return t.engine.execute(0, 'fail-payment', { paymentId: id, failure: 'payer_balance_insufficient' });
            const trouble = index % 4 === 2 ? 'io' : null;
            return t.engine.execute(0, 'await-answer', { subject: 'payment', id, during: 'query', trouble });
          });
          const refundId = (await one.engine.find(0, 'payments', id))?.lastRefundId ?? null;
          if (refundId !== null) {
            const back = { kind: 'succeeded', bankReference: `BACK${id}`, creditReference: `B${id}` } as const;
            const result = bank === 'paid' ? back : ({ kind: 'stopped' } as const);
            const outcomes = await all((t) =>
              t.engine.execute(0, 'settle-refund', { refundId, paymentId: id, result }),
            );
            assert.deepEqual(tally(outcomes), { ok: 1, already_final: crowd - 1 });
          }
          const ended = await one.engine.find(0, 'payments', id);
          const back = refundId === null ? 0n : movedMinor;
          assert.deepEqual([ended?.status, ended?.refundedMinor, ended?.refundingMinor], [status, back, 0n]);
          const feeMinor = ended?.feeMinor ?? 0n;
          const kept = refundId === null && bank === 'paid' ? amountMinor - feeMinor : 0n;
          const moved = [kept, 0n, back - movedMinor];
          assert.deepEqual(
            await Promise.all(accounts.map(balance)),
            before.map((balanceMinor, index) => balanceMinor + (moved[index] ?? 0n)),
          );
          const told = (await store.listNotifications(id)).map(({ event }) => event);
          assert.equal(told.includes('payment.completed'), bank === 'paid' && refundId === null);
        });
      }

      test('50 refunds at once never give back more than was paid', async () => {
        const race = open();
        const { one, all } = race;
        const payment = await aPaid(race);
        const outcomes = await all((t) =>
          t.engine.execute(0, 'create-refund', aRefund(payment, { id: t.newId('R'), amountMinor: 1_000n })),
        );
        assert.deepEqual(tally(outcomes), { ok: 10, refund_exceeds_rest: crowd - 10 });
        assert.equal((await one.engine.find(0, 'payments', payment.id))?.refundingMinor, 10_000n);
      });

      test('where one refund at a time is allowed, one of 50 is accepted; under one number all 50 are that one', async () => {
        const race = open();
        const { all } = race;
        const payment = await aPaid(race);
        const part = { amountMinor: 1_000n, oneAtATime: true };
        const ask = (reference: (id: string) => string) =>
          all((t) => {
            const id = t.newId('R');
            return t.engine.execute(0, 'create-refund', aRefund(payment, { id, ...part, reference: reference(id) }));
          });
        const named = await ask(() => 'R1');
        assert.deepEqual(tally(named), { ok: crowd });
        assert.equal(new Set(named.map((outcome) => outcome.ok && outcome.value.id)).size, 1);
        assert.deepEqual(tally(await ask((id) => id)), { refund_under_way: crowd });
      });

      test('of refunds and reversals at once either the reversal counts or refunds do, and one result of many', async () => {
        const race = open();
        const { one, all, balance } = race;
        const before = (await balance('available')) + (await balance('held'));
        const payment = await aPaid(race);
        const earned = (await balance('available')) + (await balance('held')) - before;
        const outcomes = await all((t, index): Promise<Outcome<unknown>> => {
          if (index % 2 === 0) return t.engine.execute(0, 'reverse-payment', reverse(payment.id));
          const part = { id: t.newId('R'), amountMinor: 1_000n, oneAtATime: true };
          return t.engine.execute(0, 'create-refund', aRefund(payment, part));
        });
        const half = crowd / 2;
        const reversed = outcomes[0]?.ok;
        assert.deepEqual(
          tally(outcomes),
          reversed
            ? { ok: half, payment_not_refundable: half }
            : { ok: 1, refund_under_way: half - 1, payment_not_reversible: half },
        );
        const paid = await one.engine.find(0, 'payments', payment.id);
        const refundId = paid?.lastRefundId ?? '';
        const settled = await all((t, index) =>
          t.engine.execute(0, 'settle-refund', {
            refundId,
            paymentId: payment.id,
            result:
              index % 2 === 0
                ? { kind: 'succeeded', bankReference: `BACK${refundId}` }
                : { kind: 'refused', failure: 'refund_forbidden' },
          }),
        );
        assert.deepEqual(tally(settled), { ok: 1, already_final: crowd - 1 });
        const refund = await one.engine.find(0, 'refunds', refundId);
        const spent = refund?.status === 'completed' ? refund.amountMinor - refund.feeMinor : 0n;
        assert.equal((await balance('available')) + (await balance('held')), before + earned - spent);
      });

      test('50 captures and releases at once never take more than was authorised', async () => {
        const race = open();
        const { one, all } = race;
        const authorisationId = await anAuthorisation(race);
        const outcomes = await all((t, index): Promise<Outcome<unknown>> => {
          const id = t.newId(index % 2 === 0 ? 'C' : 'R');
          const part = {
            ...owner,
            id,
            authorisationId,
            referenceScope: merchantId,
            reference: id,
            amountMinor: 1_000n,
          };
          return index % 2 === 0
            ? t.engine.execute(0, 'capture', { ...part, releaseRest: false, notifyUrl: null })
            : t.engine.execute(0, 'create-release', part);
        });
        assert.deepEqual(tally(outcomes), { ok: 10, authorisation_exceeded: crowd - 10 });
        const after = await one.engine.find(0, 'authorisations', authorisationId);
        assert.equal((after?.capturingMinor ?? 0n) + (after?.releasingMinor ?? 0n), 10_000n);
      });

      test('the books balance after the races', async () => {
        assert.deepEqual((await store.checkBooks()).differences, []);
      });
    });
  }
});
