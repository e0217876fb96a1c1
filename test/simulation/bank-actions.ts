// What payers and the bank do: pay right, wrong, late, twice or nobody; tell the gateway, and tell it again.
import { derivedId } from '../../src/kernel/id.ts';
import type { Instrument } from '../../src/core/instrument/instrument.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import type { Credit } from './bank.ts';
import { isUnanswered, merchants, type Process, type World } from './world.ts';

/** Someone pays what waits for a payer. */
export async function payPayment(world: World, process: Process): Promise<void> {
  const waiting = world.rows.payments.filter((payment) => isPage(payment) && payment.status === 'pending');
  await pay(world, process, world.random.pickIfAny(waiting));
}

/** Someone pays what is final, or was paid before. */
export async function payLate(world: World, process: Process): Promise<void> {
  const final = world.rows.payments.filter((payment) => isPage(payment) && payment.status !== 'pending');
  await pay(world, process, world.random.pickIfAny(final));
}

/** Someone scans a code, or types a number, that can be paid many times, open or closed, within its bounds or not. */
export async function payInstrument(world: World, process: Process): Promise<void> {
  const { random, clock } = world;
  const codes = world.rows.instruments.filter((instrument) => instrument.paymentId === null);
  const open = codes.filter((instrument) => instrument.status === 'active');
  const instrument: Instrument | undefined = random.pickIfAny(random.chance(0.8) ? open : codes);
  if (!instrument) return;
  const bankReference = world.newId('B');
  const { minAmountMinor: least, maxAmountMinor: most } = instrument;
  const entered = random.chance(0.5)
    ? random.between(Number(least ?? 1n), Number(most ?? 100_000n))
    : random.between(1, 100_000);
  const isAsked = instrument.amountMinor !== null && random.chance(0.85);
  const amountMinor = isAsked ? (instrument.amountMinor ?? 0n) : BigInt(entered);
  const paymentId = derivedId('C', 0, clock.now(), bankReference);
  const command = { paymentId, instrumentId: instrument.id, bankReference, amountMinor };
  await book(world, process, { merchantId: instrument.merchantId, channel: instrument.channel, command });
}

/** Money for a payment that never was. */
export async function payNobody(world: World, process: Process): Promise<void> {
  const command = { paymentId: world.newId('C'), bankReference: world.newId('B'), amountMinor: 5000n };
  await book(world, process, { merchantId: merchants[0]?.id ?? '', channel: 'WEB', command });
}

/** The bank says once more what it said before, or could not say. */
export async function tellAgain(world: World, process: Process): Promise<void> {
  const { random, bank } = world;
  const untold = bank.credits.filter((credit) => credit.answer === 'none');
  const credit = random.pickIfAny(random.chance(0.6) ? untold : bank.credits);
  if (credit) await tell(world, process, credit);
}

/** The bank says that a payer did not pay after all. */
export async function decline(world: World, process: Process): Promise<void> {
  const payment = world.random.pickIfAny(world.rows.payments.filter((row) => isPage(row) && row.status === 'pending'));
  if (payment) await world.insist(process, 'fail-payment', { paymentId: payment.id, failure: 'network_rejected' });
}

/** The bank makes up its mind about a payout that it took. */
export async function decidePayout({ random, bank }: World): Promise<void> {
  const payout = random.pickIfAny([...bank.payouts.values()].filter(({ result }) => result === undefined));
  if (payout) bank.decide(payout);
}

/** The bank says by itself what became of a payout, perhaps not for the first time. */
export async function tellPayout(world: World, process: Process): Promise<void> {
  const { random, bank } = world;
  const payout = random.pickIfAny([...bank.payouts.values()]);
  if (!payout?.result) return;
  await world.insist(process, 'settle-payout', { payoutId: payout.id, result: payout.result });
}

/** The payer of an order pays it, or is refused; the gateway hears of the money at once, or only later. */
export async function decideOrder(world: World, process: Process): Promise<void> {
  const { random, bank } = world;
  const order = random.pickIfAny([...bank.wallet.orders.values()].filter(({ state }) => state === 'waiting'));
  if (!order) return;
  bank.wallet.decideOrder(order);
  if (order.credit && random.chance(0.3)) await tell(world, process, order.credit);
}

/** The wallet makes up its mind about what was to go back. */
export async function decideReturn({ random, bank }: World): Promise<void> {
  const asked = random.pickIfAny([...bank.wallet.returns.values()].filter(({ result }) => result === undefined));
  if (asked) bank.wallet.decideReturn(asked);
}

/** The wallet says by itself what became of it, perhaps not for the first time. */
export async function tellReturn(world: World, process: Process): Promise<void> {
  const asked = world.random.pickIfAny([...world.bank.wallet.returns.values()]);
  if (!asked?.result) return;
  const { id: refundId, paymentId, result } = asked;
  await world.insist(process, 'settle-refund', { refundId, paymentId, result });
}

/** What the wallet knows nothing of before it is paid. */
function isPage({ entry }: Payment): boolean {
  return entry === 'page';
}

async function pay(world: World, process: Process, payment: Payment | undefined): Promise<void> {
  const { random } = world;
  if (!payment) return;
  const wrong = random.chance(0.1) ? BigInt(random.between(1, 100)) : 0n;
  const amountMinor = payment.amountMinor + wrong;
  const command = { paymentId: payment.id, bankReference: world.newId('B'), amountMinor };
  await book(world, process, { merchantId: payment.merchantId, channel: payment.channel, command });
}

/** The bank books it in any case; the gateway hears of it at once, twice at once, or only later. */
async function book(world: World, process: Process, booked: Omit<Credit, 'answer'>): Promise<void> {
  const { random, bank } = world;
  const credit: Credit = { ...booked, answer: 'none' };
  bank.credits.push(credit);
  const other = random.pickIfAny(world.processes);
  if (random.chance(0.2)) return;
  await Promise.all([
    tell(world, process, credit),
    other && random.chance(0.15) ? tell(world, other, credit) : undefined,
  ]);
}

export async function tell(world: World, process: Process, credit: Credit): Promise<void> {
  const outcome = await world.ask(process, 'confirm-credit', credit.command);
  if (isUnanswered(outcome)) return;
  const answer = outcome.ok ? 'booked' : 'unknown_payment';
  if (credit.answer !== 'none' && credit.answer !== answer)
    throw new Error(`The gateway said ${credit.answer} of ${credit.command.bankReference}, and now ${answer}.`);
  credit.answer = answer;
}
