// Valid requests for every operation of BluePay's API in both versions, as fields that a mutator can change.
import { bluepayDraft, type BluepayDraft } from './bluepay-mutations.ts';
import { aNumber, aPayIn, type BluepayShop, type PayIn } from './bluepay-shop.ts';
import type { Random } from './random.ts';

export interface BluepayShops {
  readonly v1: BluepayShop;
  readonly v2: BluepayShop;
  /** Merchants and apps to share with. */
  readonly receivers: readonly string[];
}

type Make = () => BluepayDraft;

/** Makers of valid requests, some for every operation. */
export async function draftsOf(random: Random, shops: BluepayShops): Promise<readonly Make[]> {
  const drafts = await Promise.all([ofBoth(random, shops.v1), ofBoth(random, shops.v2)]);
  return [...drafts.flat(), ...(await ofV1(random, shops.v1)), ...(await ofV2(random, shops))];
}

const today = () => new Date().toISOString().slice(0, 10);

const payer = { customerName: 'Somchai Jaidee', email: 'somchai@example.com', mobile: '0812345678' };
const redirectUrl = 'https://m.example/done';

/** What both versions have, each in its own way. */
async function ofBoth(random: Random, shop: BluepayShop): Promise<readonly Make[]> {
  const { client, notifyUrl } = shop;
  const [paid, open, few] = await Promise.all([payIns(shop, 8, 'paid'), payIns(shop, 16), payIns(shop, 12, 'paid')]);
  const { version } = client;
  const make = (path: string, fields: object) => bluepayDraft(client, path, fields);
  const original = () => ({ originalTransactionId: random.pick(paid).transactionId });
  const aRefund = () => ({ mchRefundOrderId: aNumber(), ...original(), refundAmount: 1, refundReason: 'late' });
  const known = shop.aPayout();
  await shop.ask('/open-api/disbursement/transfer', known);
  const wallet = { payMethodCode: 'EWALLET', transferCode: 'TRUEMONEY', accountNo: '0812345678' };
  const user = aNumber();
  const given = await shop.token(user);
  const anApplication = () => ({
    userId: user,
    requestId: aNumber(),
    channelCode: 'BLUEPAY_DIRECT_DEBIT',
    terminalType: 'WAP',
    osType: 'IOS',
    notifyUrl,
    redirectUrl,
  });
  const anOrder = (change: object = {}) => {
    const [path, fields] = aPayIn(version, notifyUrl);
    return make(path.replace('/open-api/', ''), { ...fields, remark: 'ชำระเงิน', ...change });
  };
  return [
    () => anOrder(),
    () => anOrder(),
    () => anOrder({ mchOrderId: random.pick(open).mchOrderId }),
    () => make('account/balance', {}),
    () => make('account/balance', { timestamp: 1_700_000_000 }),
    () => make('disbursement/transfer', shop.aPayout()),
    () => make('disbursement/transfer', shop.aPayout({ ...wallet, idempotencyId: known['idempotencyId'] })),
    () => make('disbursement', shop.aPayout(wallet)),
    () => make('disbursement/check', { mchOrderId: known['mchOrderId'] }),
    () => make('payment/refund', { ...aRefund(), refundCallbackUrl: notifyUrl }),
    () => make('payment/refund', { ...aRefund(), mchRefundOrderId: 'AGAIN' }),
    () => make('refund', aRefund()),
    () => make('payment/refund/query', original()),
    () => make('payment/refund/query', { mchRefundOrderId: 'AGAIN' }),
    () => make('payment/void', { mchVoidOrderId: aNumber(), originalTransactionId: random.pick(few).transactionId }),
    () => make('payment/void', { mchVoidOrderId: aNumber(), mchOrderId: random.pick(open).mchOrderId, remark: 'x' }),
    () => make('direct/debit/token/apply', anApplication()),
    () => make('direct/debit/token/query', { userId: user, payToken: given }),
    () => make('direct/debit/token/query', { userID: user }),
    () => make('direct/debit/token/cancel', { userId: user, payToken: 'TK0000000000000001' }),
    () => make('report/download', { countryCode: 'TH', transDate: today(), transType: random.between(1, 2) }),
  ];
}

async function ofV1(random: Random, shop: BluepayShop): Promise<readonly Make[]> {
  const { client, notifyUrl } = shop;
  const make = (path: string, fields: object) => bluepayDraft(client, path, fields);
  const payToken = await shop.token();
  const aDebit = () => ({
    mchOrderId: aNumber(),
    amount: 10_000,
    channelCode: 'BLUEPAY_DIRECT_DEBIT',
    payToken,
    notifyUrl,
  });
  const aCode = (channelCode = 'THAI_DYNAMIC_QR') => ({ channelCode, mchOrderId: aNumber(), notifyUrl, ...payer });
  const page = await shop.payIn();
  await shop.ask('/open-api/qr/generate', { ...aCode('THAI_STATIC_QR'), mchOrderId: 'COUNTER' });
  const item = { subOrderId: 'S1', amount: 10_000, regionNo: 'R1', branchNo: 'B1', courierNo: 'C1' };
  return [
    () => make('qr/generate', { ...aCode(), amount: 10_000, expireSeconds: 600, remark: 'table 4' }),
    () => make('qr/generate', aCode('THAI_STATIC_QR')),
    () => make('qr/detail', { mchOrderId: 'COUNTER' }),
    () => make('qr/paymentList', { mchOrderId: 'COUNTER', startDate: today(), endDate: today() }),
    () => make('qr/cancel', { mchOrderId: random.pick(['COUNTER', 'NONE']) }),
    () => make('webpay/detail', { mchOrderId: page.mchOrderId }),
    () => make('direct/debit/pay', aDebit()),
    () => make('direct/debit/detail', { mchOrderId: page.mchOrderId }),
    () => make('jt/direct/debit/pay', { ...aDebit(), businessType: 1, projectType: 'VIP', items: [item] }),
    () => make('jt/direct/debit/detail', { mchOrderId: page.mchOrderId }),
  ];
}

