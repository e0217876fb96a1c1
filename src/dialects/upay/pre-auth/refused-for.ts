// What is answered where an operation does not fit the state of its authorisation: the message says which state that is, as the real
// service's do (upay.md 4.3).
import type { Authorisation } from '../../../core/authorisation/authorisation.ts';
import type { Reason } from '../../../core/reasons.ts';
import type { Refused } from '../../../kernel/outcome.ts';
import { businessErrors } from '../codes.ts';
import { business, type Reply } from '../reply.ts';
import { statusOf } from './trans.ts';

export function refusedFor(authorisation: Authorisation, refused: Refused<Reason>): Reply | Refused<Reason> {
  if (refused.reason !== 'authorisation_not_open') return refused;
  return wrongState(authorisation.id, statusOf({ kind: 'freeze', row: authorisation, authorisation }));
}

export function wrongState(number: string, status: string): Reply {
  const { code } = businessErrors.cancelInvalidState;
  return business('FAIL', { error: { code, message: `当前的订单${number}状态是${status}` } });
}
