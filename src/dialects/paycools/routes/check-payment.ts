// 7.2 Check web payment status: GET /api/v1/payment/{transactionId}. Answers every payment of the app, QR ones too.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { callbackUrlOf, productOf } from '../products.ts';
import { manilaTime, manilaTimeOrNull } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { transactionFields } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';

export const checkPayment = defineOperation({
  method: 'GET',
  path: '/api/v1/payment/{transactionId}',
  fields: transactionFields,
  async handle({ app, merchant, fields }, { engine }) {
    const payment = await engine.find(merchant.cell, 'payments', fields.transactionId);
    // Another merchant's payment does not exist.
    if (payment?.appId !== app.id) return refuse('payment_not_found');
    const { details } = payment;
    return accept({
      mchOrderId: payment.reference,
      transactionId: payment.id,
      amount: Number(payment.amountMinor),
      transactionStatus: transactionStatuses[payment.status],
      createTime: manilaTime(payment.createdAt),
      returnTime: manilaTimeOrNull(payment.finalAt),
      appName: details['appName'] ?? null,
      customerName: details['customerName'] ?? null,
      channelCode: payment.channel,
      email: details['email'] ?? null,
      mobile: details['mobile'] ?? null,
      remark: details['remark'] ?? null,
      callbackUrl: callbackUrlOf(app, productOf(payment), payment.notifyUrl) ?? null,
    });
  },
});
