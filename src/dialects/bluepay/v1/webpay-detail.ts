// 3.9 WebPay status: POST /open-api/webpay/detail.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { localTime, localTimeOrNull } from '../local-time.ts';
import { defineOperation } from '../operation.ts';
import { mchOrderId } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';
import { webpayDetailAnswer } from './answers.ts';

export const webpayDetail = defineOperation({
  path: '/open-api/webpay/detail',
  versions: ['v1'],
  summary: 'Says how an order on a hosted page stands.',
  fields: Type.Object({ mchOrderId }),
  answer: webpayDetailAnswer,
  async handle({ app, merchant, fields }, { engine, tokens, baseUrl }) {
    const payment = await engine.find(merchant.cell, 'paymentsByReference', app.id, fields.mchOrderId);
    // What was charged to a token has its own query (3.17).
    if (payment?.entry !== 'page') return refuse('payment_not_found');
    const { id, currency, details } = payment;
    return accept({
      mchOrderId: payment.reference,
      transactionId: id,
      payUrl: `${baseUrl()}/pay/${tokens.tokenFor(id)}`,
      amount: Number(payment.amountMinor),
      transactionStatus: transactionStatuses[payment.status],
      createTime: localTime(payment.createdAt, currency),
      returnTime: localTimeOrNull(payment.finalAt, currency),
      customerName: details['customerName'] ?? null,
      channelCode: payment.channel,
      email: details['email'] ?? null,
      mobile: details['mobile'] ?? null,
      remark: details['remark'] ?? null,
      notifyUrl: payment.notifyUrl,
      redirectUrl: payment.returnUrl,
    });
  },
});
