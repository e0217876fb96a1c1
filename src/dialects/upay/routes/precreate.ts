// 3.4 Pre-create: POST /upay/v2/precreate. Makes an order that its payer will pay: with a code that he scans, or inside his wallet.
import { Type } from 'typebox';
import type { Payment } from '../../../core/payment/payment.ts';
import { refuse } from '../../../core/reasons.ts';
import type { OpenChannel } from '../../../engine/open-channel.ts';
import { precreateAnswer } from '../answers.ts';
import { businessErrors, failureErrors, type UpayError } from '../codes.ts';
import type { UpayDeps } from '../deps.ts';
import { readOrder } from '../find-order.ts';
import { terminalOperation } from '../operation.ts';
import { answerData } from '../order.ts';
import { takesOrders } from '../payways.ts';
import { isTaken, openPayway, placeOrder } from '../place-order.ts';
import { business } from '../reply.ts';
import {
  amount,
  clientSn,
  located,
  orderOptions,
  payerUid,
  payway,
  subject,
  subPayway,
  terminalSn,
} from '../schemas.ts';
import type { Settings } from '../settings.ts';
import { startAnswerTime } from '../time-left.ts';

/** Ways to pay that happen inside a wallet, which knows its payer (upay.md 3.4). */
const surfaces: Readonly<Record<string, 'wallet_page' | 'mini_program'>> = { '3': 'wallet_page', '4': 'mini_program' };

export const precreate = terminalOperation({
  path: '/upay/v2/precreate',
  summary: 'Makes an order that its payer pays: by a code that he scans, or inside his wallet.',
  answer: precreateAnswer,
  fields: Type.Object(
    {
      terminal_sn: terminalSn,
      client_sn: clientSn,
      total_amount: amount,
      payway,
      sub_payway: Type.Optional(subPayway),
      payer_uid: Type.Optional(payerUid),
      subject,
      ...orderOptions,
    },
    located,
  ),
  async handle(call, deps) {
    const { merchant, settings, fields } = call;
    const timeLeft = startAnswerTime();
    const { sub_payway: way = '2', payer_uid: payer } = fields;
    const surface = surfaces[way];
    if (surface && payer === undefined) return refuse('request_malformed', 'payer_uid不能为空');
    const open = openPayway(deps, fields.payway, BigInt(fields.total_amount));
    if (!open.ok) return open;
    const { connector } = open.value;
    if (!takesOrders(fields.payway) || (surface && !connector.presentOrder)) {
      return business('PRECREATE_FAIL', { error: businessErrors.unexpectedProvider });
    }
    const placed = await placeOrder(deps, call, fields, {
      payway: fields.payway,
      subPayway: way,
      entry: 'order',
      payerUid: payer,
      expirySeconds: settings.orderExpirySeconds,
    });
    if (!placed.ok) return placed;
    const { id } = placed.value;
    await deps.engine.until(merchant.cell, 'payments', id, isTaken, timeLeft());
    const order = await readOrder(deps, merchant.cell, id);
    const data = answerData(order, settings, 'payment');
    const failed = failureOf(order.payment);
    if (failed) return business(failed.resultCode, { error: failed.error, data });
    const presented = surface
      ? walletRequest(open.value, order.payment, surface, payer ?? '', settings)
      : codeOf(deps, order.payment);
    return business('PRECREATE_SUCCESS', { data: { ...data, ...presented } });
  },
});

/**
 * Why there is no way to pay it. What its channel has not surely taken ends by itself, and whatever might come of it is taken
 * back (upay.md 4.4).
 */
function failureOf(payment: Payment): { readonly resultCode: string; readonly error: UpayError } | undefined {
  const { status, failure, doubt } = payment;
  if (status === 'failed') return { resultCode: 'PRECREATE_FAIL', error: failureErrors[failure ?? 'service_error'] };
  if (isTaken(payment)) return undefined;
  const resultCode = doubt === null ? 'PRECREATE_FAIL_IN_PROGRESS' : 'PRECREATE_FAIL_ERROR';
  return { resultCode, error: businessErrors.tradeFailed };
}

/** The text of a code that opens the gateway's own checkout, and where a picture of it is drawn (upay.md 3.11; 7, Q25). */
function codeOf({ baseUrl, tokens }: UpayDeps, { id }: Payment) {
  const code = `${baseUrl()}/pay/${tokens.tokenFor(id)}`;
  return { qr_code: code, qr_code_image_url: `${baseUrl()}/upay/qrcode?content=${encodeURIComponent(code)}` };
}

/** What the page or program inside the wallet hands to it; clients differ on its form (upay.md 7, Q9). */
function walletRequest(
  { channel, connector }: OpenChannel,
  { id: paymentId, amountMinor, createdAt: at }: Payment,
  surface: 'wallet_page' | 'mini_program',
  payerId: string,
  { wapPayRequestAsObject }: Settings,
) {
  const request = connector.presentOrder?.(channel, { paymentId, amountMinor, surface, payerId, at });
  return { wap_pay_request: wapPayRequestAsObject ? request : JSON.stringify(request) };
}
