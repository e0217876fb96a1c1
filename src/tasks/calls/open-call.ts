// Every subject with its description.
import type { CallSubject } from '../../core/call/call.ts';
import { openAuthorisation } from './authorisation.ts';
import type { OpenCall } from './call.ts';
import { openPayment } from './payment.ts';
import { openPayout } from './payout.ts';
import { openRefund } from './refund.ts';
import { openRelease } from './release.ts';
import { openShareReturn } from './share-return.ts';
import { openShare } from './share.ts';

export const openCall: Readonly<Record<CallSubject, OpenCall>> = {
  payout: openPayout,
  payment: openPayment,
  refund: openRefund,
  authorisation: openAuthorisation,
  release: openRelease,
  share: openShare,
  'share-return': openShareReturn,
};
