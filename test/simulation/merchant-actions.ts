// What merchants do: create and close payments, codes and payouts, change and cancel codes, take back, and repeat themselves.
import { dayMs } from '../../src/kernel/clock.ts';
import { aPayment, aPayout, aRefund, anInstrument } from '../support/commands.ts';
import { again } from './replays.ts';
import { aMerchant, anAmount, ownerOf, type Process, type World } from './world.ts';

export async function createPayment(world: World, process: Process): Promise<void> {
  const { random } = world;
  const owner = ownerOf(aMerchant(world));
  const id = world.newId('C');
  const earlier = random.pickIfAny(world.rows.payments);
  const change = {
    ...owner,
    id,
    reference: earlier && random.chance(0.1) ? earlier.reference : id,
    channel: random.chance(0.03) ? 'OFF' : 'WEB',
    amountMinor: anAmount(world),
    notifyUrl: random.chance(0.1) ? null : 'http://merchant.test/notify',
  };
  const others = world.processes.filter((other) => other !== process);
  const second = random.chance(0.1) ? random.pickIfAny(others) : undefined;
  await Promise.all([
    world.insist(process, 'create-payment', aPayment(process.test, change)),
    // The same order twice at once: an impatient merchant.
    second?.test && world.insist(second, 'create-payment', aPayment(second.test, { ...change, id: world.newId('C') })),
  ]);
}

/** A payment that the wallet charges, or takes an order for. */
export async function createOrder(world: World, process: Process): Promise<void> {
  const { random } = world;
  const id = world.newId('C');
  const earlier = random.pickIfAny(world.rows.payments);
  const code = random.chance(0.5) ? ({ entry: 'code', payerCode: '28' } as const) : ({ entry: 'order' } as const);
  const command = aPayment(process.test, {
    ...ownerOf(aMerchant(world)),
    ...code,
    id,
    reference: earlier && random.chance(0.05) ? earlier.reference : id,
    channel: 'WALLET',
    expirySeconds: random.between(30, 10_000),
    amountMinor: anAmount(world),
    notifyUrl: random.chance(0.1) ? null : 'http://merchant.test/notify',
  });
  await world.insist(process, 'create-payment', command);
}

/** What the channel refused is tried again, under the same reference. */
export async function tryRefundAgain(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const refused = random.pickIfAny(rows.refunds.filter(({ kind, status }) => kind === 'refund' && status === 'failed'));
  const payment = rows.payments.find(({ id }) => id === refused?.paymentId);
  if (!refused || !payment) return;
  const { reference, amountMinor } = refused;
  const command = aRefund(payment, { id: world.newId('R'), reference, amountMinor });
  await world.insist(process, 'create-refund', command);
}

/** Some or all of a payment is to go back; now and then in the words of an earlier request, or twice at once. */
export async function createRefund(world: World, process: Process): Promise<void> {
  const { random } = world;
  const paid = world.rows.payments.filter(({ status }) => status === 'completed');
  const payment = random.pickIfAny(random.chance(0.95) ? paid : world.rows.payments);
  if (!payment) return;
  const earlier = random.pickIfAny(
    world.rows.refunds.filter(({ paymentId, kind }) => paymentId === payment.id && kind === 'refund'),
  );
  const same = random.chance(0.4) ? earlier : undefined;
  const id = world.newId('R');
  const left = payment.amountMinor - payment.refundedMinor - payment.refundingMinor;
  const part = random.chance(0.5) || left <= 1n ? left : BigInt(random.between(1, Number(left) - 1));
  const fresh = random.chance(0.05) || part === 0n ? payment.amountMinor : part;
  const command = aRefund(payment, {
    id,
    reference: same?.reference ?? id,
    amountMinor: same && random.chance(0.9) ? same.amountMinor : fresh,
    feeReturn: random.chance(0.7) ? 'in_proportion' : 'none',
    oneAtATime: random.chance(0.2),
    windowMs: random.chance(0.1) ? dayMs : null,
  });
  const second = random.chance(0.2) ? random.pickIfAny(world.processes) : undefined;
  await Promise.all([
    world.insist(process, 'create-refund', command),
    second && world.insist(second, 'create-refund', { ...command, id: world.newId('R') }),
  ]);
}

/** A payment is to be taken back as if it had never been; of those that wait, only what the wallet can stop. */
export async function reversePayment(world: World, process: Process): Promise<void> {
  const { random } = world;
  const payment = random.pickIfAny(
    world.rows.payments.filter(({ entry, status }) => entry !== 'page' || (status !== 'pending' && random.chance(0.3))),
  );
  if (!payment) return;
  const { id: paymentId, merchantId } = payment;
  const command = { paymentId, merchantId, sameDay: random.chance(0.5), details: {} };
  // Now and then under a number, of which there are few.
  const asVoid = { referenceScope: `${merchantId}.voids`, reference: String(random.between(1, 200)) };
  await world.insist(process, 'reverse-payment', random.chance(0.4) ? { ...command, asVoid } : command);
}

