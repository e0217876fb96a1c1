// Statements: what a merchant completed on one local day, as a file behind a link. Dialects ask for the link; src/statements serves it.
import type { Merchant } from '../core/merchant/merchant.ts';

/** Money that came in, with what of it went back; or money that went out. */
export type StatementKind = 'payments' | 'payouts';

export interface StatementOf {
  readonly merchant: Pick<Merchant, 'id' | 'cell'>;
  readonly currency: string;
  /** `yyyy-MM-dd`, in the zone of the currency's country. */
  readonly day: string;
  readonly kind: StatementKind;
}

export interface StatementDesk {
  /**
   * Where the file is for the next ninety minutes. Undefined while the day is not over, where nothing was completed on it, and for what is
   * no day.
   */
  findLink(statement: StatementOf): Promise<string | undefined>;
}
