// Shares of payments: whom a merchant shares with, what he shares, and what he asks back.
import { restToReturn, restToSplit } from '../../src/core/split/split.ts';
import { aMerchant, merchants, ownerOf, type Process, type World } from './world.ts';

/** Mostly he adds one; now and then himself, who is refused, or he deletes one. */
export async function changeReceivers(world: World, process: Process): Promise<void> {
  const { id: merchantId } = aMerchant(world);
  const { id: account } = aMerchant(world);
  if (world.random.chance(0.3)) await world.ask(process, 'delete-receiver', { merchantId, account });
  else await addReceiver(world, process, merchantId, account);
}

function addReceiver(world: World, process: Process, merchantId: string, account: string) {
  const named = { merchantId, account, name: 'R', relation: 'PARTNER', details: {} };
  return world.insist(process, 'add-receiver', named);
}

/** Of a completed payment to some of the others, as much as is left or more; now and then twice at once. */
export async function split(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const paid = rows.payments.filter(({ status }) => status === 'completed');
  const payment = random.pickIfAny(random.chance(0.95) ? paid : rows.payments);
  if (!payment) return;
  const { id: paymentId, merchantId, appId } = payment;
  const accounts = merchants.map(({ id }) => id).filter((id) => id !== merchantId && random.chance(0.6));
  // Mostly he has named them before.
  for (const account of accounts) if (random.chance(0.9)) await addReceiver(world, process, merchantId, account);
  const [most, parts] = [restToSplit(payment), BigInt(accounts.length)];
  if (parts === 0n) return;
  const each = random.chance(0.1) ? payment.amountMinor : most / parts / BigInt(random.between(1, 3));
  const earlier = random.pickIfAny(rows.shares);
  const splitId = world.newId('S');
  const command = {
    splitId,
    paymentId,
    merchantId,
    appId,
    referenceScope: ownerOf({ id: merchantId }).referenceScope,
    reference: earlier && random.chance(0.1) ? earlier.reference : splitId,
    shares: accounts.map((account) => ({
      id: world.newId('SH'),
      account,
      amountMinor: each > 0n ? each : 1n,
      details: {},
    })),
    endsSplitting: random.chance(0.1),
  };
  const second = random.chance(0.15) ? random.pickIfAny(world.processes) : undefined;
  const shares = command.shares.map((share) => ({ ...share, id: world.newId('SH') }));
  await Promise.all([
    world.insist(process, 'create-split', command),
    second &&
      world.insist(second, 'create-split', { ...command, splitId: `${splitId}b`, reference: `${splitId}b`, shares }),
  ]);
  // Before their shares are on their way to them.
  if (random.chance(0.3))
    for (const account of accounts) await world.ask(process, 'delete-receiver', { merchantId, account });
}

/** All of a share or a part of it; now and then more than there is. */
export async function askBack(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const paid = rows.shares.filter(({ status }) => status === 'completed');
  const share = random.pickIfAny(random.chance(0.9) ? paid : rows.shares);
  if (!share) return;
  const { id: shareId, merchantId, appId, referenceScope, amountMinor } = share;
  const rest = restToReturn(share);
  const part = rest > 1n && random.chance(0.7) ? BigInt(random.between(1, Number(rest))) : amountMinor;
  const id = world.newId('SR');
  const earlier = random.pickIfAny(rows.shareReturns);
  const reference = earlier && random.chance(0.1) ? earlier.reference : id;
  const command = { id, shareId, merchantId, appId, referenceScope, reference, amountMinor: part, details: {} };
  await world.insist(process, 'create-share-return', command);
}
