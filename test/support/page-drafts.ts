// Requests to hosted pages and their buttons, and acts by the references that merchants show their payers.
import assert from 'node:assert/strict';
import type { TestGateway } from './gateway.ts';
import { anOrderId, type TestMerchant } from './merchant.ts';
import { type Draft, draftOf, formOf } from './mutations.ts';
import type { Params } from './paycools-client.ts';
import type { Random } from './random.ts';

type Data = Readonly<Record<string, unknown>>;

const payer = { customerName: 'Juan Dela Cruz', email: 'juan@example.com', mobile: '09171234567' };
const redirectUrl = 'https://shop.example/done';

/** Makers of requests to pages of a few accounts, payments, checkouts, mandates and identity checks, made for them. */
export async function pageDrafts(
  random: Random,
  gateway: TestGateway,
  merchant: TestMerchant,
): Promise<readonly (() => Draft)[]> {
  const { post } = createPoster(gateway, merchant);
  const { url } = merchant.receiver;
  const numbers = ['GCASH_STATIC_VA', '7ELEVEN_STATIC_VA'].map((channelCode) => async () => {
    const bounds = { minAmount: 10_000, maxAmount: 500_000 };
    const account = { appName: 'Sari Sari Store', mchOrderId: anOrderId(), channelCode, ...payer, ...bounds };
    const { guideUrl, referenceNumber } = await post('/api/v1/paymentCode', account);
    return { page: pathOf(guideUrl), reference: String(referenceNumber) };
  });
  const accounts = await times(3, async () => {
    const account = { appName: 'Store', mchOrderId: anOrderId(), channelCode: 'INSTA_TRANSFER_ACC', ...payer };
    const { shortLink, paymentAccountList } = await post('/api/v1/batch/paymentAccount', account);
    const [first] = paymentAccountList as { accountNumber: string }[];
    return { page: pathOf(shortLink).replace(/\/all$/, ''), reference: String(first?.accountNumber) };
  });
  for (const number of numbers) accounts.push(await number());
  const payments = await times(12, async () => {
    const { redirectUrl: page, transactionId } = await post('/api/v1/payment', merchant.aPayment());
    return { page: pathOf(page), reference: String(transactionId) };
  });
  const checkouts = await times(12, async () => {
    const countries = { currency: 'PHP', settlementCurrency: 'PHP', countryCode: 'PH' };
    const order = { mchOrderId: anOrderId(), amount: 50_010, ...countries, ...payer, notifyUrl: url, redirectUrl };
    const { checkoutUrl, checkoutId } = await post('/api/v2/checkout/generate', { param: JSON.stringify(order) });
    return { page: pathOf(checkoutUrl), reference: String(checkoutId) };
  });
  const mandates = await times(12, async () => {
    const who = { userId: 'USER1', requestId: anOrderId(), channelCode: 'GCASH_DIRECT_DEBIT', terminalType: 'WEB' };
    const { authUrl } = await post('/api/v1/direct/debit/token/apply', { ...who, notifyUrl: url, redirectUrl });
    return { page: pathOf(authUrl), reference: who.requestId };
  });
  const checks = await times(24, async () => {
    const who = { userId: 'USER1', requestId: anOrderId(), channelCode: 'PH_EKYC' };
    const { ekycUrl, ekycId } = await post('/api/v1/ekyc/init', { ...who, callbackUrl: url, redirectUrl });
    return { page: pathOf(ekycUrl), reference: String(ekycId) };
  });
  const everything = [accounts, payments, checkouts, mandates, checks];
  const account = () => random.pick(accounts);
  const papers = { fullName: 'Maria Clara', birthDate: '1990-01-31', idType: 'Passport', idNumber: 'P123 4567A' };
  const anAct = (subjects: readonly Subject[], outcomes: readonly string[], more: object = {}) =>
    draftOf('POST', '/sandbox/act', {
      reference: random.pick(subjects).reference,
      outcome: random.pick(outcomes),
      ...more,
    });
  return [
    () => draftOf('GET', random.pick(random.pick(everything)).page, { lang: random.pick(['en', 'fil', 'zh', 'xx']) }),
    () => draftOf('GET', `${random.pick(random.pick(everything)).page}/status`, { x: 1 }),
    () => draftOf('GET', `${random.pick(random.pick(everything)).page}/return`, { x: 1 }),
    () => draftOf('GET', account().page, { amount: '500.10', notice: 'paid' }),
    () => draftOf('GET', `${account().page}/all`, { amount: '500.10', lang: 'en' }),
    () => formOf(`${account().page}/pay`, { amount: '500.10' }),
    () => formOf(`${account().page}/pay`, { amount: '5000.01' }),
    () => formOf(`${random.pick(payments).page}/${random.pick(['pay', 'decline'])}`, { amount: '1' }),
    () => formOf(`${random.pick(checkouts).page}/channel`, { channel: random.pick(['GCASH_URL', 'QRPH_DYNAMIC_QR']) }),
    () => formOf(`${random.pick(checkouts).page}/${random.pick(['pay', 'decline'])}`, {}),
    () => formOf(`${random.pick(mandates).page}/${random.pick(['agree', 'decline'])}`, {}),
    () => formOf(random.pick(checks).page, papers),
    () => formOf(random.pick(checks).page, { ...papers, idNumber: '' }),
    () => formOf(`${random.pick(checks).page}/reject`, {}),
    () => anAct(accounts, ['paid'], { amount: 50_010, mobile: '09171234567' }),
    () => anAct(accounts, ['paid', 'failed'], { amount: 19_000 + random.below(40) }),
    () => anAct(checkouts, ['paid', 'failed']),
    () => anAct(mandates, ['authorised', 'failed', 'revoked', 'passed']),
    () => anAct(checks, ['rejected', 'passed', 'paid'], { failedCode: -10009 }),
    () => anAct(random.pick(everything), ['paid', 'failed', 'authorised', 'revoked', 'passed', 'rejected']),
  ];
}

interface Subject {
  /** Its path. */
  readonly page: string;
  /** What `/sandbox/act` knows it by. */
  readonly reference: string;
}

function createPoster({ gateway }: TestGateway, { client }: TestMerchant) {
  return {
    /** Asks what must be accepted, at the gateway's time. */
    async post(path: string, fields: Params): Promise<Data> {
      const { param, ...others } = fields;
      const timestamp = gateway.core.clock.now();
      const timed =
        typeof param === 'string'
          ? { ...others, param: JSON.stringify({ timestamp, ...(JSON.parse(param) as object) }) }
          : { timestamp, ...fields };
      const { code, message, data } = await client.call('POST', path, timed);
      assert.equal(code, 1000, `${path}: ${message}`);
      return data as Data;
    },
  };
}

const times = <Value>(count: number, make: () => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: count }, make));

function pathOf(url: unknown): string {
  return new URL(String(url)).pathname;
}
