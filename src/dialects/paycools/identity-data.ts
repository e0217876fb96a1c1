// An identity check as 11.2 answers it and 11.3 tells it (paycools.md 3.10, 4.2).
import type { IdentityCheck, IdentityCheckStatus } from '../../core/identity/identity-check.ts';
import { failureCodes } from '../failure-codes.ts';
import { manilaTime, manilaTimeOrNull } from './manila-time.ts';
import type { CallbackBody } from './signature.ts';

export const checkStatuses: Readonly<Record<IdentityCheckStatus, string>> = {
  pending: 'PENDING',
  passed: 'COMPLETE',
  rejected: 'FAILED',
  expired: 'CLOSED',
};

export function identityMembers(check: IdentityCheck): CallbackBody {
  return { eventName: `ekyc.${check.status === 'passed' ? 'success' : 'failed'}`, ...checkMembers(check) };
}

export function identityData(check: IdentityCheck) {
  const { person, status } = check;
  return {
    ...checkMembers(check),
    result: status === 'passed' ? 'PASS' : status === 'rejected' ? 'REJECT' : null,
    idType: person?.idType ?? null,
    idNumber: person?.idNumberMasked ?? null,
    fullName: person?.fullName ?? null,
    birthDate: person?.birthDate ?? null,
  };
}

function checkMembers({ id, reference, userId, channel, status, failure, createdAt, finalAt }: IdentityCheck) {
  return {
    requestId: reference,
    ekycId: id,
    userId,
    channelCode: channel,
    status: checkStatuses[status],
    createTime: manilaTime(createdAt),
    returnTime: manilaTimeOrNull(finalAt),
    failedCode: failure === null ? null : failureCodes[failure].code,
    failedMessage: failure === null ? null : failureCodes[failure].message,
  };
}
