// What PayCools' merchants, their payers and the bank do, one thing at a time, at random: with every product that moves money and every
// scenario of the sandbox.
import assert from 'node:assert/strict';
import type { TestGateway } from './gateway.ts';
import { anOrderId, type TestMerchant } from './merchant.ts';
import type { Params } from './paycools-client.ts';
import type { Random } from './random.ts';

/** Does one thing for a merchant, and says how it was answered: `debit 1000`, `act 409`. */
export type Act = (merchant: TestMerchant) => Promise<string>;

type Data = Readonly<Record<string, unknown>>;

const order = { appName: 'Sari Sari Store', customerName: 'Juan Dela Cruz', email: 'juan@example.com' };
const redirectUrl = 'https://shop.example/done';
const billers = ['GCASH_STATIC_VA', 'PAYMAYA_STATIC_VA', '7ELEVEN_STATIC_VA', 'RDP_STATIC_VA', 'MLH_STATIC_VA'];

/** Everything as often as it stands here. */
export function createTrade(gateway: TestGateway, random: Random): readonly Act[] {
  const known = createKnown(random);
  /** Of a user of each merchant. */
  const tokens = new Map<TestMerchant, string>();

  async function post(what: string, { client }: TestMerchant, path: string, params: Params) {
    const { code, data } = await client.call('POST', path, params);
    assert.ok(code !== 1018 && code !== 1503, `${what} ${code}`);
    return { said: `${what} ${code}`, data: (code === 1000 ? data : {}) as Data };
  }

  const now = () => gateway.gateway.core.clock.now();

  function postParam(what: string, merchant: TestMerchant, path: string, param: object) {
    return post(what, merchant, path, { param: JSON.stringify({ timestamp: now(), ...param }) });
  }

  async function createWebPayment(merchant: TestMerchant): Promise<string> {
    const channelCode = random.pick(['GCASH_URL', 'PAYMAYA_URL', 'CARD_URL', 'BPIA_URL']);
    const request = merchant.aPayment({ amount: anAmount(random), channelCode });
    const { said, data } = await post('web', merchant, '/api/v1/payment', request);
    known.add(merchant, 'payable', data['transactionId']);
    known.add(merchant, 'refundable', data['transactionId']);
    return said;
  }

  async function createCode(merchant: TestMerchant): Promise<string> {
    const channelCode = random.pick(['QRPH_STATIC_QR', 'QRPH_DYNAMIC_QR', 'QRPH_HYBRID_QR']);
    const change = { channelCode, amount: anAmount(random), expireSeconds: random.pick([60, 3_600]) };
    const { said, data } = await post('qr', merchant, '/api/v1/qrcode', merchant.aQrcode(change));
    known.add(merchant, 'payable', data['qrcodeId']);
    known.add(merchant, 'codes', data['mchOrderId']);
    return said;
  }

  async function cancelCode(merchant: TestMerchant): Promise<string> {
    const mchOrderId = known.any(merchant, 'codes');
    if (mchOrderId === undefined) return 'nothing yet';
    return (await post('cancel', merchant, '/api/v1/qrcode/cancel', { mchOrderId })).said;
  }

  async function createPayout(merchant: TestMerchant): Promise<string> {
    const request = merchant.aPayout({ amount: anAmount(random) });
    const { said, data } = await post('payout', merchant, '/api/v1/payout', request);
    known.add(merchant, 'payouts', data['transactionId']);
    return said;
  }

  async function openAccounts(merchant: TestMerchant): Promise<string> {
    const bounds = random.chance(1 / 2) ? { minAmount: 20_000, maxAmount: 150_000 } : {};
    const isTransfer = random.chance(1 / 3);
    const channelCode = isTransfer ? 'INSTA_TRANSFER_ACC' : billers.filter(() => random.chance(1 / 2)).join();
    const path = isTransfer ? '/api/v1/batch/paymentAccount' : '/api/v1/batch/paymentCode';
    // Now and then for an order that has some.
    const mchOrderId = (random.chance(1 / 6) ? known.any(merchant, 'bills') : undefined) ?? anOrderId();
    const request = { ...order, mchOrderId, channelCode: channelCode || 'MLH_STATIC_VA', ...bounds };
    const { said, data } = await post('accounts', merchant, path, request);
    const lists = [data['paymentVaList'], data['paymentAccountList']] as (Data[] | undefined)[];
    for (const account of lists.flatMap((list) => list ?? []))
      known.add(merchant, 'numbers', account['referenceNumber'] ?? account['accountNumber']);
    if (data['paymentVaList']) known.add(merchant, 'bills', mchOrderId);
    return said;
  }

  async function payAccount(merchant: TestMerchant): Promise<string> {
    const reference = known.newest(merchant, 'numbers');
    return reference === undefined ? 'nothing yet' : play('number', reference, 'paid', { amount: anAmount(random) });
  }

  async function cancelAccounts(merchant: TestMerchant): Promise<string> {
    const mchOrderId = known.any(merchant, 'bills');
    if (mchOrderId === undefined) return 'nothing yet';
    return (await post('close', merchant, '/api/v1/paymentCode/cancel', { mchOrderId })).said;
  }

  async function createCheckout(merchant: TestMerchant): Promise<string> {
    const money = { amount: anAmount(random), currency: 'PHP', settlementCurrency: 'PHP', countryCode: 'PH' };
    const back = { notifyUrl: `${merchant.receiver.url}/checkout`, redirectUrl };
    const request = { mchOrderId: anOrderId(), ...money, ...order, mobile: '09171234567', ...back };
    const { said, data } = await postParam('checkout', merchant, '/api/v2/checkout/generate', request);
    const { checkoutId, checkoutUrl } = data;
    if (checkoutId === undefined) return said;
    // Some payers change their mind.
    for (let picks = random.between(1, 2); picks > 0; picks--) {
      const channel = random.pick(['GCASH_URL', 'QRPH_DYNAMIC_QR', '7ELEVEN_VA', 'BPIA_URL']);
      const body = new URLSearchParams({ channel });
      const { status } = await fetch(`${String(checkoutUrl)}/channel`, { method: 'POST', body, redirect: 'manual' });
      assert.equal(status, 303);
    }
    known.add(merchant, 'payable', checkoutId);
    known.add(merchant, 'checkouts', checkoutId);
    return said;
  }

  async function closeCheckout(merchant: TestMerchant): Promise<string> {
    const checkoutId = known.newest(merchant, 'checkouts');
    if (checkoutId === undefined) return 'nothing yet';
    return (await postParam('end', merchant, '/api/v2/checkout/close', { checkoutId })).said;
  }

  async function tokenOf(merchant: TestMerchant): Promise<string> {
    const given = tokens.get(merchant);
    if (given !== undefined) return given;
    const [userId, requestId] = [anOrderId(), anOrderId()];
    const asked = { userId, requestId, channelCode: 'GCASH_DIRECT_DEBIT', terminalType: 'WEB', redirectUrl };
    const notifyUrl = `${merchant.receiver.url}/tokens`;
    await post('token', merchant, '/api/v1/direct/debit/token/apply', { timestamp: now(), ...asked, notifyUrl });
    await gateway.act(requestId, 'authorised');
    const query = { timestamp: now(), userId };
    const { data } = await post('token', merchant, '/api/v1/direct/debit/token/query', query);
    const [token] = data['tokenList'] as Data[];
    const payToken = String(token?.['payToken']);
    tokens.set(merchant, payToken);
    return payToken;
  }

  async function debit(merchant: TestMerchant): Promise<string> {
    const { said, data } = await post('debit', merchant, '/api/v1/direct/debit/pay', {
      timestamp: now(),
      appName: 'Sari Sari Store',
      mchOrderId: anOrderId(),
      amount: anAmount(random),
      channelCode: 'GCASH_DIRECT_DEBIT',
      payToken: await tokenOf(merchant),
      callbackUrl: `${merchant.receiver.url}/debits`,
    });
    known.add(merchant, 'charged', data['transactionId']);
    known.add(merchant, 'refundable', data['transactionId']);
    return said;
  }

  async function refund(merchant: TestMerchant): Promise<string> {
    const originalTransactionId = known.newest(merchant, 'refundable');
    if (originalTransactionId === undefined) return 'nothing yet';
    const { said } = await post('refund', merchant, '/api/payment/refund', {
      mchRefundOrderId: anOrderId(),
      originalTransactionId,
      refundAmount: random.chance(1 / 2) ? 1 + random.below(5_000) : 9_000 + scenario(random),
      refundCallbackUrl: `${merchant.receiver.url}/refund`,
    });
    return said;
  }

  async function act(merchant: TestMerchant): Promise<string> {
    const kind = random.pick(['payable', 'payable', 'payable', 'payable', 'payouts', 'charged'] as const);
    const reference = known.newest(merchant, kind);
    if (reference === undefined) return 'nothing yet';
    const amount = random.chance(1 / 3) && kind === 'payable' ? { amount: anAmount(random) } : {};
    return play('act', reference, random.chance(1 / 5) ? 'failed' : 'paid', amount);
  }

  async function play(what: string, reference: string, outcome: string, more: object): Promise<string> {
    const { status, body } = await gateway.sandbox('act', { reference, outcome, ...more });
    assert.ok([200, 400, 409].includes(status), JSON.stringify(body));
    return `${what} ${status}`;
  }

  return [
    [createWebPayment, createWebPayment, createCode, createCode, cancelCode, createPayout, createPayout],
    [openAccounts, payAccount, payAccount, cancelAccounts, createCheckout, createCheckout, closeCheckout],
    [debit, debit, refund, refund, act, act, act, act],
  ].flat();
}