/** What waits on a page is no longer wanted; now and then what cannot be closed so. */
export async function closePayment(world: World, process: Process): Promise<void> {
  const { random } = world;
  const waiting = world.rows.payments.filter(({ entry, status }) => entry === 'page' && status === 'pending');
  const payment = random.pickIfAny(random.chance(0.9) ? waiting : world.rows.payments);
  if (payment) await world.insist(process, 'close-payment', { paymentId: payment.id, merchantId: payment.merchantId });
}

export async function createInstrument(world: World, process: Process): Promise<void> {
  const { random } = world;
  const earlier = random.chance(0.3) ? random.pickIfAny(world.rows.instruments) : undefined;
  const owner = earlier
    ? { merchantId: earlier.merchantId, appId: earlier.appId, referenceScope: earlier.referenceScope }
    : ownerOf(aMerchant(world));
  const id = world.newId('QR');
  const single = random.chance(0.4);
  const command = anInstrument(process.test, {
    ...owner,
    id,
    reference: earlier?.reference ?? id,
    paymentId: single ? world.newId('C') : null,
    amountMinor: single || random.chance(0.4) ? anAmount(world) : null,
    expirySeconds: random.chance(0.5) ? random.between(30, 7200) : null,
    repeat: random.chance(0.5) ? 'return' : 'refuse',
  });
  await world.ask(process, 'create-instrument', command);
}

/** A number that stays, with bounds or without, until somebody closes it or until a time; now and then one that an order has. */
export async function openAccount(world: World, process: Process): Promise<void> {
  const { random, rows, clock } = world;
  const earlier = random.chance(0.3) ? random.pickIfAny(rows.instruments) : undefined;
  const owner = earlier ? ownerOf({ id: earlier.merchantId }) : ownerOf(aMerchant(world));
  const id = world.newId('VA');
  const least = random.between(1, 50_000);
  const command = anInstrument(process.test, {
    ...owner,
    id,
    reference: earlier?.reference ?? id,
    slot: 'ACCOUNT',
    channel: 'ACCOUNT',
    minAmountMinor: random.chance(0.6) ? BigInt(least) : undefined,
    maxAmountMinor: random.chance(0.6) ? BigInt(least + random.between(0, 50_000)) : undefined,
    expiresAt: random.chance(0.3) ? clock.now() + random.between(1, 3 * dayMs) : undefined,
    repeat: random.chance(0.5) ? 'return' : 'refuse',
  });
  const second = random.chance(0.2) ? random.pickIfAny(world.processes) : undefined;
  await Promise.all([
    world.ask(process, 'create-instrument', command),
    second && world.ask(second, 'create-instrument', { ...command, id: world.newId('VA') }),
  ]);
}

export async function updateInstrument(world: World, process: Process): Promise<void> {
  const name = aReference(world);
  if (!name) return;
  const details = { remark: world.random.between(1, 9) };
  await world.ask(process, 'update-instrument', { ...name, notifyUrl: 'http://merchant.test/other', details });
}

export async function cancelInstrument(world: World, process: Process): Promise<void> {
  const name = aReference(world);
  if (name) await world.ask(process, 'cancel-instrument', name);
}

export async function createPayout(world: World, process: Process): Promise<void> {
  const { random } = world;
  const merchant = aMerchant(world);
  const id = world.newId('D');
  const earlier = random.pickIfAny(world.rows.payouts.filter((payout) => payout.merchantId === merchant.id));
  const command = aPayout(process.test, {
    ...ownerOf(merchant),
    id,
    reference: earlier && random.chance(0.08) ? earlier.reference : id,
    idempotencyKey: earlier && random.chance(0.08) ? earlier.idempotencyKey : id,
    amountMinor: random.chance(0.1) ? availableOf(world, merchant.id) : anAmount(world),
  });
  await world.insist(process, 'create-payout', command);
}

/** A deposit; now and then one that was booked before. */
export async function fund(world: World, process: Process): Promise<void> {
  const { random, fundings } = world;
  const [earlierId, earlier] = (random.chance(0.2) && random.pickIfAny([...fundings])) || [];
  const deposit = earlier ?? { merchantId: aMerchant(world).id, amountMinor: 10n * anAmount(world) };
  const id = earlierId ?? world.newId('B');
  fundings.set(id, deposit);
  await world.insist(process, 'fund', { id, ...deposit, currency: 'PHP' });
}

/** Whoever got no answer asks again. */
export async function askAgain(world: World, process: Process): Promise<void> {
  const index = world.random.between(0, world.unanswered.length - 1);
  const [said] = world.unanswered.splice(index, 1);
  if (said) await world.insist(process, said.name, again(world.newId, said.name, said.command) as never);
}

function aReference(world: World) {
  const instrument = world.random.pickIfAny(world.rows.instruments);
  if (!instrument) return undefined;
  const { referenceScope, reference, slot } = instrument;
  return { referenceScope, reference, slot };
}

function availableOf(world: World, merchantId: string): bigint {
  const account = world.rows.accounts.find((row) => row.merchantId === merchantId && row.kind === 'available');
  return account ? account.credits - account.debits : 0n;
}
