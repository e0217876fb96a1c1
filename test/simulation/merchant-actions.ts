// What merchants do: create payments, codes and payouts, change and cancel codes, and repeat themselves.
import { qrSlot } from '../../src/core/instrument/instrument.ts';
import { aPayment, aPayout, anInstrument } from '../support/commands.ts';
import { again } from './replays.ts';
import { merchants, ownerOf, type Process, type World } from './world.ts';

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

function aMerchant(world: World): (typeof merchants)[number] {
  const merchant = world.random.pickIfAny(merchants);
  if (!merchant) throw new Error('There are no merchants.');
  return merchant;
}

/** Mostly a plausible one; some are below every channel's limit, many are so small that fees matter. */
function anAmount({ random }: World): bigint {
  if (random.chance(0.03)) return BigInt(random.between(1, 99));
  return BigInt(random.chance(0.3) ? random.between(100, 2000) : random.between(2000, 200_000));
}

function aReference(world: World) {
  const instrument = world.random.pickIfAny(world.rows.instruments);
  return instrument && { referenceScope: instrument.referenceScope, reference: instrument.reference, slot: qrSlot };
}

function availableOf(world: World, merchantId: string): bigint {
  const account = world.rows.accounts.find((row) => row.merchantId === merchantId && row.kind === 'available');
  return account ? account.credits - account.debits : 0n;
}
