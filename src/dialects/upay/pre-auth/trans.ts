// An operation of a pre-authorization, a "trans": freeze, unfreeze, pay and refund are kept as an authorisation, its releases, its
// captures, and their refunds. What Upay says of each is read from its row (upay.md 3.12).
import type { Authorisation, Release } from '../../../core/authorisation/authorisation.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import type { Refund } from '../../../core/refund/refund.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { failureErrors } from '../codes.ts';
import { business, type Reply } from '../reply.ts';
import { requestNoOf, requestTypes } from './request-no.ts';

export type Trans = { readonly authorisation: Authorisation } & (
  | { readonly kind: 'freeze'; readonly row: Authorisation }
  | { readonly kind: 'unfreeze'; readonly row: Release }
  | { readonly kind: 'pay'; readonly row: Payment }
  | { readonly kind: 'refund'; readonly row: Refund }
);

/** In whose name a merchant's numbers of pre-authorizations, and those of operations, are unique. */
export function preAuthScope(merchantId: string): string {
  return `${merchantId}/pre-auth`;
}

export const transStatuses = ['INIT', 'SUCCESS', 'CLOSED', 'UNKNOWN'] as const;
export type TransStatus = (typeof transStatuses)[number];

export function statusOf({ kind, row }: Trans): TransStatus {
  if (row.status === 'pending') return row.doubt === null ? 'INIT' : 'UNKNOWN';
  if (row.status === 'failed') return 'CLOSED';
  // An authorisation of which nothing is left was one; a payment that was stopped never was.
  return row.status === 'closed' && kind === 'pay' ? 'CLOSED' : 'SUCCESS';
}

/** The answer to whoever asked for it; `query` says more (upay.md 3.12). */
export function transReply(trans: Trans, data: object = transData(trans)): Reply {
  const { failure } = trans.row;
  return business(statusOf(trans), { error: failure === null ? undefined : failureErrors[failure], data });
}

/** What is not known is absent. */
export function transData(trans: Trans) {
  const { kind, row, authorisation } = trans;
  const { receipt } = authorisation;
  return {
    terminal_sn: textOf(trans, 'terminalSn') ?? '',
    auth_sn: authorisation.id,
    client_auth_sn: authorisation.reference,
    request_no: requestNoOf(kind, row.id),
    client_trans_no: kind === 'freeze' ? row.operationReference : row.reference,
    ...(kind === 'pay' ? { sn: row.id } : {}),
    ...(kind === 'refund' ? { sn: row.paymentId } : {}),
    amount: `${row.amountMinor}`,
    payway: textOf(trans, 'payway') ?? '',
    ...time('finish_time', finishedAt(trans)),
    // Channels say it with a second's precision.
    ...(kind === 'pay' && row.receipt ? { channel_finish_time: `${row.receipt.at - (row.receipt.at % 1000)}` } : {}),
    ...(receipt?.payerId ? { payer_user_id: receipt.payerId } : {}),
    ...(receipt?.payerAccount ? { payer_logon_id: receipt.payerAccount } : {}),
    operator: textOf(trans, 'operator') ?? '',
    ...text('reflect', textOf(trans, 'reflect')),
  };
}

/** The same as `query` and `query-trans` show it. */
export function queriedTransData(trans: Trans) {
  return {
    ...transData(trans),
    status: statusOf(trans),
    request_type: requestTypes[trans.kind],
    ...text('subject', textOf(trans, 'subject')),
    request_create_time: `${trans.row.createdAt}`,
    ...time('request_finish_time', finishedAt(trans)),
  };
}

function finishedAt({ kind, row }: Trans): Instant | null {
  return kind === 'freeze' ? row.decidedAt : row.finalAt;
}

/** What was said with the operation, or else with the freeze. */
function textOf({ row, authorisation }: Trans, name: string): string | undefined {
  const value = row.details[name] ?? authorisation.details[name];
  return typeof value === 'string' ? value : undefined;
}

function text<Name extends string>(name: Name, value: string | undefined): { readonly [Key in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: string });
}

function time<Name extends string>(name: Name, at: Instant | null): { readonly [Key in Name]?: string } {
  return text(name, at === null ? undefined : `${at}`);
}
