// A BluePay merchant for end-to-end tests: made through the admin API, with an app of one version, an inbox for what it is told, and
// valid requests.
import { type BluepayAnswer, type BluepayClient, type BluepayFields, createBluepayClient } from './bluepay-client.ts';
import { eventually, type TestGateway } from './gateway.ts';
import { type KeyPair, makeKeyPair } from './merchant.ts';

export interface BluepayShop {
  readonly merchantId: string;
  readonly appId: string;
  /** Where its inbox is. */
  readonly notifyUrl: string;
  readonly client: BluepayClient;
  /** Asks; throws unless the answer is 10000. */
  ask(path: string, fields: BluepayFields): Promise<BluepayAnswer['data']>;
  /** A pay-in that waits for its payer, under a number of its own: a WebPay order in v1, a collection in v2. */
  payIn(change?: BluepayFields): Promise<PayIn>;
  /** The same, paid. */
  paid(change?: BluepayFields): Promise<PayIn>;
  /** A token that the user gave. */
  token(userId?: string): Promise<string>;
  /** A request for a payout to a Thai bank. */
  aPayout(change?: BluepayFields): BluepayFields;
  fund(amountMinor: number, currency?: string): Promise<void>;
  patchApp(change: object): Promise<void>;
  patchMerchant(change: object): Promise<void>;
  /** Every notification that names it, oldest first; each was signed by the platform. */
  told(name: string): Promise<BluepayFields[]>;
  /** The first that names it and is of the event. */
  toldOf(eventName: string, name: string): Promise<BluepayFields>;
}

export interface PayIn {
  readonly mchOrderId: string;
  readonly transactionId: string;
}

export interface BluepayShopOptions {
  /** Of the app. */
  readonly app?: object;
  /** Settings of POST /admin/merchants. */
  readonly settings?: object;
}

/** One pair a process: making keys is slow. */
let keys: KeyPair | undefined;
let made = 0;

/** Of ten characters and more, as payouts of v1 want it. */
export function aNumber(): string {
  made += 1;
  return `BPORDER${String(made).padStart(5, '0')}`;
}

export async function openBluepayShop(
  gateway: TestGateway,
  version: 'v1' | 'v2',
  { app, settings = {} }: BluepayShopOptions = {},
): Promise<BluepayShop> {
  keys ??= makeKeyPair();
  const { merchantId } = await gateway.manage<{ merchantId: string }>('POST', '/merchants', settings);
  const { appId, platformPublicKey } = await gateway.manage<{ appId: string; platformPublicKey: string }>(
    'POST',
    '/apps',
    { merchantId, dialect: `bluepay-${version}`, publicKey: keys.publicKeyPem },
  );
  const inbox = `shop${appId.slice(0, 16)}`;
  const notifyUrl = `${gateway.url}/sandbox/inbox/${inbox}`;
  await gateway.manage('PATCH', `/apps/${appId}`, { callbackUrls: { merchant: notifyUrl }, ...app });
  const client = createBluepayClient({
    baseUrl: gateway.url,
    version,
    appId,
    merchantPrivateKey: keys.privateKeyPem,
    platformPublicKey,
    now: gateway.gateway.core.clock.now,
  });

  const shop: BluepayShop = {
    merchantId,
    appId,
    notifyUrl,
    client,
    async ask(path, fields) {
      const answer = await client.call(path, fields);
      if (answer.code !== 10000) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer.data;
    },
    async payIn(change) {
      const [path, fields] = aPayIn(version, notifyUrl);
      const data = await shop.ask(path, { ...fields, ...change });
      return { mchOrderId: String(data['mchOrderId']), transactionId: String(data['transactionId']) };
    },
    async paid(change) {
      const order = await shop.payIn(change);
      await gateway.act(order.transactionId, 'paid');
      return order;
    },
    async token(userId = aNumber()) {
      const requestId = aNumber();
      await shop.ask('/open-api/direct/debit/token/apply', {
        userId,
        requestId,
        channelCode: 'BLUEPAY_DIRECT_DEBIT',
        terminalType: 'WEB',
        notifyUrl,
        redirectUrl: 'https://m.example/done',
      });
      await gateway.act(requestId, 'authorised');
      return String((await shop.toldOf('token.create.success', requestId))['payToken']);
    },
    aPayout: (change) => ({
      mchOrderId: aNumber(),
      idempotencyId: aNumber(),
      amount: 10_000,
      ...(version === 'v2' && { currency: 'THB' }),
      payMethodCode: 'BANK',
      transferCode: 'KBANK',
      accountNo: '0011223344',
      accountName: 'Somchai Jaidee',
      accountType: 'INDIVIDUAL',
      accountTaxId: '1234567890123',
      mobile: '0812345678',
      remark: 'salary',
      ...change,
    }),
    async fund(amountMinor, currency = 'THB') {
      const { status, body } = await gateway.sandbox('fund', { merchantId, currency, amount: amountMinor });
      if (status !== 200) throw new Error(JSON.stringify(body));
    },
    async patchApp(change) {
      await gateway.manage('PATCH', `/apps/${appId}`, change);
    },
    async patchMerchant(change) {
      await gateway.manage('PATCH', `/merchants/${merchantId}`, change);
    },
    async told(name) {
      const kept = (await (await fetch(notifyUrl)).json()) as { body: string }[];
      const read = kept.map(({ body }) => client.readNotification(body));
      return read
        .map((fields) => {
          if (!fields) throw new Error('The platform did not sign this notification.');
          return fields;
        })
        .filter((fields) => Object.values(fields).includes(name));
    },
    toldOf: (eventName, name) =>
      eventually(async () => (await shop.told(name)).find((fields) => fields['eventName'] === eventName)),
  };
  return shop;
}

/** The path and a valid request, under a number of its own. */
export function aPayIn(version: 'v1' | 'v2', notifyUrl: string): readonly [path: string, fields: BluepayFields] {
  const payer = { customerName: 'Somchai Jaidee', email: 'somchai@example.com', mobile: '0812345678' };
  const order = { mchOrderId: aNumber(), amount: 10_000, notifyUrl, ...payer };
  const page = { ...order, redirectUrl: 'https://m.example/done' };
  if (version === 'v1') return ['/open-api/webpay/generate', { ...page, channelCode: 'TRUEMONEY_URL' }];
  const way = { channelType: 'EWALLET', channelCode: 'TH_TRUEMONEY_URL', terminalType: 'WEB' };
  return ['/open-api/payment/generate', { ...page, ...way, currency: 'THB' }];
}
