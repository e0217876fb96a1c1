// 3b.8 Create payment: POST /open-api/payment/generate. One number, one payment, whichever way it is paid: its payer scans a code,
// transfers to an account, is sent to a page, or permitted it before (3b.17).
import { outsideLimits } from '../../../core/limits/amount-limits.ts';
import type { Details, Payment } from '../../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import { type OpenChannel, openChannel } from '../../../engine/open-channel.ts';
import { accept } from '../../../kernel/outcome.ts';
import { keepDetails } from '../../kept-details.ts';
import { isStaticQr } from '../channels.ts';
import { takeDebit } from '../debits.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { transactionStatuses } from '../statuses.ts';
import { checkWechat, wechatMetadata } from '../wechat.ts';
import { collectionAnswer } from './answers.ts';
import { findCollectionChannel } from './collection-channel.ts';
import { type CollectionFields, collectionFields, refuseCollection } from './collection-fields.ts';
import { payDataOf, presentPayment } from './pay-data.ts';
import { createStaticCode } from './static-code.ts';
import { plainTime, plainTimeOrNull } from './times.ts';

export const createCollection = defineOperation({
  path: '/open-api/payment/generate',
  versions: ['v2'],
  summary:
    'Asks a payer for money by one channel: a QR code, an account to transfer to, a page, or a token that he gave.',
  fields: collectionFields,
  answer: collectionAnswer,
  async handle(call, deps) {
    const { fields } = call;
    const open = openCollection(call, deps);
    if (!open.ok) return open;
    if (fields.channelType === 'DIRECT_DEBIT') return createDebit(call, deps);
    if (isStaticQr(fields.channelCode)) {
      const created = await createStaticCode(call, detailsOf(fields, null), deps);
      if (!created.ok) return created;
      const { id: qrCodeId, presentation: payData, createdAt, expiresAt } = created.value;
      const made = { id: null, status: 'pending', amountMinor: null, payData, createdAt, expiresAt } as const;
      return accept({ ...collectionData(call, made), qrCodeId });
    }
    const created = await createPayment(call, open.value, deps);
    if (!created.ok) return created;
    deps.onCreated?.(created.value);
    const payData = await payDataOf(created.value, deps);
    const metadata = wechatMetadata(open.value, created.value, fields.wechatpay ?? {});
    return accept({ ...collectionData(call, { ...created.value, payData }), ...(metadata && { metadata }) });
  },
});

/** One number, one order, whichever way it is paid (2.9). */
const numberedWith = ['checkout', 'code'] as const;

/** The channel of a request in which nothing is wrong. */
function openCollection(
  call: Call<CollectionFields>,
  deps: Pick<BluepayDeps, 'directory' | 'connectors'>,
): Outcome<OpenChannel> {
  const { merchant, country, fields } = call;
  const refused = refuseCollection(country, fields);
  if (refused) return refused;
  const channel = findCollectionChannel(call, fields, deps);
  if (!channel.ok) return channel;
  const amountMinor = BigInt(fields.amount);
  const open = openChannel(deps, fields.channelCode, amountMinor);
  if (!open.ok) return open;
  const wechat = checkWechat(open.value, fields.wechatpay ?? {});
  if (!wechat.ok) return wechat;
  // Before a code is made of it, which has room for twelve digits.
  return outsideLimits(amountMinor, channel.value, merchant.limits, 'payment') ?? open;
}

async function createPayment(
  { app, merchant, fields, now }: Call<CollectionFields>,
  open: OpenChannel,
  { engine, ids }: BluepayDeps,
): Promise<Outcome<Payment>> {
  const id = ids.next('C', merchant.cell, now);
  const amountMinor = BigInt(fields.amount);
  const shown = presentPayment(open, { id, merchant, amountMinor });
  if (!shown.ok) return shown;
  return engine.execute(merchant.cell, 'create-payment', {
    id,
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: fields.mchOrderId,
    numberedWith,
    channel: open.channel.code,
    amountMinor,
    notifyUrl: fields.notifyUrl,
    returnUrl: fields.redirectUrl ?? null,
    details: detailsOf(fields, shown.value),
  });
}

/**
 * Charges a token, and waits a second for the channel. Money that the payer has not got is refused (21026) where the channel says so in
 * that time; all else that fails, and that later, is a FAILED payment. Either way the number is used and the notification tells.
 */
async function createDebit(call: Call<CollectionFields>, deps: BluepayDeps): Promise<Outcome<unknown>> {
  const { fields } = call;
  const { payToken = '' } = fields;
  const taken = await takeDebit(call, { ...fields, numberedWith, payToken, details: detailsOf(fields, null) }, deps);
  if (!taken.ok) return taken;
  if (taken.value.failure === 'payer_balance_insufficient') return refuse('payer_balance_insufficient');
  return accept(collectionData(call, { ...taken.value, payData: null }));
}

function detailsOf(fields: CollectionFields, payData: string | null): Details {
  const { channelType, customerName, email, mobile, terminalType, osType, remark } = fields;
  const { goodsDetails, billingAddress } = fields;
  const said = { customerName, email, mobile, terminalType, osType, remark };
  // Whoever lends a payer money wants to know for what, and where it goes.
  return { channelType, payData, ...keepDetails({ ...said, goodsDetails, billingAddress }) };
}

type Made = Pick<Payment, 'status' | 'createdAt' | 'expiresAt'> & {
  readonly id: string | null;
  readonly amountMinor: bigint | null;
  readonly payData: string | null;
};

function collectionData({ country, settings, fields }: Call<CollectionFields>, made: Made) {
  return {
    mchOrderId: fields.mchOrderId,
    transactionId: made.id,
    countryCode: country,
    currency: fields.currency,
    channelType: fields.channelType,
    channelCode: fields.channelCode,
    amount: made.amountMinor === null ? null : Number(made.amountMinor),
    payData: made.payData,
    transactionStatus: transactionStatuses[made.status],
    createTime: plainTime(made.createdAt, settings),
    expiresTime: plainTimeOrNull(made.expiresAt, settings),
  };
}
