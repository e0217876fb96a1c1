// How a share or a return meets the cell of its receiver: no channel stands between, and no answer of that cell is ever taken back.
import type { Outcome } from '../../core/reasons.ts';
import type { Leg } from '../../core/split/leg.ts';
import type { NotFound } from '../../engine/connector.ts';
import { cellOfId } from '../../kernel/id.ts';
import type { CallEngine, Decided, Undecided } from './call.ts';

/** Throws where a receiver has no id of the platform: none is named that is not there. */
export function cellOfReceiver(account: string): number {
  const cell = cellOfId(account);
  if (cell === undefined) throw new Error(`The receiver ${account} has no cell.`);
  return cell;
}

/** Nobody knows whether a command that was not answered was committed: its leg says so later. */
export function answerOf(outcome: Outcome<Leg>): Decided | Undecided {
  return outcome.ok ? { kind: 'decided', problem: outcome.value.problem } : { kind: 'unknown', trouble: 'io' };
}

export async function findLeg(engine: CallEngine, cell: number, id: string): Promise<Decided | NotFound> {
  const leg = await engine.find(cell, 'legs', id);
  return leg ? { kind: 'decided', problem: leg.problem } : { kind: 'not_found' };
}
