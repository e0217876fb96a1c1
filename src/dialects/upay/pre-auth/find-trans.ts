// Finds pre-authorizations and their operations. Another merchant's does not exist; any terminal of the merchant may name its own.
import type { Authorisation } from '../../../core/authorisation/authorisation.ts';
import type { Merchant } from '../../../core/merchant/merchant.ts';
import { cellOfId } from '../../../kernel/id.ts';
import type { UpayDeps } from '../deps.ts';
import { readRequestNo, type TransKind } from './request-no.ts';
import { preAuthScope, type Trans } from './trans.ts';

type FindDeps = Pick<UpayDeps, 'engine'>;
type LookDeps = Pick<UpayDeps, 'engine' | 'lookout'>;

/** How the rows behind each kind are found, and what a channel is asked for. */
const kinds = {
  freeze: { lookup: 'authorisations', byNumber: 'authorisationsByOperation', subject: 'authorisation' },
  unfreeze: { lookup: 'releases', byNumber: 'releasesByReference', subject: 'release' },
  pay: { lookup: 'payments', byNumber: 'paymentsByReference', subject: 'payment' },
  refund: { lookup: 'refunds', byNumber: 'refundsByReference', subject: 'refund' },
} as const;

export interface AuthorisationName {
  readonly auth_sn?: string | undefined;
  readonly client_auth_sn?: string | undefined;
}

/** `auth_sn` decides, `client_auth_sn` counts where it is absent or finds nothing. */
export async function findPreAuth(
  { engine }: FindDeps,
  { id: merchantId, cell }: Merchant,
  { auth_sn: authSn, client_auth_sn: clientAuthSn }: AuthorisationName,
): Promise<Authorisation | undefined> {
  const scope = preAuthScope(merchantId);
  if (authSn !== undefined && cellOfId(authSn) === cell) {
    const authorisation = await engine.find(cell, 'authorisations', authSn);
    if (authorisation?.referenceScope === scope) return authorisation;
  }
  if (clientAuthSn === undefined) return undefined;
  return engine.find(cell, 'authorisationsByReference', scope, clientAuthSn);
}

/** The same after a fresh look at the channel of one that is not decided. */
export async function findFreshPreAuth(
  deps: LookDeps,
  merchant: Merchant,
  name: AuthorisationName,
): Promise<Authorisation | undefined> {
  const authorisation = await findPreAuth(deps, merchant, name);
  if (authorisation?.status !== 'pending') return authorisation;
  await deps.lookout.look(merchant.cell, 'authorisation', authorisation.id);
  return deps.engine.find(merchant.cell, 'authorisations', authorisation.id);
}

/** An operation by its id. */
export async function readTrans(
  { engine }: FindDeps,
  { id: merchantId, cell }: Merchant,
  kind: TransKind,
  id: string,
): Promise<Trans | undefined> {
  const found = await readRow();
  return found?.authorisation.referenceScope === preAuthScope(merchantId) ? found : undefined;

  async function readRow(): Promise<Trans | undefined> {
    if (kind === 'freeze') {
      const row = await engine.find(cell, 'authorisations', id);
      return row && { kind, row, authorisation: row };
    }
    if (kind === 'unfreeze') {
      const row = await engine.find(cell, 'releases', id);
      const authorisation = row && (await engine.find(cell, 'authorisations', row.authorisationId));
      return row && authorisation && { kind, row, authorisation };
    }
    const refund = kind === 'refund' ? await engine.find(cell, 'refunds', id) : undefined;
    if (kind === 'refund' && !refund) return undefined;
    const payment = await engine.find(cell, 'payments', refund?.paymentId ?? id);
    if (!payment || payment.authorisationId === null) return undefined;
    const authorisation = await engine.find(cell, 'authorisations', payment.authorisationId);
    if (!authorisation) return undefined;
    return refund ? { kind: 'refund', row: refund, authorisation } : { kind: 'pay', row: payment, authorisation };
  }
}

/** The operation that has the merchant's number. */
export async function findByClientTransNo(
  { engine }: FindDeps,
  { id: merchantId, cell }: Merchant,
  clientTransNo: string,
): Promise<{ readonly kind: TransKind; readonly id: string } | undefined> {
  const scope = preAuthScope(merchantId);
  const found = await Promise.all(
    (Object.keys(kinds) as TransKind[]).map(async (kind) => {
      const row = await engine.find(cell, kinds[kind].byNumber, scope, clientTransNo);
      return row && { kind, id: row.id };
    }),
  );
  return found.find((one) => one !== undefined);
}

/** `request_no` decides, `client_trans_no` counts where it is absent or finds nothing; what is undecided is looked at afresh. */
export async function findFreshTrans(
  deps: LookDeps,
  merchant: Merchant,
  name: { readonly request_no?: string | undefined; readonly client_trans_no?: string | undefined },
): Promise<Trans | undefined> {
  const named = name.request_no === undefined ? undefined : readRequestNo(name.request_no);
  const byRequestNo =
    named && cellOfId(named.id) === merchant.cell ? await readTrans(deps, merchant, named.kind, named.id) : undefined;
  if (byRequestNo) return look(byRequestNo);
  if (name.client_trans_no === undefined) return undefined;
  const known = await findByClientTransNo(deps, merchant, name.client_trans_no);
  const trans = known && (await readTrans(deps, merchant, known.kind, known.id));
  return trans && look(trans);

  async function look(found: Trans): Promise<Trans | undefined> {
    const { kind, row } = found;
    if (row.status !== 'pending') return found;
    await deps.lookout.look(merchant.cell, kinds[kind].subject, row.id);
    return readTrans(deps, merchant, kind, row.id);
  }
}

/** An operation that was just made, when its channel has decided or the time is up. */
export async function awaitTrans(
  deps: FindDeps,
  merchant: Merchant,
  kind: TransKind,
  id: string,
  timeoutMs: number,
): Promise<Trans> {
  await deps.engine.until(merchant.cell, kinds[kind].lookup, id, (row) => row?.status !== 'pending', timeoutMs);
  const trans = await readTrans(deps, merchant, kind, id);
  if (!trans) throw new Error(`There is no ${kind} ${id}.`);
  return trans;
}
