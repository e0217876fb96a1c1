// Guards the books of a payment against every order of paying, closing, refunding, reversing, voiding and answering, one after the other or in one batch,
// beside a channel that knows what really happened. Nothing goes back that did not come, and the platform keeps no part
// of its fee for money that went back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CommandName, CommandOf } from '../commands.ts';
import { accountId } from '../ledger/ledger.ts';
import type { Payment } from '../payment/payment.ts';
import type { Refund } from './refund.ts';
import type { RefundResult } from './settle-refund.ts';
import { aPayment, aPayout, aRefund } from '../../../test/support/commands.ts';
import { createTestEngine, merchantId } from '../../../test/support/engine.ts';
import { createMemoryStore } from '../../../test/support/memory-store.ts';

type Command = {
  readonly [Name in CommandName]: { readonly name: Name; readonly command: CommandOf<Name> };
}[CommandName];

/** What happens in the world; some of it the gateway hears of. */
type Act =
  | { readonly kind: 'pay'; readonly other: boolean }
  | { readonly kind: 'tell' | 'decline' | 'reverse' | 'expire' | 'close' | 'day' | 'spend' }
  | { readonly kind: 'refund' | 'void'; readonly number: number }
  | { readonly kind: 'answer'; readonly which: number; readonly refuses: boolean };

interface Terms {
  readonly entry: 'order' | 'page';
  readonly amountMinor: bigint;
  readonly fixedMinor: bigint;
  readonly basisPoints: number;
  readonly settlementDays: number;
  /** What the refunds of each number ask for. */
  readonly parts: readonly bigint[];
}

const amounts = fc.bigInt({ min: 100n, max: 130n });
const terms: fc.Arbitrary<Terms> = amounts.chain((amountMinor) =>
  fc.record({
    entry: fc.constantFrom('order', 'page'),
    amountMinor: fc.constant(amountMinor),
    fixedMinor: fc.constantFrom(0n, 1n, 7n, amountMinor - 1n, amountMinor),
    basisPoints: fc.constantFrom(0, 60, 150, 5000),
    settlementDays: fc.constantFrom(0, 0, 1),
    parts: fc.array(fc.oneof(fc.bigInt({ min: 1n, max: 9n }), fc.bigInt({ min: 1n, max: amountMinor })), {
      minLength: 6,
      maxLength: 6,
    }),
  }),
);

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('pay' as const), other: fc.constantFrom(false, false, true) }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'tell',
        'tell',
        'decline',
        'reverse',
        'reverse',
        'expire',
        'close',
        'day',
        'spend' as const,
      ),
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('refund' as const), number: fc.nat({ max: 5 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('void' as const), number: fc.nat({ max: 2 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('answer' as const), which: fc.nat(), refuses: fc.boolean() }),
  },
);

/** Acts whose commands arrive together. */
const batches = fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 20 });

test('however a payment is paid, closed, refunded, reversed and voided, the books agree with the channel and the fee with what stayed', () =>
  fc.assert(
    fc.asyncProperty(terms, batches, fc.boolean(), async (given, all, paysFirst) => {
      const world = await createWorld(given);
      if (paysFirst) await world.play([{ kind: 'pay', other: false }, { kind: 'tell' }]);
      for (const acts of all) await world.play(acts);
      await world.end();
    }),
    { numRuns: 400 },
  ));

