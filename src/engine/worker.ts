// What runs work that a commit owed: tasks, notifications. What it has in memory is a copy of rows; whatever it drops, or
// loses with the process, is claimed again when its lease ends.

export interface Worker<Row> {
  /** Runs rows that this process committed and leased: the engine's `onStarted`. Returns at once, never throws. */
  start(cell: number, rows: readonly Row[]): void;
  /** Claims rows that are due and starts them; answers how many. Rejects when the database does not answer. */
  sweep(): Promise<number>;
  /** Resolves when nothing is in memory. */
  drained(): Promise<void>;
  /** Takes nothing more, drops what is in line, and resolves when what is under way is committed. */
  stop(): Promise<void>;
}
