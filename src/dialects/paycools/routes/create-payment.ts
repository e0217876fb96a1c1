// 7.1 Create web payment: POST /api/v1/payment. The payer pays on the page that the answer's redirectUrl leads to.
import { refuse } from '../../../core/reasons.ts';
import { openChannel } from '../../../engine/open-channel.ts';
import { accept } from '../../../kernel/outcome.ts';
import { webPaymentAnswer } from '../answers.ts';
import { webChannelTypes } from '../channels.ts';
import { manilaTimeOrNull } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { paymentFields } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';

export const createPayment = defineOperation({
  method: 'POST',
  path: '/api/v1/payment',
  summary: 'Starts a payment by a web channel; the payer pays on the page that it answers with.',
  answer: webPaymentAnswer,
  fields: paymentFields,
  async handle({ app, merchant, fields, now }, deps) {
    const { engine, ids, tokens, baseUrl, onCreated } = deps;
    if (!webChannelTypes.has(fields.channelCode)) return refuse('channel_unavailable');
    const amountMinor = BigInt(fields.amount);
    const open = openChannel(deps, fields.channelCode, amountMinor);
    if (!open.ok) return open;

    const created = await engine.execute(merchant.cell, 'create-payment', {
      id: ids.next('C', merchant.cell, now),
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference: fields.mchOrderId,
      numberedWith: ['checkout'],
      channel: open.value.channel.code,
      amountMinor,
      notifyUrl: fields.callbackUrl,
      returnUrl: fields.redirectUrl,
      details: {
        appName: fields.appName,
        customerName: fields.customerName ?? null,
        email: fields.email,
        mobile: fields.mobile,
        remark: fields.remark ?? null,
      },
    });
    if (!created.ok) return created;
    onCreated?.(created.value);
    const { id, status, expiresAt } = created.value;
    return accept({
      redirectUrl: `${baseUrl()}/pay/${tokens.tokenFor(id)}`,
      transactionStatus: transactionStatuses[status],
      transactionAmount: Number(created.value.amountMinor),
      transactionId: id,
      expiresTime: manilaTimeOrNull(expiresAt),
    });
  },
});
