// What payers are asked for and answer: mandates, by which they are debited, and identity checks.
import { failures } from '../../src/core/failure.ts';
import { aDebit, aMandate, anIdentityCheck } from '../support/commands.ts';
import { aMerchant, anAmount, ownerOf, type Process, type World } from './world.ts';

export async function createMandate(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const id = world.newId('TK');
  const earlier = random.pickIfAny(rows.mandates);
  const command = aMandate(process.test, {
    ...ownerOf(aMerchant(world)),
    id,
    reference: earlier && random.chance(0.1) ? earlier.reference : id,
    channel: random.chance(0.8) ? 'DEBIT' : 'DEBIT_2',
  });
  await world.insist(process, 'create-mandate', command);
}

/** A payer agrees or declines; now and then he, or somebody else, has answered already. */
export async function decideMandate(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const waiting = rows.mandates.filter(({ status }) => status === 'requested');
  const mandate = random.pickIfAny(random.chance(0.9) ? waiting : rows.mandates);
  if (!mandate) return;
  await world.insist(process, 'decide-mandate', { mandateId: mandate.id, agreed: random.chance(0.7) });
}

export async function cancelMandate(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const active = rows.mandates.filter(({ status }) => status === 'active');
  const mandate = random.pickIfAny(random.chance(0.8) ? active : rows.mandates);
  if (!mandate) return;
  await world.insist(process, 'cancel-mandate', {
    mandateId: mandate.id,
    by: random.pick(['merchant', 'platform', 'payer'] as const),
  });
}

/** Mostly by a mandate that is there; now and then by one that has ended, is another merchant's, or is for another channel. */
export async function createDebit(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const active = rows.mandates.filter(({ status }) => status === 'active');
  const mandate = random.pickIfAny(random.chance(0.8) ? active : rows.mandates);
  if (!mandate) return;
  const { merchantId, appId, referenceScope, channel } = mandate;
  const stranger = random.chance(0.05) ? ownerOf(aMerchant(world)) : {};
  const id = world.newId('C');
  const command = aDebit(process.test, mandate.id, {
    merchantId,
    appId,
    referenceScope,
    id,
    reference: id,
    ...stranger,
    channel: random.chance(0.05) ? 'DEBIT_2' : channel,
    amountMinor: anAmount(world),
    expirySeconds: random.between(30, 10_000),
  });
  const second = random.chance(0.1) ? random.pickIfAny(world.processes) : undefined;
  await Promise.all([
    world.insist(process, 'create-payment', command),
    // The same number twice at once: an impatient merchant.
    second && world.insist(second, 'create-payment', { ...command, id: world.newId('C') }),
  ]);
}

export async function createIdentityCheck(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const id = world.newId('EK');
  const earlier = random.pickIfAny(rows.identityChecks);
  const reference = earlier && random.chance(0.1) ? earlier.reference : id;
  const command = anIdentityCheck(process.test, { ...ownerOf(aMerchant(world)), id, reference });
  await world.insist(process, 'create-identity-check', command);
}

/** The channel believes him or it does not; now and then it says both at once. */
export async function decideIdentityCheck(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const waiting = rows.identityChecks.filter(({ status }) => status === 'pending');
  const check = random.pickIfAny(random.chance(0.9) ? waiting : rows.identityChecks);
  if (!check) return;
  const { id: identityCheckId } = check;
  const person = { fullName: 'Maria', birthDate: '1990-01-31', idType: 'Passport', idNumberMasked: '****567A' };
  const passed = { identityCheckId, verdict: 'passed', person } as const;
  const rejected = { identityCheckId, verdict: 'rejected', failure: random.pick(failures), person: null } as const;
  const first = random.chance(0.5);
  const other = random.chance(0.2) ? random.pickIfAny(world.processes) : undefined;
  await Promise.all([
    world.insist(process, 'decide-identity-check', first ? passed : rejected),
    other && world.insist(other, 'decide-identity-check', first ? rejected : passed),
  ]);
}