type Kind = 'payable' | 'charged' | 'refundable' | 'payouts' | 'codes' | 'numbers' | 'bills' | 'checkouts';

/** References that merchants were told, by what can be done with them, newest last. */
function createKnown(random: Random) {
  const references = new Map<string, string[]>();
  const allOf = ({ merchantId }: TestMerchant, kind: Kind) => {
    const key = `${merchantId} ${kind}`;
    const found = references.get(key) ?? [];
    references.set(key, found);
    return found;
  };
  return {
    /** Nothing where there is no reference: it was refused. */
    add(merchant: TestMerchant, kind: Kind, reference: unknown): void {
      if (typeof reference === 'string') allOf(merchant, kind).push(reference);
    },
    any: (merchant: TestMerchant, kind: Kind) => random.pickIfAny(allOf(merchant, kind)),
    /** Mostly a new one, so that many are paid and some are paid twice. */
    newest(merchant: TestMerchant, kind: Kind): string | undefined {
      const all = allOf(merchant, kind);
      return random.pickIfAny(random.chance(1 / 3) ? all : all.slice(-8));
    },
  };
}

/** One of all scenarios every other time. */
function anAmount(random: Random): number {
  if (random.chance(1 / 2)) return 2_000 + random.below(200_000);
  return 10_000 * (1 + random.below(20)) + 9_000 + scenario(random);
}

/** The last digits that mean something, above 9000. */
function scenario(random: Random): number {
  return random.pick([random.below(11), random.between(11, 19), random.between(20, 28), random.between(30, 44)]);
}
