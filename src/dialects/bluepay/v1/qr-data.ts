// What v1 tells of a QR code (bluepay.md 3.4, 3.5, 3.7).
import type { Instrument } from '../../../core/instrument/instrument.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import type { BluepayDeps } from '../deps.ts';
import { localTime, localTimeOrNull } from '../local-time.ts';
import { qrStatuses, transactionStatuses } from '../statuses.ts';

/** The code with the payment that it is for; a static one has none, and then nothing is said of it. */
export function qrData(
  instrument: Instrument,
  payment: Pick<Payment, 'id' | 'status'> | undefined,
  { tokens, baseUrl }: Pick<BluepayDeps, 'tokens' | 'baseUrl'>,
) {
  const { currency } = instrument;
  return {
    mchOrderId: instrument.reference,
    // Not documented for this version, but clients of the same platform refuse an answer without it (3.4).
    qrCodeId: instrument.id,
    ...(payment && { transactionId: payment.id, transactionStatus: transactionStatuses[payment.status] }),
    qrCodeContent: instrument.presentation,
    channelCode: instrument.channel,
    notifyUrl: instrument.notifyUrl,
    remark: instrument.details['remark'] ?? null,
    qrStatus: qrStatuses[instrument.status],
    qrLink: `${baseUrl()}/pay/${tokens.tokenFor(instrument.id)}`,
    createTime: localTime(instrument.createdAt, currency),
    updateTime: localTime(instrument.updatedAt, currency),
    expiresTime: localTimeOrNull(instrument.expiresAt, currency),
  };
}
