// Which commands change nothing when they are said a second time, and how they are then said.
import type { CommandName } from '../../src/core/commands.ts';
import type { IdPrefix } from '../../src/kernel/id.ts';

/** The others are new each time: a try to deliver, an operator's wish, a query, a code in the place of a closed one. */
export const replayable: ReadonlySet<CommandName> = new Set<CommandName>([
  'create-payment',
  'confirm-credit',
  'fail-payment',
  'expire-payment',
  'expire-instrument',
  'create-payout',
  'settle-payout',
  'settle-day',
  'fund',
]);

/** A merchant repeats itself with a new id and the same reference, all others use the same words. */
export function again(newId: (prefix: IdPrefix) => string, name: CommandName, command: object): object {
  if (name === 'create-payment') return { ...command, id: newId('C') };
  if (name === 'create-payout') return { ...command, id: newId('D') };
  if (name !== 'create-instrument') return command;
  const single = 'paymentId' in command && command.paymentId !== null;
  return { ...command, id: newId('QR'), paymentId: single ? newId('C') : null };
}
