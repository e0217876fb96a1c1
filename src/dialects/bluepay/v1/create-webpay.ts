// 3.8 Create WebPay: POST /open-api/webpay/generate. The payer is sent to a hosted page; inside WeChat the merchant's own page can call
// the payment with what `metadata.wechatpay` holds.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { openChannelOf } from '../../open-channel-of.ts';
import { pageTypes } from '../channels.ts';
import { localTimeOrNull } from '../local-time.ts';
import { defineOperation } from '../operation.ts';
import {
  amount,
  channelCode,
  email,
  expireSeconds,
  mchOrderId,
  notifyUrl,
  payerClientIp,
  payerName,
  redirectUrl,
  remark,
  thaiMobile,
  wpAppid,
  wpOpenid,
} from '../schemas.ts';
import { checkWechat, wechatMetadata } from '../wechat.ts';
import { webpayAnswer } from './answers.ts';

const usualExpireSeconds = 3600;

export const createWebpay = defineOperation({
  path: '/open-api/webpay/generate',
  versions: ['v1'],
  summary: 'Makes an order that its payer pays on a hosted page.',
  fields: Type.Object({
    channelCode,
    mchOrderId,
    amount,
    notifyUrl,
    redirectUrl,
    customerName: payerName,
    email,
    mobile: thaiMobile,
    remark: Type.Optional(remark),
    expireSeconds: Type.Optional(expireSeconds),
    payerClientIp: Type.Optional(payerClientIp),
    wpOpenid: Type.Optional(wpOpenid),
    wpAppid: Type.Optional(wpAppid),
  }),
  answer: webpayAnswer,
  async handle({ app, merchant, fields, now }, deps) {
    const { engine, ids, tokens, baseUrl, onCreated } = deps;
    const { channelCode, mchOrderId } = fields;
    const amountMinor = BigInt(fields.amount);
    const open = openChannelOf(deps, app, { channelCode, amountMinor, types: pageTypes });
    if (!open.ok) return open;
    const wechat = checkWechat(open.value, fields);
    if (!wechat.ok) return wechat;

    const created = await engine.execute(merchant.cell, 'create-payment', {
      id: ids.next('C', merchant.cell, now),
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference: mchOrderId,
      // One number, one order, whichever way it is paid (2.9).
      numberedWith: ['code'],
      channel: open.value.channel.code,
      amountMinor,
      notifyUrl: fields.notifyUrl,
      returnUrl: fields.redirectUrl,
      expirySeconds: fields.expireSeconds ?? usualExpireSeconds,
      details: {
        customerName: fields.customerName,
        email: fields.email,
        mobile: fields.mobile,
        remark: fields.remark ?? null,
      },
    });
    if (!created.ok) return created;
    onCreated?.(created.value);
    const { id, expiresAt, currency } = created.value;
    const payUrl = `${baseUrl()}/pay/${tokens.tokenFor(id)}`;
    const metadata = wechatMetadata(open.value, created.value, fields);
    return accept({
      mchOrderId,
      payUrl,
      transactionId: id,
      expiresTime: localTimeOrNull(expiresAt, currency),
      // Official accounts open the page itself; it is short enough.
      ...(metadata && { shortUrl: payUrl, metadata }),
    });
  },
});
