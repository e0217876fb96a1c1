// One statement: whose, of which day, and the time that the day spans.
import type { StatementKind } from '../engine/statements.ts';
import type { Span } from '../engine/store.ts';
import { dayMs, startOfLocalDay } from '../kernel/clock.ts';
import { findCurrency } from '../kernel/money.ts';

export interface Statement {
  readonly merchantId: string;
  readonly currency: string;
  /** `yyyy-MM-dd`, in the zone of the currency's country. */
  readonly day: string;
  readonly kind: StatementKind;
}

/** Undefined for what is no day, or before 1970. */
export function spanOf({ day, currency }: Pick<Statement, 'day' | 'currency'>): Span | undefined {
  const from = startOfLocalDay(day, findCurrency(currency)?.zoneMinutes ?? 0);
  return from === undefined || from < 0 ? undefined : { from, to: from + dayMs };
}
