// What the tasks and the fresh look know of whatever waits for a channel: how to hand it over, how to ask what became of it,
// and which command ends it. Each subject is one such description, in the file of its name.
import type { CallSubject } from '../../core/call/call.ts';
import type { Outcome } from '../../core/reasons.ts';
import type { SplitProblem } from '../../core/split/split.ts';
import type { Answer, Connector, Connectors, NotFound, PaymentAnswer, RefundAnswer } from '../../engine/connector.ts';
import type { Directory } from '../../engine/directory.ts';
import type { Engine, RowOf } from '../../engine/engine.ts';

/** What another cell of the platform said of a share or a return; null: it was booked there. */
export interface Decided {
  readonly kind: 'decided';
  readonly problem: SplitProblem | null;
}

type AnyAnswer = Answer | PaymentAnswer | RefundAnswer | Decided;

/** The channel has it and works on it, or nobody knows what became of it. */
export type Undecided = Extract<AnyAnswer, { kind: 'in_progress' | 'unknown' }>;

/** The channel has decided. */
export type Definite = Exclude<AnyAnswer, Undecided>;

/** One pending subject, as it was when it was read. */
export interface Call<Result extends Definite = Definite> {
  /** The code of its channel; null: the platform itself carries it out, in another of its cells. */
  readonly channel: string | null;
  /** Whether it must not reach the channel any more, should it not be there yet. */
  readonly withheld?: boolean;
  /** Hands it over under its own id; undefined when the connector cannot. */
  send(connector: Connector): Promise<Result | Undecided> | undefined;
  /** Asks what became of it; undefined when the connector cannot. */
  query(connector: Connector): Promise<Result | Undecided | NotFound> | undefined;
  /** Commits the channel's decision. */
  settle(result: Result): Promise<Outcome<unknown>>;
}

export type CallEngine = Pick<Engine, 'execute' | 'find'>;

/** The description of a subject; undefined when it is final. Rejects when there is no such row. */
export type OpenCall = (engine: CallEngine, cell: number, id: string) => Promise<Call | undefined>;

/** Where calls find their channels and connectors. */
export interface CallDeps {
  readonly directory: Pick<Directory, 'channel'>;
  readonly connectors: Connectors;
}

const tables = {
  payout: 'payouts',
  payment: 'payments',
  refund: 'refunds',
  authorisation: 'authorisations',
  release: 'releases',
  share: 'shares',
  'share-return': 'shareReturns',
} as const satisfies Record<CallSubject, string>;

/** The row of a subject while it waits for its channel. */
export async function findPending<Subject extends CallSubject>(
  engine: CallEngine,
  cell: number,
  subject: Subject,
  id: string,
): Promise<RowOf<(typeof tables)[Subject]> | undefined> {
  const row = await engine.find(cell, tables[subject], id);
  if (!row) throw new Error(`There is no ${subject} ${id}.`);
  return row.status === 'pending' ? row : undefined;
}

/** Who carries a call out; calls of one lane share their limits. */
interface Carrier {
  readonly lane: string;
  readonly connector: Connector;
}

/** The platform has nothing that a connector could do: such a call brings its own means. */
const platform: Carrier = { lane: 'platform', connector: { code: 'platform' } };

/** The connector of a call's channel, in the words of the catalogue; undefined when the channel is gone. */
export function connectorOf({ directory, connectors }: CallDeps, call: Call): Carrier | undefined {
  if (call.channel === null) return platform;
  const channel = directory.channel(call.channel);
  return channel && { lane: channel.connector, connector: connectors.of(channel) };
}
