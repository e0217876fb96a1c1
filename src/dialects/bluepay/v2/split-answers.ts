// Splits and their returns in answers (bluepay.md 3b.18, 5.5).
import type { Share, ShareReturn, SplitProblem } from '../../../core/split/split.ts';
import type { Settings } from '../settings.ts';
import { plainTimeOrNull } from './times.ts';

export const shareResults = { pending: 'PENDING', completed: 'SUCCESS', failed: 'FAILED' } as const;

export const failedReasons: Readonly<Record<SplitProblem, string>> = {
  no_relation: 'NO_RELATION',
  account_abnormal: 'ACCOUNT_ABNORMAL',
  balance_insufficient: 'BALANCE_NOT_ENOUGH',
};

/** A split is finished when all of its shares are, whatever became of them. */
export function splitData(shares: readonly [Share, ...Share[]], settings: Settings) {
  const [{ reference, splitId, paymentId }] = shares;
  return {
    mchSplitOrderId: reference,
    splitOrderId: splitId,
    transactionId: paymentId,
    splitStatus: shares.some(({ status }) => status === 'pending') ? 'PROCESSING' : 'FINISHED',
    receivers: shares.map((share) => ({
      receiverType: share.details['receiverType'] ?? 'PAYCOOLS_MCH',
      receiverAccount: share.details['receiverAccount'] ?? share.account,
      amount: Number(share.amountMinor),
      description: share.details['description'] ?? null,
      detailId: share.id,
      ...endOf(share, 'result', settings),
    })),
  };
}

export function returnData(told: ShareReturn, settings: Settings) {
  return {
    mchReturnOrderId: told.reference,
    returnId: told.id,
    returnAmount: Number(told.amountMinor),
    ...endOf(told, 'returnStatus', settings),
  };
}

function endOf(
  { status, problem, finalAt }: Pick<Share, 'status' | 'problem' | 'finalAt'>,
  name: 'result' | 'returnStatus',
  settings: Settings,
) {
  return {
    [name]: shareResults[status],
    failedReason: problem && failedReasons[problem],
    finishTime: plainTimeOrNull(finalAt, settings),
  };
}
