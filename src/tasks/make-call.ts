// What a task asks of a channel: what may be there already is asked for before it is handed over, what is surely not there is
// handed over, and whatever is not definite stays unknown and is never sent again without asking.
import type { Connector, NotFound } from '../engine/connector.ts';
import type { Call, Definite, Undecided } from './calls/call.ts';

export interface Answered {
  /** Which call was answered, or left without an answer. */
  readonly during: 'send' | 'query';
  readonly answer: Definite | Undecided;
}

/**
 * Makes one request within a time limit. A timeout and a thrown error are `unknown`; `absent` when the connector cannot;
 * undefined, with no request made, when there is no time left for it.
 */
export type Ask = <Reply>(
  request: () => Promise<Reply> | undefined,
) => Promise<Reply | Undecided | 'absent' | undefined>;

/** No answer came. */
export const unanswered = { kind: 'unknown', trouble: 'io' } as const;

/** What was not handed over and cannot be. */
export const refusedUnsent = { during: 'send', answer: { kind: 'refused', failure: 'channel_closed' } } as const;

/** Nobody can say what became of what may have been handed over: it is shown to operators. */
export const unknowable = { during: 'query', answer: unanswered } as const;

/** What became of the subject; undefined: nothing was learnt, and its task stays as it is until its lease ends. */
export async function makeCall(
  call: Call,
  connector: Connector,
  mayBeThere: boolean,
  ask: Ask,
): Promise<Answered | undefined> {
  if (mayBeThere) {
    const answer: Definite | Undecided | NotFound | 'absent' | undefined = await ask(() => call.query(connector));
    if (answer === 'absent') return unknowable;
    if (answer?.kind !== 'not_found') return answer && { during: 'query', answer };
  }
  if (call.withheld) return undefined;
  const answer = await ask(() => call.send(connector));
  return answer === 'absent' ? refusedUnsent : answer && { during: 'send', answer };
}
