// A PayCools merchant at work over HTTP: its requests with the gateway's time, its orders brought to where a test wants them, and what
// it was told of them.
import assert from 'node:assert/strict';
import { eventually, type TestGateway } from './gateway.ts';
import { anOrderId, type MerchantOptions, type TestMerchant } from './merchant.ts';
import type { Params, PaycoolsAnswer } from './paycools-client.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface PaycoolsDesk {
  readonly gateway: TestGateway;
  readonly merchant: TestMerchant;
  /** Asks with the gateway's time as `timestamp`, which calls that want none ignore. */
  post(path: string, fields?: Params): Promise<PaycoolsAnswer>;
  get(path: string, fields?: Params): Promise<PaycoolsAnswer>;
  /** The same of the checkout, whose fields stand in `param`. */
  checkout(operation: 'generate' | 'query' | 'close', fields: Fields): Promise<PaycoolsAnswer>;
  anAccount(change?: Params): Params;
  aCheckout(change?: Fields): Fields;
  aTokenRequest(change?: Params): Params;
  aDebit(payToken: string, change?: Params): Params;
  anIdentityCheck(change?: Params): Params;
  /** A web payment that its payer has made. */
  paid(change?: Params): Promise<string>;
  /** A payment by a code that is paid once, whose channel gives it back once and wholly. */
  paidCode(): Promise<string>;
  /** A checkout whose payer picked GCash. */
  chosenCheckout(change?: Fields): Promise<{ readonly checkoutId: string; readonly transactionId: string }>;
  /** A token that its user gave. */
  token(userId?: string): Promise<string>;
  /** What the merchant's server got that names it and is of the event, rightly signed. */
  toldOf(eventName: string, name: string): Promise<Fields>;
}

export async function openPaycoolsDesk(gateway: TestGateway, options?: MerchantOptions): Promise<PaycoolsDesk> {
  const merchant = await gateway.merchant(options);
  const { client, receiver } = merchant;
  const timestamp = () => gateway.gateway.core.clock.now();
  const redirectUrl = 'https://shop.example/done';
  const payer = { customerName: 'Juan Dela Cruz', email: 'juan@example.com', mobile: '09171234567' };
  const debitChannel = { channelCode: 'GCASH_DIRECT_DEBIT' };

  const desk: PaycoolsDesk = {
    gateway,
    merchant,
    post: (path, fields = {}) => client.call('POST', path, { timestamp: timestamp(), ...fields }),
    get: (path, fields) => client.call('GET', path, fields),
    checkout: (operation, fields) =>
      client.call('POST', `/api/v2/checkout/${operation}`, {
        param: JSON.stringify({ timestamp: timestamp(), ...fields }),
      }),
    anAccount: (change) => ({
      appName: 'Sari Sari Store',
      mchOrderId: anOrderId(),
      channelCode: 'GCASH_STATIC_VA',
      ...payer,
      ...change,
    }),
    aCheckout: (change) => ({
      mchOrderId: anOrderId(),
      amount: 50_010,
      currency: 'PHP',
      settlementCurrency: 'PHP',
      countryCode: 'PH',
      ...payer,
      notifyUrl: `${receiver.url}/checkout`,
      redirectUrl,
      ...change,
    }),
    aTokenRequest: (change) => ({
      userId: 'u1',
      requestId: anOrderId(),
      ...debitChannel,
      terminalType: 'WEB',
      notifyUrl: `${receiver.url}/tokens`,
      redirectUrl,
      ...change,
    }),
    aDebit: (payToken, change) => ({
      appName: 'Sari Sari Store',
      mchOrderId: anOrderId(),
      amount: 10_000,
      ...debitChannel,
      payToken,
      ...payer,
      callbackUrl: `${receiver.url}/debits`,
      ...change,
    }),
    anIdentityCheck: (change) => ({
      requestId: anOrderId(),
      userId: 'u1',
      channelCode: 'PH_EKYC',
      callbackUrl: `${receiver.url}/checks`,
      redirectUrl,
      ...change,
    }),
    async paid(change) {
      const transactionId = await merchant.createPayment(change);
      await gateway.act(transactionId, 'paid');
      return transactionId;
    },
    async paidCode() {
      const { qrcodeId, mchOrderId } = await merchant.createQrcode();
      await gateway.act(qrcodeId, 'paid');
      return String((await desk.toldOf('qrcode.payment.success', mchOrderId))['transactionId']);
    },
    async chosenCheckout(change) {
      const { checkoutId, checkoutUrl } = dataOf(await desk.checkout('generate', desk.aCheckout(change)));
      const body = new URLSearchParams({ channel: 'GCASH_URL' });
      await fetch(`${String(checkoutUrl)}/channel`, { method: 'POST', body, redirect: 'manual' });
      const { transactionId } = dataOf(await desk.checkout('query', { checkoutId }));
      return { checkoutId: String(checkoutId), transactionId: String(transactionId) };
    },
    async token(userId = 'u1') {
      const request = desk.aTokenRequest({ userId });
      dataOf(await desk.post('/api/v1/direct/debit/token/apply', request));
      const requestId = String(request['requestId']);
      await gateway.act(requestId, 'authorised');
      return String((await desk.toldOf('token.create.success', requestId))['paytoken']);
    },
    async toldOf(eventName, name) {
      const { body, fields } = await eventually(() =>
        receiver.received.find(
          ({ fields: told }) => told['eventName'] === eventName && Object.values(told).includes(name),
        ),
      );
      assert.ok(client.verifyCallback(body), body);
      return fields;
    },
  };
  return desk;
}

/** What an accepted request was answered. */
export function dataOf({ code, message, data }: PaycoolsAnswer): Fields {
  assert.equal(code, 1000, message);
  return data as Fields;
}
