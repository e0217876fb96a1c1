// Which commands change nothing when they are said a second time, and how they are then said.
import type { CommandName, CommandOf } from '../../src/core/commands.ts';
import { qrSlot } from '../../src/core/instrument/instrument.ts';
import type { IdPrefix } from '../../src/kernel/id.ts';
import type { Rows } from './rows.ts';

/**
 * The others are new each time: a try to deliver, an operator's wish, a query, a code in the place of a closed one, a refund after one
 * that was refused, a release of all that is left, a receiver who was deleted.
 */
export const replayable: ReadonlySet<CommandName> = new Set<CommandName>([
  'create-payment',
  'confirm-credit',
  'fail-payment',
  'expire-payment',
  'close-payment',
  'expire-instrument',
  'create-payout',
  'settle-payout',
  'settle-refund',
  'settle-day',
  'fund',
  'create-mandate',
  'decide-mandate',
  'cancel-mandate',
  'expire-mandate',
  'create-identity-check',
  'decide-identity-check',
  'expire-identity-check',
  'create-authorisation',
  'settle-authorisation',
  'capture',
  'settle-release',
  'create-split',
  'receive-share',
  'settle-share',
  'create-share-return',
  'give-share-back',
  'settle-share-return',
]);

/** Whether it changes nothing now: the sweep comes back to an order whose reversal was refused. */
export function changesNothing({ name, command }: { name: CommandName; command: object }, { payments }: Rows): boolean {
  if (name !== 'expire-payment') return replayable.has(name);
  const paymentId = 'paymentId' in command ? command.paymentId : undefined;
  return payments.find(({ id }) => id === paymentId)?.entry === 'page';
}

/** A merchant repeats itself with a new id and the same reference, all others use the same words. */
export function again(newId: (prefix: IdPrefix) => string, name: CommandName, command: object): object {
  // A capture that took its authorisation's id and number over keeps them.
  if (name === 'capture' && isOwn(command as CommandOf<'capture'>)) return command;
  const prefix = prefixes[name];
  if (prefix !== undefined) return { ...command, id: newId(prefix) };
  if (name === 'create-split' && 'shares' in command) {
    const shares = command.shares as readonly object[];
    return { ...command, splitId: newId('S'), shares: shares.map((share) => ({ ...share, id: newId('SH') })) };
  }
  if (name !== 'create-instrument') return command;
  const single = 'paymentId' in command && command.paymentId !== null;
  const isAccount = 'slot' in command && command.slot !== qrSlot;
  return { ...command, id: newId(isAccount ? 'VA' : 'QR'), paymentId: single ? newId('C') : null };
}

function isOwn({ id, authorisationId }: CommandOf<'capture'>): boolean {
  return id === authorisationId;
}

/** Of what has one id, which is new each time. */
const prefixes: Readonly<Partial<Record<CommandName, IdPrefix>>> = {
  'create-payment': 'C',
  'create-payout': 'D',
  'create-refund': 'R',
  'create-mandate': 'TK',
  'create-identity-check': 'EK',
  'create-authorisation': 'C',
  capture: 'C',
  'create-release': 'R',
  'create-share-return': 'SR',
};
