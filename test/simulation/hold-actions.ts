// Money that a payer's wallet keeps aside: authorised, captured in parts, released, and what the wallet says of it.
import type { Authorisation } from '../../src/core/authorisation/authorisation.ts';
import { aMerchant, anAmount, ownerOf, type Process, type World } from './world.ts';

export async function authorise(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const id = world.newId('C');
  const earlier = random.pickIfAny(rows.authorisations);
  await world.insist(process, 'create-authorisation', {
    ...ownerOf(aMerchant(world)),
    id,
    reference: earlier && random.chance(0.05) ? earlier.reference : id,
    operationReference: earlier && random.chance(0.05) ? earlier.operationReference : id,
    channel: 'WALLET',
    amountMinor: anAmount(world),
    payerCode: '28',
    details: {},
  });
}

/** A part of what is kept aside is taken, or all of it; the first capture may have the authorisation's own id and number. */
export async function capture(world: World, process: Process): Promise<void> {
  const { random } = world;
  const authorisation = anAuthorisation(world);
  if (!authorisation) return;
  const { id: authorisationId, merchantId, appId, referenceScope, reference } = authorisation;
  const isOwn = random.chance(0.2);
  const id = isOwn ? authorisationId : world.newId('C');
  const command = {
    id,
    authorisationId,
    merchantId,
    appId,
    referenceScope,
    reference: isOwn ? reference : id,
    amountMinor: aPart(world, authorisation),
    releaseRest: random.chance(0.3),
    notifyUrl: random.chance(0.1) ? null : 'http://merchant.test/notify',
    details: {},
  };
  const second = random.chance(0.15) ? random.pickIfAny(world.processes) : undefined;
  await Promise.all([
    world.insist(process, 'capture', command),
    // Another one at the same time, for which there may not be enough.
    second && world.insist(second, 'capture', { ...command, id: world.newId('C'), reference: world.newId('C') }),
  ]);
}

/** A part of it is released, or all that is left, which cancels what is not decided. */
export async function release(world: World, process: Process): Promise<void> {
  const { random } = world;
  const authorisation = anAuthorisation(world);
  if (!authorisation) return;
  const { id: authorisationId, merchantId, appId, referenceScope } = authorisation;
  const id = world.newId('R');
  const owner = { id, authorisationId, merchantId, appId, details: {} };
  const part = { referenceScope, reference: id, amountMinor: aPart(world, authorisation) };
  await world.insist(
    process,
    'create-release',
    random.chance(0.6) ? { ...owner, ...part } : { ...owner, amountMinor: null },
  );
}

/** The wallet makes up its mind about what it was to keep aside, or to give free. */
export async function decideHold({ random, bank }: World): Promise<void> {
  const { kept, freed, decideHold: decide, decideFreed } = bank.wallet.holds;
  const hold = random.pickIfAny([...kept.values()].filter(({ result }) => !result));
  const asked = random.pickIfAny([...freed.values()].filter(({ result }) => !result));
  if (hold && (!asked || random.chance(0.5))) decide(hold);
  else if (asked) decideFreed(asked);
}

/** The wallet says by itself what became of it, perhaps not for the first time. */
export async function tellHold(world: World, process: Process): Promise<void> {
  const { random, bank } = world;
  const { kept, freed } = bank.wallet.holds;
  const hold = random.pickIfAny([...kept.values()]);
  if (hold?.result)
    await world.insist(process, 'settle-authorisation', { authorisationId: hold.id, result: hold.result });
  const asked = random.pickIfAny([...freed.values()]);
  if (!asked?.result) return;
  const { id: releaseId, hold: of, result } = asked;
  await world.insist(process, 'settle-release', { releaseId, authorisationId: of.id, result });
}

/** Mostly one of which something is left; now and then one that is not decided, or is over. */
function anAuthorisation({ random, rows }: World): Authorisation | undefined {
  const open = rows.authorisations.filter(({ status }) => status === 'authorised');
  return random.pickIfAny(random.chance(0.85) ? open : rows.authorisations);
}

/** All of it now and then, which may be more than is left. */
function aPart({ random }: World, { amountMinor }: Authorisation): bigint {
  return random.chance(0.2) || amountMinor === 1n ? amountMinor : BigInt(random.between(1, Number(amountMinor) - 1));
}
