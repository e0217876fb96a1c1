// BluePay as the rest of the gateway sees it, in both versions.
import type { Dialect } from '../../engine/dialect.ts';
import type { Clock } from '../../kernel/clock.ts';
import { createExplain } from './explain.ts';
import {
  acknowledgement,
  bodyOf,
  describe,
  isAcknowledged,
  recognise,
  retryDelaysMs,
  verifyNotification,
} from './notifications.ts';
import { statementWords } from './statement-words.ts';

/** Needs no engine: the engine wants its dialects before it can exist itself. */
export function createBluepay({ clock }: { readonly clock: Pick<Clock, 'now'> }): Dialect {
  return {
    names: ['bluepay-v1', 'bluepay-v2'],
    describe,
    // The documentation adds nothing to the merchant's page.
    returnUrl: async ({ returnUrl }) => returnUrl ?? undefined,
    bodyOf,
    // The signature stands in the body.
    headersOf: async () => ({}),
    isAcknowledged: (httpStatus, body) => isAcknowledged(httpStatus, body),
    retryDelaysMs,
    statementWords,
    acknowledgement,
    recognise: (body) => recognise(body),
    verifyNotification: (body, _headers, app) => verifyNotification(body, app),
    explain: createExplain(clock),
  };
}
