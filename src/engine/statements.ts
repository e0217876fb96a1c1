// Statements: what a merchant completed on one local day, as a file behind a link. Dialects ask for the link; src/statements serves it.
import type { DialectName, Merchant } from '../core/merchant/merchant.ts';

/** Money that came in, with what of it went back; or money that went out. */
export type StatementKind = 'payments' | 'payouts';

/** What a statement says of each transaction. `net`: of a payment what its merchant has of it, of a payout what it cost him. */
export type StatementColumn =
  | 'day'
  | 'reference'
  | 'id'
  | 'type'
  | 'channel'
  | 'currency'
  | 'amount'
  | 'fee'
  | 'net'
  | 'status'
  | 'createdAt'
  | 'completedAt'
  | 'remark';

/** How the merchants of a dialect read their statements. */
export interface StatementWords {
  readonly heads: Readonly<Record<StatementColumn, string>>;
  /** The one status that a statement has. */
  readonly completed: string;
}

export interface StatementOf {
  readonly merchant: Pick<Merchant, 'id' | 'cell'>;
  readonly currency: string;
  /** `yyyy-MM-dd`, in the zone of the currency's country. */
  readonly day: string;
  readonly kind: StatementKind;
  /** In whose words. */
  readonly dialect: DialectName;
}

export interface StatementDesk {
  /**
   * Where the file is for the next ninety minutes. Undefined while the day is not over, where nothing was completed on it, and for what is
   * no day.
   */
  findLink(statement: StatementOf): Promise<string | undefined>;
}
