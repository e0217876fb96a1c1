// Valid requests for every operation of PayCools' API, as fields that a mutator can change.
import assert from 'node:assert/strict';
import type { TestGateway } from './gateway.ts';
import { anOrderId, type TestMerchant } from './merchant.ts';
import { draftOf } from './mutations.ts';
import type { Params } from './paycools-client.ts';
import { type PaycoolsDraft, paramDraft } from './paycools-mutations.ts';
import type { Random } from './random.ts';

type Make = () => PaycoolsDraft;
type Fields = Readonly<Record<string, unknown>>;

/** What drafts are made from: they are signed for the merchant's app, at the gateway's time. */
interface Desk {
  readonly random: Random;
  readonly merchant: TestMerchant;
  readonly now: () => number;
  /** Where it hears of everything. */
  readonly notifyUrl: string;
  post(path: string, fields: Fields): PaycoolsDraft;
  get(path: string, fields?: Fields): PaycoolsDraft;
  /** Asks what must be accepted. */
  made(path: string, fields: Params): Promise<Fields>;
}

/** Makers of valid requests, some for every operation. */
export async function draftsOf(random: Random, merchant: TestMerchant, gateway: TestGateway): Promise<readonly Make[]> {
  const { appId, client } = merchant;
  const desk: Desk = {
    random,
    merchant,
    now: () => gateway.gateway.core.clock.now(),
    notifyUrl: `${merchant.receiver.url}/told`,
    post: (path, fields) => draftOf('POST', path, { ...fields, appId }),
    get: (path, fields = {}) => draftOf('GET', path, { ...fields, appId }),
    async made(path, fields) {
      const { code, message, data } = await client.call('POST', path, fields);
      assert.equal(code, 1000, `${path}: ${message}`);
      return data as Fields;
    },
  };
  return [
    ...(await ofPayouts(desk)),
    ...(await ofCodes(desk)),
    ...ofAccounts(desk),
    ...(await ofPayments(desk, gateway)),
    ...(await ofCheckouts(desk)),
    ...(await ofDebits(desk, gateway)),
    ...(await ofIdentityChecks(desk)),
  ];
}

const redirectUrl = 'https://shop.example/done?cart=7';
const january = { startDate: '2026-01-01', endDate: '2026-01-31' };
const payer = { customerName: 'Juan Dela Cruz', email: 'juan@example.com', mobile: '09171234567' };

/** 2 and 3. */
async function ofPayouts({ merchant, now, post, get, made }: Desk): Promise<readonly Make[]> {
  const payout = merchant.aPayout();
  await made('/api/v1/payout', payout);
  const wallet = { payMethodCode: 'EWALLET', ewalletCode: 'GCASH', accountNo: '09171234567' };
  const aStatement = (change: Fields) => ({ createDate: '2026-01-31', page: 1, timestamp: `${now()}`, ...change });
  return [
    () => get('/api/v1/account/checkBalance'),
    () => post('/api/v1/record/paymentList', aStatement({ status: 'COMPLETE' })),
    () => post('/api/v1/record/payoutList', aStatement({ completeDate: '2026-01-31' })),
    () => post('/api/v1/payout', merchant.aPayout()),
    () => post('/api/v1/payout', merchant.aPayout(wallet)),
    () => post('/api/v1/payout', merchant.aPayout({ idempotencyId: payout['idempotencyId'] ?? null })),
    () => get('/api/v1/payout/check', { mchOrderId: payout['mchOrderId'] }),
  ];
}

/** 5. */
async function ofCodes({ merchant, post, get }: Desk): Promise<readonly Make[]> {
  const { mchOrderId } = await merchant.createQrcode({ channelCode: 'QRPH_STATIC_QR', amount: null });
  const closing = await merchant.createQrcode();
  const path = '/api/v1/qrcode';
  return [
    () => post(path, merchant.aQrcode({ expireSeconds: 3600 })),
    () => post(path, merchant.aQrcode({ channelCode: 'QRPH_STATIC_QR' })),
    () => get(`${path}/detail`, { mchOrderId }),
    () => get(`${path}/${mchOrderId}`),
    () => get(`${path}/${mchOrderId}/payments`, january),
    () => post(`${path}/update`, { mchOrderId, customerName: 'Maria', remark: 'x' }),
    () => post(`${path}/cancel`, { mchOrderId: closing.mchOrderId }),
  ];
}

