// What the engine needs of a cell's rows. PostgreSQL implements it in store/, tests in memory; both pass one suite.
import type { Authorisation, Release } from '../core/authorisation/authorisation.ts';
import type { IdentityCheck } from '../core/identity/identity-check.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import type { Account, Transfer } from '../core/ledger/ledger.ts';
import type { Mandate } from '../core/mandate/mandate.ts';
import type { Attempt, Notification } from '../core/notification/notification.ts';
import type { Payment } from '../core/payment/payment.ts';
import type { Payout } from '../core/payout/payout.ts';
import type { Refund } from '../core/refund/refund.ts';
import type { SettleDay } from '../core/settlement/settlement.ts';
import type { Receiver, Share } from '../core/split/split.ts';
import type { CellTables, Keys, TableName } from '../core/state.ts';
import type { Task } from '../core/task.ts';
import type { Instant } from '../kernel/clock.ts';

export type Loaded = { readonly [Table in TableName]?: readonly CellTables[Table][] };

export interface RowChanges<Row> {
  readonly inserted: readonly Row[];
  readonly updated: readonly Row[];
  /** Ids. */
  readonly removed: readonly string[];
}

export type Changes = { readonly [Table in TableName]?: RowChanges<CellTables[Table]> };

export interface Transaction {
  /** The rows that the keys name, locked until the end, in a constant number of statements. */
  load(keys: Keys): Promise<Loaded>;
  /** Writes all changes, in a constant number of statements. */
  save(changes: Changes): Promise<void>;
}

/** Rows whose time has come. */
export interface DueWork {
  readonly checkouts: readonly string[];
  readonly mandates: readonly string[];
  readonly identityChecks: readonly string[];
  readonly payments: readonly string[];
  readonly instruments: readonly string[];
  readonly settlements: readonly SettleDay[];
}

/** What a statement lists. */
export type CompletedRows = Pick<CellTables, 'payments' | 'refunds' | 'payouts'>;
export type CompletedTable = keyof CompletedRows;

/** A place in a list by time: what follows it is later, or as late with a greater id. */
export interface Place {
  readonly at: Instant;
  readonly id: string;
}

export interface CompletedIn {
  readonly merchantId: string;
  readonly currency: string;
  readonly after: Place;
  readonly before: Instant;
}

/** `from` belongs to it, `to` does not. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** At least one of the spans; both must hold where both are given. */
export interface OfDay {
  readonly merchantId: string;
  readonly appId: string;
  readonly created?: Span | undefined;
  /** When it became final. */
  readonly completed?: Span | undefined;
  /** At least one of them. What was closed is on no such list. */
  readonly statuses: readonly Exclude<Payment['status'], 'closed'>[];
}

