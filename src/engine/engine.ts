// Decides commands in memory and commits them in groups: one transaction a batch, with a constant number of statements.
import type { Clock } from '../kernel/clock.ts';
import type { CommandName, CommandOf, ValueOf } from '../core/commands.ts';
import type { Notification } from '../core/notification/notification.ts';
import type { Outcome } from '../core/reasons.ts';
import type { CellTables, LookupName, lookups } from '../core/state.ts';
import type { Task } from '../core/task.ts';
import type { Dialect } from './dialect.ts';
import type { Directory } from './directory.ts';
import type { CellStore } from './store.ts';

/** Work that a batch committed and that this process has to itself until its lease ends. */
export interface StartedWork {
  readonly cell: number;
  readonly tasks: readonly Task[];
  readonly notifications: readonly Notification[];
}

export type RowOf<Lookup extends LookupName> = CellTables[(typeof lookups)[Lookup]['table']];

export interface Engine {
  /**
   * Decides one command and answers when its batch is committed. Never rejects: `unavailable` when the database did
   * not answer (the command may or may not have been committed) or too many commands wait, `internal` when the rule itself
   * broke.
   */
  execute<Name extends CommandName>(
    cell: number,
    name: Name,
    command: CommandOf<Name>,
  ): Promise<Outcome<ValueOf<Name>>>;
  /** One committed row, without locks; reads that arrive together share their statements. Rejects when the database does not answer. */
  find<Lookup extends LookupName>(cell: number, lookup: Lookup, ...parts: string[]): Promise<RowOf<Lookup> | undefined>;
  /**
   * The row of that id as soon as `isDone` says so, or as it is when `timeoutMs` of real time have passed, or when the gateway
   * stops. For dialects that answer with an outcome. Rejects when the database does not answer.
   */
  until<Lookup extends LookupName>(
    cell: number,
    lookup: Lookup,
    id: string,
    isDone: (row: RowOf<Lookup> | undefined) => boolean,
    timeoutMs: number,
  ): Promise<RowOf<Lookup> | undefined>;
  /** Ends every wait, now and later: what is asked is answered as it stands. To be called before the server closes. */
  endWaits(): void;
  store(cell: number): CellStore;
  readonly cells: number;
  /** Commands that wait for the next batch. */
  waiting(): number;
  /** Resolves when every accepted command is answered. */
  drained(): Promise<void>;
}

export interface EngineDeps {
  readonly stores: readonly CellStore[];
  readonly directory: Directory;
  readonly dialects: readonly Dialect[];
  readonly clock: Clock;
  /** How long started work belongs to this process; longer than any single call it makes. */
  readonly leaseMs: number;
  onStarted(work: StartedWork): void;
  onBatch(batch: { readonly cell: number; readonly size: number; readonly durationMs: number }): void;
  onBug(error: unknown, command: CommandName): void;
}
