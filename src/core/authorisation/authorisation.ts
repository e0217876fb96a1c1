// An authorisation: money of a payer that his wallet or bank keeps aside for a merchant, who captures it later (a capture is
// a payment) or releases it. Until then it is nobody's income: the ledger knows nothing of it.
import type { Instant } from '../../kernel/clock.ts';
import type { Doubt } from '../call/call.ts';
import type { Failure } from '../failure.ts';
import type { Details, Receipt } from '../payment/payment.ts';
import type { CellState } from '../state.ts';

/** `pending` and `authorised` are left: the latter when nothing of it remains to be captured. */
export type AuthorisationStatus = 'pending' | 'authorised' | 'failed' | 'closed';

export interface Authorisation {
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  readonly reference: string;
  /** The merchant's number for the act of authorising, where it has one besides the reference. */
  readonly operationReference: string;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** What was captured and released, and what is on its way to be; together never above the amount. */
  readonly capturedMinor: bigint;
  readonly capturingMinor: bigint;
  readonly releasedMinor: bigint;
  readonly releasingMinor: bigint;
  readonly payerCode: string;
  readonly status: AuthorisationStatus;
  readonly failure: Failure | null;
  readonly doubt: Doubt | null;
  readonly bankReference: string | null;
  readonly receipt: Receipt | null;
  readonly createdAt: Instant;
  /** When the channel decided. */
  readonly decidedAt: Instant | null;
  readonly details: Details;
}

/** A release: a part of an authorisation, or what is left of it, given back to its payer. */
export interface Release {
  readonly id: string;
  readonly authorisationId: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  readonly reference: string;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly status: 'pending' | 'completed' | 'failed';
  readonly failure: Failure | null;
  readonly doubt: Doubt | null;
  readonly bankReference: string | null;
  readonly createdAt: Instant;
  readonly finalAt: Instant | null;
  readonly details: Details;
}

/** What is neither captured nor released nor on its way, in minor units. */
export function uncommittedOf(authorisation: Authorisation): bigint {
  const { amountMinor, capturedMinor, capturingMinor, releasedMinor, releasingMinor } = authorisation;
  return amountMinor - capturedMinor - capturingMinor - releasedMinor - releasingMinor;
}

/** Writes it down: closed when it was authorised and nothing is left or under way. Throws when more is committed than there is. */
export function updateAuthorisation(state: CellState, changed: Authorisation): Authorisation {
  const { id, status, capturedMinor, capturingMinor, releasedMinor, releasingMinor } = changed;
  const left = uncommittedOf(changed);
  const parts = [left, capturedMinor, capturingMinor, releasedMinor, releasingMinor];
  if (parts.some((part) => part < 0n)) throw new Error(`More of authorisation ${id} would be taken than there is.`);
  const isUsed = status === 'authorised' && left === 0n && capturingMinor === 0n && releasingMinor === 0n;
  const authorisation: Authorisation = isUsed ? { ...changed, status: 'closed' } : changed;
  state.authorisations.update(authorisation);
  return authorisation;
}
