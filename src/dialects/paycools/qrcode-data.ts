// The QR code object that 5.1, 5.2, 5.4 and 5.6 answer with (paycools.md 5.1).
import type { Instrument } from '../../core/instrument/instrument.ts';
import type { App } from '../../core/merchant/merchant.ts';
import { callbackUrlOf } from './products.ts';
import type { PaycoolsDeps } from './deps.ts';
import { manilaTime, manilaTimeOrNull } from './manila-time.ts';
import { qrcodeStatuses } from './statuses.ts';

export function qrcodeData(
  instrument: Instrument,
  app: App,
  { tokens, baseUrl }: Pick<PaycoolsDeps, 'tokens' | 'baseUrl'>,
) {
  return {
    mchOrderId: instrument.reference,
    qrcodeId: instrument.id,
    qrcodeContent: instrument.presentation,
    channelCode: instrument.channel,
    callbackUrl: callbackUrlOf(app, 'qr', instrument.notifyUrl) ?? null,
    createTime: manilaTime(instrument.createdAt),
    updateTime: manilaTime(instrument.updatedAt),
    expiresTime: manilaTimeOrNull(instrument.expiresAt),
    remark: instrument.details['remark'] ?? null,
    status: qrcodeStatuses[instrument.status],
    qrLink: `${baseUrl()}/pay/${tokens.tokenFor(instrument.id)}`,
  };
}
