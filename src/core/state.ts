// What a decider may see and change: the rows that its command named, loaded and locked, and read-only facts beside them.
import type { Instant } from '../kernel/clock.ts';
import type { Authorisation, Release } from './authorisation/authorisation.ts';
import type { Channel } from './channel/channel.ts';
import type { Checkout } from './checkout/checkout.ts';
import type { Event } from './event.ts';
import type { IdentityCheck } from './identity/identity-check.ts';
import type { Instrument } from './instrument/instrument.ts';
import type { Account, Transfer } from './ledger/ledger.ts';
import type { Usage } from './limits/daily-usage.ts';
import type { Mandate } from './mandate/mandate.ts';
import type { App, Merchant } from './merchant/merchant.ts';
import type { Attempt, Notification } from './notification/notification.ts';
import type { Payment } from './payment/payment.ts';
import type { Payout } from './payout/payout.ts';
import type { Outcome } from './reasons.ts';
import type { Refund } from './refund/refund.ts';
import type { Settlement } from './settlement/settlement.ts';
import type { Leg } from './split/leg.ts';
import type { Receiver, Share, ShareReturn } from './split/split.ts';
import type { Task } from './task.ts';

/** Every table of a cell, by the row it holds. */
export interface CellTables {
  checkouts: Checkout;
  mandates: Mandate;
  identityChecks: IdentityCheck;
  payments: Payment;
  instruments: Instrument;
  payouts: Payout;
  authorisations: Authorisation;
  releases: Release;
  refunds: Refund;
  receivers: Receiver;
  shares: Share;
  shareReturns: ShareReturn;
  legs: Leg;
  usages: Usage;
  accounts: Account;
  transfers: Transfer;
  settlements: Settlement;
  tasks: Task;
  notifications: Notification;
  attempts: Attempt;
}

export type TableName = keyof CellTables;

export interface Lookup {
  readonly table: TableName;
  readonly columns: readonly string[];
  /** A column that must be null in the rows it names. */
  readonly onlyWithout?: string;
}

/** The ways in which rows are named: by id, or by what makes them unique for a merchant. */
export const lookups = {
  checkouts: { table: 'checkouts', columns: ['id'] },
  checkoutsByReference: { table: 'checkouts', columns: ['referenceScope', 'reference'] },
  mandates: { table: 'mandates', columns: ['id'] },
  mandatesByReference: { table: 'mandates', columns: ['referenceScope', 'reference'] },
  identityChecks: { table: 'identityChecks', columns: ['id'] },
  identityChecksByReference: { table: 'identityChecks', columns: ['referenceScope', 'reference'] },
  payments: { table: 'payments', columns: ['id'] },
  // Payments of an instrument carry its reference, which then names the instrument, not them.
  paymentsByReference: { table: 'payments', columns: ['referenceScope', 'reference'], onlyWithout: 'instrumentId' },
  instruments: { table: 'instruments', columns: ['id'] },
  instrumentsByReference: { table: 'instruments', columns: ['referenceScope', 'reference', 'slot'] },
  payouts: { table: 'payouts', columns: ['id'] },
  payoutsByReference: { table: 'payouts', columns: ['referenceScope', 'reference'] },
  payoutsByIdempotencyKey: { table: 'payouts', columns: ['referenceScope', 'idempotencyKey'] },
  authorisations: { table: 'authorisations', columns: ['id'] },
  authorisationsByReference: { table: 'authorisations', columns: ['referenceScope', 'reference'] },
  authorisationsByOperation: { table: 'authorisations', columns: ['referenceScope', 'operationReference'] },
  releases: { table: 'releases', columns: ['id'] },
  releasesByReference: { table: 'releases', columns: ['referenceScope', 'reference'] },
  refunds: { table: 'refunds', columns: ['id'] },
  refundsByReference: { table: 'refunds', columns: ['referenceScope', 'reference'] },
  receivers: { table: 'receivers', columns: ['id'] },
  shares: { table: 'shares', columns: ['id'] },
  // All shares of a split.
  sharesByReference: { table: 'shares', columns: ['referenceScope', 'reference'] },
  shareReturns: { table: 'shareReturns', columns: ['id'] },
  shareReturnsByReference: { table: 'shareReturns', columns: ['referenceScope', 'reference'] },
  legs: { table: 'legs', columns: ['id'] },
  usages: { table: 'usages', columns: ['id'] },
  accounts: { table: 'accounts', columns: ['id'] },
  transfers: { table: 'transfers', columns: ['id'] },
  settlements: { table: 'settlements', columns: ['id'] },
  tasks: { table: 'tasks', columns: ['id'] },
  notifications: { table: 'notifications', columns: ['id'] },
} as const satisfies Record<string, Lookup>;

export type LookupName = keyof typeof lookups;

/** Names of rows, per way of naming; each name has one part a column. */
export type Keys = { readonly [Name in LookupName]?: readonly (readonly string[])[] };

export interface Rows<Row extends { readonly id: string }> {
  /** The row of that id, if it exists. Throws when no decider of the batch named it: that would be a guess. */
  get(id: string): Row | undefined;
  /** The row that a lookup's parts name; where several rows share them, the newest. */
  find(lookup: LookupName, ...parts: string[]): Row | undefined;
  insert(row: Row): void;
  /** Replaces the row of the same id. */
  update(row: Row): void;
  remove(id: string): void;
}

export interface CellState {
  readonly checkouts: Rows<Checkout>;
  readonly mandates: Rows<Mandate>;
  readonly identityChecks: Rows<IdentityCheck>;
  readonly payments: Rows<Payment>;
  readonly instruments: Rows<Instrument>;
  readonly payouts: Rows<Payout>;
  readonly authorisations: Rows<Authorisation>;
  readonly releases: Rows<Release>;
  readonly refunds: Rows<Refund>;
  readonly receivers: Rows<Receiver>;
  readonly shares: Rows<Share>;
  readonly shareReturns: Rows<ShareReturn>;
  readonly legs: Rows<Leg>;
  readonly usages: Rows<Usage>;
  readonly accounts: Rows<Account>;
  readonly transfers: Rows<Transfer>;
  readonly settlements: Rows<Settlement>;
  readonly tasks: Rows<Task>;
  readonly notifications: Rows<Notification>;
  readonly attempts: Rows<Attempt>;
  merchant(id: string): Merchant;
  app(id: string): App;
  channel(code: string): Channel | undefined;
  /** Announces what happened; the app's dialect decides whether and how the merchant is told. */
  announce(event: Event): void;
}

/** One business rule: which rows it needs, and what it decides over them. Both are pure. */
export interface Decider<Command, Value> {
  needs(command: Command): Keys;
  /** Rows that can only be named once the first ones are known. */
  follow?(state: CellState, command: Command, now: Instant): Keys;
  decide(state: CellState, command: Command, now: Instant): Outcome<Value>;
}
