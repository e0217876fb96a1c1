// 10.5 Create payment: POST /api/v1/direct/debit/pay. The answer is PENDING at once; what becomes of it comes by callback or query.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { createDebit as createDebitOf } from '../../debits.ts';
import { keepDetails } from '../../kept-details.ts';
import { openChannelOf } from '../../open-channel-of.ts';
import { debitAnswer, debitFields } from '../debit-fields.ts';
import { defineOperation } from '../operation.ts';
import { usualWindowMs } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';

export const createDebit = defineOperation({
  method: 'POST',
  path: '/api/v1/direct/debit/pay',
  summary: 'Debits a user by a token that he gave.',
  fields: debitFields,
  answer: debitAnswer,
  timestampWindowMs: usualWindowMs,
  async handle(call, deps) {
    const { app, fields } = call;
    const { appName, mchOrderId, amount, channelCode, payToken, customerName, email, mobile, remark } = fields;
    const open = openChannelOf(deps, app, { channelCode, amountMinor: BigInt(amount), types: ['direct_debit'] });
    if (!open.ok) return open;
    const details = keepDetails({ appName, customerName, email, mobile, remark });
    const paid = { amount, channelCode, payToken, notifyUrl: fields.callbackUrl };
    const order = { mchOrderId, numberedWith: ['checkout'], ...paid, details } as const;
    const created = await createDebitOf(call, order, deps);
    if (!created.ok) return created.reason === 'mandate_not_found' ? tokenUseless : created;
    const { id, status } = created.value;
    return accept({
      mchOrderId,
      transactionId: id,
      transactionStatus: transactionStatuses[status],
      channelType: 'DIRECT_DEBIT',
      channelCode,
    });
  },
});

/**
 * Nobody's token, another app's, one for another channel, or one that has ended. PayCools documents no code for it; "transaction not
 * found" would say that the order is missing, so it is a wrong parameter that names itself (1009).
 */
const tokenUseless = refuse('request_malformed', 'payToken is no active token for this channel');