async function ofV2(random: Random, { v2: shop, receivers }: BluepayShops): Promise<readonly Make[]> {
  const { client, notifyUrl } = shop;
  const make = (path: string, fields: object) => bluepayDraft(client, path, fields);
  const payToken = await shop.token();
  const [paid, open] = [await payIns(shop, 4, 'paid'), await payIns(shop, 16)];
  const order = () => ({ mchOrderId: aNumber(), amount: 10_000, currency: 'THB', notifyUrl, redirectUrl });
  const collection = (channelType: string, channelCode: string, more: object = {}) =>
    make('payment/generate', { ...order(), ...payer, terminalType: 'WEB', channelType, channelCode, ...more });
  const goodsDetails = [{ goodsId: '1', goodsName: 'coffee', quantity: 1, price: 10_000 }];
  const billingAddress = { countryCode: 'TH', city: 'Bangkok', address: '1 Silom Road' };
  const aCheckout = () => ({ ...order(), ...payer, settlementCurrency: 'THB', language: 'TH', expireSeconds: 3_600 });
  const { checkoutId } = await shop.ask('/open-api/payment/checkout/generate', aCheckout());
  const receiver = () => ({ receiverType: 'PAYCOOLS_MCH', receiverAccount: random.pick(receivers) });
  const added = { receiverName: 'Supplier', relationType: 'SUPPLIER' };
  for (const receiverAccount of receivers)
    await shop.ask('/open-api/v1/split/receiver/add', { ...receiver(), ...added, receiverAccount });
  const aSplit = () => ({
    mchSplitOrderId: aNumber(),
    transactionId: random.pick(paid).transactionId,
    receivers: [{ ...receiver(), amount: 2, description: 'share' }],
  });
  const [given] = receivers;
  const made = { ...aSplit(), receivers: [{ ...receiver(), receiverAccount: given, amount: 100_000 }] };
  await shop.ask('/open-api/v1/split/apply', made);
  const aReturn = () => ({
    mchReturnOrderId: aNumber(),
    mchSplitOrderId: made.mchSplitOrderId,
    receiverAccount: given,
    returnAmount: 1,
  });
  const businessType = 'SPLIT_PAYMENT_RECEIVER_RELATION';
  return [
    () => collection('QR', 'TH_PROMPTPAY_QR'),
    () => collection('CARD', 'TH_CARD_URL', { goodsDetails, billingAddress }),
    () => collection('EWALLET', 'TH_WECHAT_URL', { wechatpay: { payerClientIp: '203.0.113.7', wpOpenid: 'o1' } }),
    () => collection('EWALLET', 'PH_GCASH_URL', { countryCode: 'PH', currency: 'PHP' }),
    () => collection('QR', 'PH_QRPH_STATIC', { countryCode: 'PH', currency: 'PHP' }),
    () => collection('PAYLATER', 'TH_ATOME_URL', { goodsDetails, billingAddress }),
    () => collection('DIRECT_DEBIT', 'BLUEPAY_DIRECT_DEBIT', { payToken }),
    () => make('payment/query', random.pick(open)),
    () => make('payment/query', { mchOrderId: random.pick(paid).mchOrderId }),
    () => make('payment/close', { transactionId: random.pick(open).transactionId }),
    () => make('payment/checkout/channel', { currency: 'THB', amount: 10_000 }),
    () => make('payment/checkout/generate', aCheckout()),
    () => make('payment/checkout/generate', { ...aCheckout(), channelTypeList: ['QR'], goodsDetails, billingAddress }),
    () => make('payment/checkout/query', { checkoutId }),
    () => make('payment/checkout/close', { checkoutId: random.pick([checkoutId, 'CH0000000000000001']) }),
    () => make('v1/file/upload', { businessType, fileName: 'proof.png', fileContent: onePixel }),
    () => make('v1/split/receiver/add', { ...receiver(), ...added }),
    () => make('v1/split/receiver/query', {}),
    () => make('v1/split/receiver/delete', { ...receiver(), receiverAccount: 'M00000000000000000000009' }),
    () => make('v1/split/apply', aSplit()),
    () => make('v1/split/apply', { ...aSplit(), mchSplitOrderId: made.mchSplitOrderId, unfreezeUnsplit: true }),
    () => make('v1/split/query', { mchSplitOrderId: made.mchSplitOrderId, transactionId: made.transactionId }),
    () => make('v1/split/amount/query', { transactionId: random.pick(paid).transactionId }),
    () => make('v1/split/return', aReturn()),
    () => make('v1/split/return/query', { mchReturnOrderId: 'RETURN1' }),
  ];
}

/** Paid ones are large, so that there is always something left of them. */
function payIns(shop: BluepayShop, count: number, outcome?: 'paid'): Promise<PayIn[]> {
  return Promise.all(
    Array.from({ length: count }, () => (outcome === undefined ? shop.payIn() : shop.paid({ amount: 50_000_000 }))),
  );
}

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
