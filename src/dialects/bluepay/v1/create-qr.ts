// 3.4 Create QR code: POST /open-api/qr/generate.
import { Type } from 'typebox';
import type { Outcome } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { createQrCode, type QrOrder } from '../qr-codes.ts';
import {
  amount,
  channelCode,
  customerName,
  email,
  expireSeconds,
  mchOrderId,
  notifyUrl,
  oneOf,
  remark,
  text,
} from '../schemas.ts';
import { qrCodeAnswer as answer } from './answers.ts';
import { jtDetails, jtQrFields, jtQrPath, refuseJt } from './jt.ts';
import { qrData } from './qr-data.ts';

const usualExpireSeconds = 3600;

export const createQr = defineOperation({
  path: '/open-api/qr/generate',
  versions: ['v1'],
  summary: 'Makes a QR code for one payment, or one that stands on a counter and takes many.',
  fields: Type.Object({
    channelCode,
    mchOrderId,
    amount: Type.Optional(amount),
    notifyUrl,
    customerName: Type.Optional(customerName),
    email: Type.Optional(email),
    // Of any country: the documentation's own sample is Malaysian.
    mobile: Type.Optional(text(32)),
    remark: Type.Optional(remark),
    expireSeconds: Type.Optional(expireSeconds),
  }),
  answer,
  handle(call, deps) {
    const { customerName = null, email = null, mobile = null, remark = null, ...order } = call.fields;
    const details = { customerName, email, mobile, remark };
    const { amount, expireSeconds = usualExpireSeconds } = order;
    return create(call, { ...order, amount, expireSeconds, details }, deps);
  },
});

/** A dynamic code always, and of one span. */
export const createJtQr = defineOperation({
  path: jtQrPath,
  versions: ['v1'],
  summary: 'Makes a QR code for one payment of several parcels.',
  fields: Type.Object({
    channelCode: oneOf(['THAI_DYNAMIC_QR']),
    mchOrderId,
    amount,
    notifyUrl,
    remark: Type.Optional(remark),
    ...jtQrFields,
  }),
  answer,
  async handle(call, deps) {
    const { channelCode, mchOrderId, amount, notifyUrl, remark = null } = call.fields;
    const details = { remark, ...jtDetails(call.fields) };
    const order = { channelCode, mchOrderId, amount, notifyUrl, expireSeconds: usualExpireSeconds, details };
    return refuseJt(call.settings) ?? create(call, order, deps);
  },
});

async function create(
  call: Pick<Call<unknown>, 'app' | 'merchant' | 'now'>,
  order: QrOrder,
  deps: BluepayDeps,
): Promise<Outcome<unknown>> {
  const created = await createQrCode(call, order, deps);
  if (!created.ok) return created;
  const { paymentId } = created.value;
  const payment = paymentId === null ? undefined : ({ id: paymentId, status: 'pending' } as const);
  return accept(qrData(created.value, payment, deps));
}
