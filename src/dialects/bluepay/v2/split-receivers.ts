// Receivers as merchants name them, and as answers show them (bluepay.md 3b.18).
import type { Receiver } from '../../../core/split/split.ts';
import type { BluepayDeps } from '../deps.ts';

/** The id of the merchant that an account means, his own or that of one of his apps; undefined where there is none. */
export async function merchantOfAccount(
  receiverAccount: string,
  { directory }: Pick<BluepayDeps, 'directory'>,
): Promise<string | undefined> {
  const app = await directory.findApp(receiverAccount);
  return (await directory.findMerchant(app?.merchantId ?? receiverAccount))?.id;
}

export function receiverData({ account, name, relation, status, details }: Receiver) {
  return {
    receiverType: details['receiverType'] ?? 'PAYCOOLS_MCH',
    receiverAccount: details['receiverAccount'] ?? account,
    receiverName: name,
    relationType: relation,
    customRelation: details['customRelation'] ?? null,
    relationProofFileId: details['relationProofFileId'] ?? null,
    receiverStatus: status === 'active' ? 'ACTIVE' : 'DELETED',
  };
}