/** 4 and 6: a few orders whose accounts are opened, found, added to and closed all the time, and new ones. */
function ofAccounts({ random, post, get }: Desk): readonly Make[] {
  const known = ['BILL1', 'BILL2', 'BILL3', 'BILL4', 'BILL5', 'BILL6'];
  const order = () => ({ mchOrderId: random.pick(known) });
  const billers = ['GCASH_STATIC_VA', 'PAYMAYA_STATIC_VA', '7ELEVEN_STATIC_VA', 'RDP_STATIC_VA', 'MLH_STATIC_VA'];
  const some = () => billers.filter(() => random.chance(1 / 2)).join() || billers.join();
  const terms = { minAmount: 20_000, maxAmount: 5_000_000, expireTime: '2099-12-31', description: 'July' };
  const anAccount = (change: Fields) => ({ appName: 'Sari Sari Store', mchOrderId: anOrderId(), ...payer, ...change });
  const [one, many, transfers] = ['/api/v1/paymentCode', '/api/v1/batch/paymentCode', '/api/v1/batch/paymentAccount'];
  const atBank = { channelCode: 'INSTA_TRANSFER_ACC' };
  const days = () => ({ ...january, channelCode: some() });
  return [
    () => post(one, anAccount({ channelCode: random.pick(billers), ...terms })),
    () => post(one, anAccount({ channelCode: random.pick(billers), ...order() })),
    () => post(many, anAccount({ channelCode: some(), ...terms })),
    () => post(many, anAccount({ channelCode: some(), ...order() })),
    () => post(`${many}/${random.pick(known)}/update`, { channelCode: some() }),
    () => post(`${one}/shortUrl`, { ...order(), amount: 30_000 }),
    () => get(`${one}/${random.pick(known)}/payments`, days()),
    () => post(`${one}/cancel`, order()),
    () => post(transfers, anAccount({ ...atBank, ...terms })),
    () => post(transfers, anAccount({ ...atBank, ...order() })),
    () => post(`${transfers}/${random.pick(known)}/update`, atBank),
    () => get(`/api/v1/paymentAccount/${random.pick(known)}/payments`, { ...january, ...atBank }),
  ];
}

/** 7 and 8: the payments that can be refunded are large, so that there is always something left of them. */
async function ofPayments(
  { random, merchant, notifyUrl, post, get }: Desk,
  gateway: TestGateway,
): Promise<readonly Make[]> {
  const waiting = await merchant.createPayment();
  const paid = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const id = await merchant.createPayment({ amount: 5_000_000 });
      await gateway.act(id, 'paid');
      return id;
    }),
  );
  const aRefund = (change: Fields = {}) => ({
    mchRefundOrderId: anOrderId(),
    originalTransactionId: random.pick(paid),
    refundAmount: 1,
    refundReason: 'late',
    refundCallbackUrl: notifyUrl,
    ...change,
  });
  return [
    () => post('/api/v1/payment', merchant.aPayment()),
    () => post('/api/v1/payment', merchant.aPayment({ mchOrderId: random.pick(['AGAIN', anOrderId()]) })),
    () => get(`/api/v1/payment/${random.pick([waiting, ...paid])}`),
    () => get('/api/v1/payment/channels'),
    () => post('/api/payment/refund', aRefund()),
    () => post('/api/payment/refund', aRefund()),
    () => post('/api/payment/refund', aRefund({ mchRefundOrderId: 'AGAIN' })),
    () => post('/api/payment/refund', aRefund({ originalTransactionId: random.pick([waiting, 'C1']) })),
    () => get('/api/payment/refund/query', { mchRefundOrderId: 'AGAIN' }),
    () => get('/api/payment/refund/query', { originalTransactionId: random.pick(paid) }),
  ];
}

