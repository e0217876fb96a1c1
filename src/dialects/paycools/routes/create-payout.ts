// 3.1 Create payout: POST /api/v1/payout. Acceptance is always PENDING; the outcome comes by callback or query.
import type { Static } from 'typebox';
import type { Destination } from '../../../core/payout/payout.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import { openChannel } from '../../../engine/open-channel.ts';
import { accept } from '../../../kernel/outcome.ts';
import { payoutAnswer } from '../answers.ts';
import { findBank, findWallet, payoutChannels } from '../channels.ts';
import { currency, manilaTime } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { payoutFields } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';

export const createPayout = defineOperation({
  method: 'POST',
  path: '/api/v1/payout',
  summary: 'Pays out to a bank account, an e-wallet or a scanned QR code; the outcome comes by callback or query.',
  answer: payoutAnswer,
  fields: payoutFields,
  async handle({ app, merchant, fields, now }, deps) {
    const { engine, ids } = deps;
    const destination = destinationOf(fields);
    if (!destination.ok) return destination;
    const amountMinor = BigInt(fields.amount);
    const open = openChannel(deps, payoutChannels[fields.payMethodCode], amountMinor);
    if (!open.ok) return open;

    const created = await engine.execute(merchant.cell, 'create-payout', {
      id: ids.next('D', merchant.cell, now),
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference: fields.mchOrderId,
      idempotencyKey: fields.idempotencyId,
      channel: open.value.channel.code,
      currency,
      amountMinor,
      destination: destination.value,
      notifyUrl: null,
      details: { appName: fields.appName, remark: fields.remark ?? null, email: fields.email ?? null },
    });
    if (!created.ok) return created;
    const { id, status, createdAt } = created.value;
    return accept({
      transactionId: id,
      transactionStatus: transactionStatuses[status],
      transactionTime: manilaTime(createdAt),
    });
  },
});

/** Refuses a bank or e-wallet that is missing (1009) or unknown (1010, 1016), and a wallet account that is no mobile. */
function destinationOf(fields: Static<typeof payoutFields>): Outcome<Destination> {
  const { payMethodCode, accountNo, accountName, bankCode, ewalletCode } = fields;
  if (payMethodCode === 'SCANQR') return accept({ method: 'qr', code: '', accountNo, accountName });
  if (payMethodCode === 'BANK') {
    if (bankCode === undefined) return refuse('request_malformed', 'bankCode is required when payMethodCode is BANK');
    const code = findBank(bankCode);
    return code === undefined ? refuse('bank_unknown') : accept({ method: 'bank', code, accountNo, accountName });
  }
  if (ewalletCode === undefined)
    return refuse('request_malformed', 'ewalletCode is required when payMethodCode is EWALLET');
  const code = findWallet(ewalletCode);
  if (code === undefined) return refuse('wallet_unknown');
  if (!/^09\d{9}$/.test(accountNo))
    return refuse('request_malformed', 'accountNo must be a mobile 09xxxxxxxxx for EWALLET');
  return accept({ method: 'wallet', code, accountNo, accountName });
}
