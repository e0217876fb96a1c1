// PayCools as the rest of the gateway sees it.
import type { Dialect } from '../../engine/dialect.ts';
import { explain } from './explain.ts';
import {
  acknowledgement,
  describe,
  isAcknowledged,
  recognise,
  retryDelaysMs,
  verifyNotification,
} from './notifications.ts';
import { returnUrlOf } from './return-url.ts';
import { recogniseQuestion, verification } from './verification.ts';

/** Needs nothing: the engine wants it before it can exist itself. */
export function createPaycools(): Dialect {
  return {
    names: ['paycools'],
    describe,
    verification,
    returnUrl: async (payment) => returnUrlOf(payment),
    // The signature stands in the body.
    headersOf: async () => ({}),
    isAcknowledged,
    retryDelaysMs,
    acknowledgement,
    recognise: (body) => recogniseQuestion(body) ?? recognise(body),
    verifyNotification: (body, _headers, app) => verifyNotification(body, app),
    explain,
  };
}