/** 9, and the checkout's first version. */
async function ofCheckouts({ random, merchant, now, notifyUrl, made }: Desk): Promise<readonly Make[]> {
  const { appId } = merchant;
  const inParam = (name: string, param: Fields) =>
    paramDraft(`/api/v2/checkout/${name}`, { appId }, { timestamp: now(), ...param });
  const goodsDetails = [{ name: 'coffee', price: 50_010, quantity: 1, sku: 'C1', category: 'food' }];
  const billingAddress = { countryCode: 'PH', city: 'Manila', addressLine1: '1 Rizal Street', postCode: '1000' };
  const anOrder = (change: Fields = {}) => ({
    mchOrderId: anOrderId(),
    amount: 50_010,
    currency: 'PHP',
    settlementCurrency: 'PHP',
    countryCode: 'PH',
    ...payer,
    notifyUrl,
    redirectUrl,
    ...change,
  });
  const more = { channelTypeList: ['QR', 'EWALLET', 'PAYLATER'], goodsDetails, billingAddress, expireSeconds: 600 };
  const lists = { channelTypeList: 'QR,OTC', channelCodeList: 'QRPH_DYNAMIC_QR,7ELEVEN_VA', language: 'EN' };
  const aLegacyOrder = () => ({
    mchOrderId: `LEGACY${anOrderId()}`,
    amount: 50_010,
    customer: { firstName: 'Juan', lastName: 'Dela Cruz', email: payer.email, mobile: payer.mobile },
    items: [{ name: 'coffee', amount: 50_010, quantity: 1 }],
    callbackUrl: notifyUrl,
    redirectUrl,
    availableChannelCodes: ['GCASH_URL'],
    timestamp: now(),
  });
  const open = await Promise.all(
    Array.from({ length: 12 }, () =>
      made('/api/v2/checkout/generate', { param: JSON.stringify({ timestamp: now(), ...anOrder() }) }),
    ),
  );
  const [first] = open;
  const named = () => ({ checkoutId: random.pick(open)['checkoutId'] });
  return [
    () => inParam('channel', { countryCode: 'PH' }),
    () => inParam('generate', anOrder()),
    () => inParam('generate', anOrder(more)),
    () => inParam('generate', anOrder(lists)),
    () => inParam('query', named()),
    () => inParam('query', { mchOrderId: 'NONE', checkoutId: first?.['checkoutId'] }),
    () => inParam('close', named()),
    () => paramDraft('/api/v1/checkout', { appId, appName: 'Sari Sari Store' }, aLegacyOrder()),
  ];
}

/** 10. */
async function ofDebits({ random, now, notifyUrl, post, made }: Desk, gateway: TestGateway): Promise<readonly Make[]> {
  const root = '/api/v1/direct/debit';
  const timed = (path: string, fields: Fields) => post(root + path, { timestamp: now(), ...fields });
  const channel = { channelCode: 'GCASH_DIRECT_DEBIT' };
  const anApplication = (userId: string) => ({
    userId,
    requestId: anOrderId(),
    ...channel,
    terminalType: 'WAP',
    osType: 'IOS',
    notifyUrl,
    redirectUrl,
  });
  const tokens = await Promise.all(
    Array.from({ length: 6 }, async (_, index) => {
      const application = anApplication(`USER${index}`);
      await made(`${root}/token/apply`, { timestamp: now(), ...application });
      await gateway.act(application.requestId, 'authorised');
      const { userId } = application;
      const { tokenList } = await made(`${root}/token/query`, { timestamp: now(), userId });
      const [token] = tokenList as { payToken: string }[];
      return { userId, payToken: token?.payToken };
    }),
  );
  const [, ending] = tokens;
  const aDebit = (change: Fields = {}) => ({
    appName: 'Sari Sari Store',
    mchOrderId: anOrderId(),
    amount: 10_000,
    ...channel,
    payToken: tokens[0]?.payToken,
    ...payer,
    callbackUrl: notifyUrl,
    ...change,
  });
  const debit = await made(`${root}/pay`, { timestamp: now(), ...(aDebit() as Params) });
  return [
    () => timed('/token/apply', anApplication(anOrderId())),
    () => timed('/token/query', random.pick(tokens)),
    () => timed('/token/query', { userId: 'USER0' }),
    () => timed('/token/cancel', random.pick(tokens.slice(2))),
    () => timed('/pay', aDebit()),
    () => timed('/pay', aDebit({ payToken: ending?.payToken, amount: 12_345 })),
    () => timed('/query', { transactionId: debit['transactionId'] }),
  ];
}

/** 11. */
async function ofIdentityChecks({ now, notifyUrl, post, made }: Desk): Promise<readonly Make[]> {
  const timed = (path: string, fields: Fields) => post(`/api/v1/ekyc/${path}`, { timestamp: now(), ...fields });
  const aCheck = () => ({
    requestId: anOrderId(),
    userId: 'USER1',
    channelCode: 'PH_EKYC',
    customerName: 'Maria Clara',
    mobile: '639171234567',
    callbackUrl: notifyUrl,
    redirectUrl,
  });
  const known = await made('/api/v1/ekyc/init', { timestamp: now(), ...aCheck() });
  return [
    () => timed('init', aCheck()),
    () => timed('query', { requestId: known['requestId'] }),
    () => timed('query', { ekycId: known['ekycId'], requestId: known['requestId'] }),
  ];
}