export interface CellStore {
  /** Commits when `work` resolves, rolls back when it rejects. Rejects with a StoreFault. */
  transact<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** The rows that the keys name, as committed, without locks. */
  load(keys: Keys): Promise<Loaded>;
  /** Takes due tasks for this process alone until `until`; another process takes them after that. */
  claimTasks(now: Instant, until: Instant, limit: number): Promise<Task[]>;
  /** The same for notifications whose next try is due. */
  claimNotifications(now: Instant, until: Instant, limit: number): Promise<Notification[]>;
  listDue(now: Instant, limit: number): Promise<DueWork>;
  /** What the slots of a reference hold now or held last, by slot (as bytes). */
  listInstruments(referenceScope: string, reference: string, limit: number): Promise<Instrument[]>;
  /** Payments created in `[from, to)` on any instrument that one of these slots of a reference held, oldest first. */
  listPaymentsOfReference(
    referenceScope: string,
    reference: string,
    slots: readonly string[],
    from: Instant,
    to: Instant,
    limit: number,
  ): Promise<Payment[]>;
  /** The payment that a channel knows under its own name for the money; payments by page are not looked for. */
  findPaymentByBankReference(merchantId: string, bankReference: string): Promise<Payment | undefined>;
  /** Operations on an authorisation, oldest first: its captures, their refunds, and its releases. */
  listCaptures(authorisationId: string, limit: number): Promise<Payment[]>;
  listReleases(authorisationId: string, limit: number): Promise<Release[]>;
  listRefundsOfPayments(paymentIds: readonly string[], limit: number): Promise<Refund[]>;
  /** Whom a merchant named as receivers, those that he deleted too, by id. */
  listReceivers(merchantId: string, limit: number): Promise<Receiver[]>;
  /** The shares of a split, in its order. */
  listShares(referenceScope: string, reference: string): Promise<Share[]>;
  /** Authorisations of one scope created in `[from, to)`, newest first. */
  listAuthorisations(referenceScope: string, from: Instant, to: Instant, limit: number): Promise<Authorisation[]>;
  /** What a merchant's user agreed to, and what became of it, newest first: not what he was asked for and did not give. */
  listMandatesOfUser(referenceScope: string, userId: string, limit: number): Promise<Mandate[]>;
  /** The mandates that were asked for under a number, by whichever app, newest first: for the sandbox. */
  listMandatesOfReference(reference: string, limit: number): Promise<Mandate[]>;
  /** The identity checks that were asked for under a number, by whichever app, newest first: for the sandbox. */
  listIdentityChecksOfReference(reference: string, limit: number): Promise<IdentityCheck[]>;
  /** Of an app's payments or payouts those that were created, or became final, in a span of time, newest first; and how many there are. */
  listOfDay<Table extends 'payments' | 'payouts'>(
    table: Table,
    within: OfDay,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly rows: CellTables[Table][]; readonly total: number }>;
  /** Reserves the next block of serials for this process: each is given once. */
  reserveSerials(): Promise<number>;
  listNotifications(subjectId: string): Promise<Notification[]>;
  listAttempts(notificationId: string): Promise<Attempt[]>;
  /** Payouts without a definite answer that were accepted before `before`, oldest first: for operators. */
  listUnsettledPayouts(before: Instant, limit: number): Promise<Payout[]>;
  /** The same for refunds and reversals. */
  listUnsettledRefunds(before: Instant, limit: number): Promise<Refund[]>;
  /** The same for shares that their receiver's cell has not decided. */
  listUnsettledShares(before: Instant, limit: number): Promise<Share[]>;
  /**
   * Of a merchant's transactions in one currency the completed ones, between a place and a time, by time of completion, then by id (as
   * bytes). Refunds that gave back nothing of his are left out.
   */
  listCompleted<Table extends CompletedTable>(
    table: Table,
    within: CompletedIn,
    limit: number,
  ): Promise<CompletedRows[Table][]>;
  /** All accounts and, in pages by id, all transfers: for check-books and the journal export. */
  listAccounts(afterId: string, limit: number): Promise<Account[]>;
  listTransfers(afterId: string, limit: number): Promise<Transfer[]>;
  /** Per account, what its transfers add up to, where that differs from the balance that is kept. */
  checkBooks(): Promise<BooksCheck>;
}

export interface BooksCheck {
  readonly accounts: number;
  readonly transfers: number;
  readonly differences: readonly {
    readonly accountId: string;
    readonly debits: bigint;
    readonly credits: bigint;
    readonly debitsOfTransfers: bigint;
    readonly creditsOfTransfers: bigint;
  }[];
}

/**
 * Why a transaction was not committed. `conflict`: another transaction was first, the batch may be run again;
 * `rejected`: the database refuses what a statement asks; `unavailable`: no answer, so nobody knows.
 */
export interface StoreFault extends Error {
  readonly fault: 'conflict' | 'rejected' | 'unavailable';
}

export function storeFault(fault: StoreFault['fault'], cause: unknown): StoreFault {
  const message = cause instanceof Error ? cause.message : String(cause);
  return Object.assign(new Error(message, { cause }), { fault });
}

export function isStoreFault(error: unknown): error is StoreFault {
  return error instanceof Error && 'fault' in error;
}