async function createWorld({ entry, amountMinor, fixedMinor, basisPoints, settlementDays, parts }: Terms) {
  const store = createMemoryStore();
  const t = createTestEngine([store], {
    merchant: { settlementDays, fees: { payment: { fixedMinor, basisPoints } } },
  });
  const bank = createBank(amountMinor);
  const payment = aPayment(t, { entry, channel: 'WALLET', amountMinor });
  await run([{ name: 'create-payment', command: payment }]);

  async function run(commands: readonly Command[]): Promise<void> {
    const outcomes = await Promise.all(
      commands.map(({ name, command }) => t.engine.execute(0, name, command as never)),
    );
    outcomes.forEach((outcome, index) => {
      const isBroken = !outcome.ok && (outcome.reason === 'internal' || outcome.reason === 'unavailable');
      assert.ok(!isBroken, `${commands[index]?.name} broke: ${String(t.bugs[0]?.error)}`);
    });
    await check();
  }

  async function rows(): Promise<{ paid: Payment; refunds: readonly Refund[] }> {
    const paid = (await store.load({ payments: [[payment.id]] })).payments?.[0];
    assert.ok(paid);
    return { paid, refunds: await store.listRefundsOfPayments([payment.id], 1000) };
  }

  async function balanceOf(kind: string): Promise<bigint> {
    const id = accountId(merchantId, 'PHP', kind as 'available');
    const account = (await store.load({ accounts: [[id]] })).accounts?.[0];
    return account ? account.credits - account.debits : 0n;
  }

  async function openDays() {
    return (await store.listDue(t.clock.now() + 7 * 86_400_000, 100)).settlements;
  }

  async function check(): Promise<void> {
    const { paid, refunds } = await rows();
    const sum = (some: readonly Refund[], field: 'amountMinor' | 'feeMinor') =>
      some.reduce((total, refund) => total + refund[field], 0n);
    const isOfSale = ({ heldFrom }: Refund) => heldFrom !== null;
    const pending = refunds.filter((refund) => refund.status === 'pending' && isOfSale(refund));
    const completed = refunds.filter((refund) => refund.status === 'completed' && isOfSale(refund));
    assert.deepEqual(
      [paid.refundingMinor, paid.refundedMinor, paid.feeReturnedMinor],
      [sum(pending, 'amountMinor'), sum(completed, 'amountMinor'), sum([...pending, ...completed], 'feeMinor')],
    );
    assert.ok(paid.refundedMinor + paid.refundingMinor <= paid.amountMinor);
    if (paid.refundedMinor + paid.refundingMinor === paid.amountMinor) {
      assert.equal(paid.feeReturnedMinor, paid.feeMinor, 'A part of the fee stayed.');
    }
    assert.equal(await balanceOf('held'), paid.refundingMinor);
    assert.equal(await balanceOf('fees'), paid.feeMinor - paid.feeReturnedMinor);
    const days = await store.load({ settlements: (await openDays()).map(({ settlementId }) => [settlementId]) });
    const inDays = (days.settlements ?? []).reduce((total, day) => total + day.amountMinor, 0n);
    assert.equal(await balanceOf('pending'), inDays);
    assert.deepEqual((await store.checkBooks()).differences, []);
  }

  /** The commands by which the gateway hears of an act, if it does. */
  async function commandsOf(done: Act): Promise<Command[]> {
    const { paid, refunds } = await rows();
    switch (done.kind) {
      case 'pay':
        bank.pay(done.other);
        return [];
      case 'tell':
        return bank.credit() ? [{ name: 'confirm-credit', command: { paymentId: paid.id, ...bank.credit()! } }] : [];
      case 'decline':
        return bank.decline()
          ? [{ name: 'fail-payment', command: { paymentId: paid.id, failure: 'channel_rejected' } }]
          : [];
      case 'reverse': {
        const asked = { paymentId: paid.id, merchantId, sameDay: false, details: {} };
        return [{ name: 'reverse-payment', command: asked }];
      }
      case 'void': {
        const asVoid = { referenceScope: 'voids', reference: `void-${done.number}` };
        const asked = { paymentId: paid.id, merchantId, sameDay: true, asVoid, details: {} };
        return [{ name: 'reverse-payment', command: asked }];
      }
      case 'close':
        return [{ name: 'close-payment', command: { paymentId: paid.id, merchantId } }];
      case 'expire':
        t.clock.advance(300_000);
        return [{ name: 'expire-payment', command: { paymentId: paid.id } }];
      case 'day':
        t.clock.advance(86_400_000);
        return (await openDays()).map((command) => ({ name: 'settle-day', command }));
      case 'spend': {
        const available = await balanceOf('available');
        return available < 100n ? [] : [{ name: 'create-payout', command: aPayout(t, { amountMinor: available }) }];
      }
      case 'refund': {
        const part = parts[done.number] ?? 1n;
        const number = `refund-${done.number}`;
        const asked = { id: t.newId('R'), reference: number, amountMinor: part };
        return [{ name: 'create-refund', command: aRefund(paid, asked) }];
      }
      case 'answer': {
        const waiting = refunds.filter(({ status }) => status === 'pending');
        const refund = waiting[done.which % waiting.length];
        if (!refund) return [];
        const result = bank.decide(refund, done.refuses);
        return [{ name: 'settle-refund', command: { refundId: refund.id, paymentId: paid.id, result } }];
      }
    }
  }

  return {
    async play(acts: readonly Act[]): Promise<void> {
      const commands: Command[] = [];
      for (const done of acts) commands.push(...(await commandsOf(done)));
      // A payout would hold money that the check looks for elsewhere: it is over before.
      for (const { name, command } of commands) {
        if (name !== 'create-payout') continue;
        const { ok } = await t.engine.execute(0, name, command);
        const result = { kind: 'succeeded', bankReference: command.id } as const;
        if (ok) await t.engine.execute(0, 'settle-payout', { payoutId: command.id, result });
      }
      await run(commands.filter(({ name }) => name !== 'create-payout'));
    },
    /** Whatever is on its way arrives; then the gateway knows of everything that the bank knows. */
    async end(): Promise<void> {
      for (const kind of ['tell', 'day'] as const) await run(await commandsOf({ kind }));
      for (;;) {
        const commands = await commandsOf({ kind: 'answer', which: 0, refuses: false });
        if (commands.length === 0) break;
        await run(commands);
      }
      assert.equal(-(await balanceOf('channel:WALLET')), bank.heldMinor());
    },
  };
}

/** The other side of the channel: the payment there, and what it decided of each refund and reversal. */
function createBank(amountMinor: bigint) {
  const decisions = new Map<string, RefundResult>();
  let paid: { readonly bankReference: string; readonly amountMinor: bigint } | undefined;
  let isOver = false;
  let backMinor = 0n;

  function give(refund: Refund): RefundResult {
    if (refund.kind === 'reversal' && !paid) {
      isOver = true;
      return { kind: 'stopped' };
    }
    const wholeMinor = refund.kind === 'reversal' && paid ? paid.amountMinor : refund.amountMinor;
    backMinor += wholeMinor;
    const made = { kind: 'succeeded', bankReference: `bank of ${refund.id}` } as const;
    if (refund.kind === 'refund') return made;
    return { ...made, creditReference: paid?.bankReference, amountMinor: wholeMinor };
  }

  return {
    pay(other: boolean): void {
      if (!paid && !isOver) paid = { bankReference: 'bank-1', amountMinor: other ? amountMinor - 1n : amountMinor };
    },
    credit: () => paid,
    /** Whether it refused the payment, now or before. */
    decline(): boolean {
      if (paid) return false;
      isOver = true;
      return true;
    },
    /** The same answer however often it is asked. */
    decide(refund: Refund, refuses: boolean): RefundResult {
      const known = decisions.get(refund.id);
      const decision = known ?? (refuses ? { kind: 'refused', failure: 'channel_rejected' } : give(refund));
      decisions.set(refund.id, decision);
      return decision;
    },
    heldMinor: () => (paid?.amountMinor ?? 0n) - backMinor,
  };
}
