// Which commands change nothing when they are said a second time, and how they are then said.
import type { CommandName } from '../../src/core/commands.ts';
import type { IdPrefix } from '../../src/kernel/id.ts';
import type { Rows } from './rows.ts';

/** The others are new each time: a try to deliver, an operator's wish, a query, a code in the place of a closed one, a refund after one that was refused. */
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
]);

/** Whether it changes nothing now: the sweep comes back to an order whose reversal was refused. */
export function changesNothing({ name, command }: { name: CommandName; command: object }, { payments }: Rows): boolean {
  if (name !== 'expire-payment') return replayable.has(name);
  const paymentId = 'paymentId' in command ? command.paymentId : undefined;
  return payments.find(({ id }) => id === paymentId)?.entry === 'page';
}

/** A merchant repeats itself with a new id and the same reference, all others use the same words. */
export function again(newId: (prefix: IdPrefix) => string, name: CommandName, command: object): object {
  if (name === 'create-payment') return { ...command, id: newId('C') };
  if (name === 'create-payout') return { ...command, id: newId('D') };
  if (name === 'create-refund') return { ...command, id: newId('R') };
  if (name !== 'create-instrument') return command;
  const single = 'paymentId' in command && command.paymentId !== null;
  return { ...command, id: newId('QR'), paymentId: single ? newId('C') : null };
}
