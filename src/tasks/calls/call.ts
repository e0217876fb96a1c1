// What the tasks and the fresh look know of whatever waits for a channel: how to hand it over, how to ask what became of it,
// and which command ends it. Each subject is one such description, in the file of its name.
import type { CallSubject } from '../../core/call/call.ts';
import type { Channel } from '../../core/channel/channel.ts';
import type { Outcome } from '../../core/reasons.ts';
import type { Answer, Connector, Connectors, NotFound, PaymentAnswer, RefundAnswer } from '../../engine/connector.ts';
import type { Directory } from '../../engine/directory.ts';
import type { Engine, RowOf } from '../../engine/engine.ts';

type AnyAnswer = Answer | PaymentAnswer | RefundAnswer;

/** The channel has it and works on it, or nobody knows what became of it. */
export type Undecided = Extract<AnyAnswer, { kind: 'in_progress' | 'unknown' }>;

/** The channel has decided. */
export type Definite = Exclude<AnyAnswer, Undecided>;

/** One pending subject, as it was when it was read. */
export interface Call<Result extends Definite = Definite> {
  /** The code of its channel. */
  readonly channel: string;
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

/** The channel of a call and its connector, in the words of the catalogue; undefined when the channel is gone. */
export function connectorOf(
  { directory, connectors }: CallDeps,
  call: Call,
): { channel: Channel; connector: Connector } | undefined {
  const channel = directory.channel(call.channel);
  return channel && { channel, connector: connectors.of(channel) };
}
