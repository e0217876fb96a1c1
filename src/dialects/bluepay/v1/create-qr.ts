// 3.4 Create QR code: POST /open-api/qr/generate.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { createQrCode } from '../qr-codes.ts';
import {
  amount,
  channelCode,
  customerName,
  email,
  expireSeconds,
  mchOrderId,
  notifyUrl,
  remark,
  text,
} from '../schemas.ts';
import { qrData } from './qr-data.ts';

const usualExpireSeconds = 3600;

export const createQr = defineOperation({
  path: '/open-api/qr/generate',
  versions: ['v1'],
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
  async handle(call, deps) {
    const { channelCode, mchOrderId, amount, expireSeconds, notifyUrl, ...said } = call.fields;
    const created = await createQrCode(
      call,
      {
        channelCode,
        mchOrderId,
        amount,
        expireSeconds: expireSeconds ?? usualExpireSeconds,
        notifyUrl,
        details: {
          customerName: said.customerName ?? null,
          email: said.email ?? null,
          mobile: said.mobile ?? null,
          remark: said.remark ?? null,
        },
      },
      deps,
    );
    if (!created.ok) return created;
    const { paymentId } = created.value;
    const payment = paymentId === null ? undefined : ({ id: paymentId, status: 'pending' } as const);
    return accept(qrData(created.value, payment, deps));
  },
});
