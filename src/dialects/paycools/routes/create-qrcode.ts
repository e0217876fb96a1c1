// 5.1 Create QR code: POST /api/v1/qrcode. A repeat of a static code answers the existing one; others are refused while
// they are open or once they are paid (paycools.md 7, row 19).
import { qrSlot } from '../../../core/instrument/instrument.ts';
import { outsideLimits } from '../../../core/limits/amount-limits.ts';
import { refuse } from '../../../core/reasons.ts';
import { openChannel } from '../../../engine/open-channel.ts';
import { accept } from '../../../kernel/outcome.ts';
import { qrcodeAnswer } from '../answers.ts';
import { qrKindOf } from '../channels.ts';
import { defineOperation } from '../operation.ts';
import { qrcodeData } from '../qrcode-data.ts';
import { qrcodeFields } from '../schemas.ts';

const defaultExpirySeconds = 3600;

export const createQrcode = defineOperation({
  method: 'POST',
  path: '/api/v1/qrcode',
  summary: 'Makes a QR Ph code: static for any number and amount of payments, dynamic for one, hybrid for one amount.',
  answer: qrcodeAnswer,
  fields: qrcodeFields,
  async handle({ app, merchant, fields, now }, deps) {
    const { engine, ids } = deps;
    const kind = qrKindOf(fields.channelCode);
    if (!kind) return refuse('channel_unavailable');
    if (kind.fixedAmount && fields.amount === undefined) return refuse('amount_missing');
    const amountMinor = kind.fixedAmount && fields.amount !== undefined ? BigInt(fields.amount) : null;
    const open = openChannel(deps, fields.channelCode, amountMinor);
    if (!open.ok) return open;
    const { channel, connector } = open.value;
    // Before a code is made of it, which has room for twelve digits.
    const outside =
      channel.enabled && amountMinor !== null
        ? outsideLimits(amountMinor, channel, merchant.limits, 'payment')
        : undefined;
    if (outside) return outside;
    const id = ids.next('QR', merchant.cell, now);
    const presentation = connector.presentCode?.(channel, { id, merchant, amountMinor, dynamic: kind.fixedAmount });
    if (presentation === undefined) return refuse('channel_unavailable');

    const created = await engine.execute(merchant.cell, 'create-instrument', {
      id,
      paymentId: kind.singleUse ? ids.next('C', merchant.cell, now) : null,
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference: fields.mchOrderId,
      slot: qrSlot,
      channel: channel.code,
      amountMinor,
      expirySeconds: kind.fixedAmount ? (fields.expireSeconds ?? defaultExpirySeconds) : null,
      presentation,
      notifyUrl: fields.callbackUrl ?? null,
      details: {
        appName: fields.appName,
        customerName: fields.customerName ?? null,
        email: fields.email ?? null,
        remark: fields.remark ?? null,
      },
      repeat: kind.fixedAmount ? 'refuse' : 'return',
    });
    if (!created.ok) return created;
    const { paymentId } = created.value;
    if (paymentId !== null && amountMinor !== null) deps.onCreated?.({ id: paymentId, amountMinor });
    return accept(qrcodeData(created.value, app, deps));
  },
});
