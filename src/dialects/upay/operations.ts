// Every operation that Upay's API has here.
import type { AnyOperation } from './operation.ts';
import { activate } from './routes/activate.ts';
import { cancel } from './routes/cancel.ts';
import { checkIn } from './routes/check-in.ts';
import { depositCancel } from './routes/deposit-cancel.ts';
import { depositConsume } from './routes/deposit-consume.ts';
import { depositFreeze } from './routes/deposit-freeze.ts';
import { merchantBanks } from './routes/merchant-banks.ts';
import { merchantBranches } from './routes/merchant-branches.ts';
import { merchantClose } from './routes/merchant-close.ts';
import { merchantCreate } from './routes/merchant-create.ts';
import { merchantInfo } from './routes/merchant-info.ts';
import { merchantPubBanks } from './routes/merchant-pub-banks.ts';
import { merchantUpload } from './routes/merchant-upload.ts';
import { pay } from './routes/pay.ts';
import { preAuthFreeze } from './routes/pre-auth-freeze.ts';
import { preAuthPay } from './routes/pre-auth-pay.ts';
import { preAuthQueryTrans } from './routes/pre-auth-query-trans.ts';
import { preAuthQuery } from './routes/pre-auth-query.ts';
import { preAuthRefund } from './routes/pre-auth-refund.ts';
import { preAuthUnfreeze } from './routes/pre-auth-unfreeze.ts';
import { precreate } from './routes/precreate.ts';
import { query } from './routes/query.ts';
import { refund } from './routes/refund.ts';
import { revoke } from './routes/revoke.ts';
import { uploadLog } from './routes/upload-log.ts';

/** All of them are POST, signed over their bodies, and answered in three layers. */
export const operations: readonly AnyOperation[] = [
  activate,
  checkIn,
  uploadLog,
  pay,
  precreate,
  query,
  refund,
  cancel,
  revoke,
  preAuthFreeze,
  preAuthUnfreeze,
  preAuthPay,
  preAuthRefund,
  preAuthQuery,
  preAuthQueryTrans,
  depositFreeze,
  depositConsume,
  depositCancel,
  merchantCreate,
  merchantInfo,
  merchantClose,
  merchantBanks,
  merchantBranches,
  merchantPubBanks,
  merchantUpload,
];

/** Below these, whatever is asked belongs to this dialect. */
export const pathPrefixes = ['/upay/', '/terminal/', '/api/v1/pre-auth/', '/v2/merchant/'] as const;
