// An Upay merchant for end-to-end tests: made through the admin API, with one terminal, and orders that know their own numbers.
import { eventually, type TestGateway } from './gateway.ts';
import { createUpayClient, type UpayAnswer, type UpayClient } from './upay-client.ts';

export interface UpayShop {
  readonly merchantId: string;
  readonly appId: string;
  readonly platformPublicKey: string;
  readonly activationCodes: readonly string[];
  readonly client: UpayClient;
  /** Pays so much of the merchant's balance out: no call of Upay does. */
  spend(amountMinor: bigint): Promise<void>;
  /** An order under a number of its own, which nobody has asked for yet. */
  order(amount?: string): ShopOrder;
}

export interface ShopOrder {
  readonly clientSn: string;
  /** With a code that nobody has shown before. */
  pay(more?: object): Promise<UpayAnswer>;
  precreate(more?: object): Promise<UpayAnswer>;
  query(more?: object): Promise<UpayAnswer>;
  cancel(): Promise<UpayAnswer>;
  revoke(): Promise<UpayAnswer>;
  refund(amount: string, number: string, more?: object): Promise<UpayAnswer>;
  /** Plays its payer, or its bank. */
  act(outcome: 'paid' | 'failed', more?: { failedCode?: number }): Promise<void>;
  /** `PAID 1250`: what a query says of its state and of what is left of it; `none` where there is no order. */
  state(): Promise<string>;
  /** Resolves once that is its state. */
  reaches(state: string): Promise<void>;
}

export interface ShopOptions {
  /** Of the app. */
  readonly switches?: object;
  /** Settings of POST /admin/merchants. */
  readonly settings?: object;
}

/** A shop of each kind. */
export async function openShops<Name extends string>(
  gateway: TestGateway,
  kinds: Readonly<Record<Name, ShopOptions>>,
): Promise<Record<Name, UpayShop>> {
  const shops = {} as Record<Name, UpayShop>;
  for (const name of Object.keys(kinds) as Name[]) shops[name] = await openShop(gateway, kinds[name]);
  return shops;
}

/** Credentials as POST /admin/apps answers them. */
interface MadeApp {
  readonly appId: string;
  readonly vendorSn: string;
  readonly vendorKey: string;
  readonly activationCodes: readonly string[];
  readonly terminalSn: string;
  readonly terminalKey: string;
  readonly platformPublicKey: string;
}

let made = 0;

export async function openShop(gateway: TestGateway, { switches, settings = {} }: ShopOptions = {}): Promise<UpayShop> {
  const { merchantId } = await gateway.manage<{ merchantId: string }>('POST', '/merchants', settings);
  const app = await gateway.manage<MadeApp>('POST', '/apps', { merchantId, dialect: 'upay' });
  if (switches) await gateway.manage('PATCH', `/apps/${app.appId}`, { switches });
  const client = createUpayClient({
    baseUrl: gateway.url,
    vendor: { sn: app.vendorSn, key: app.vendorKey },
    terminal: { sn: app.terminalSn, key: app.terminalKey },
  });
  const { appId, platformPublicKey, activationCodes } = app;
  return {
    merchantId,
    appId,
    platformPublicKey,
    activationCodes,
    client,
    spend: (amountMinor) => spend(gateway, { merchantId, appId }, amountMinor),
    order: (amount = '1250') => newOrder(gateway, client, amount),
  };
}

async function spend(
  { gateway: { core } }: TestGateway,
  { merchantId, appId }: Pick<UpayShop, 'merchantId' | 'appId'>,
  amountMinor: bigint,
): Promise<void> {
  const { cell = 0 } = (await core.directory.findMerchant(merchantId)) ?? {};
  const id = core.ids.next('D', cell, core.clock.now());
  const paid = await core.engine.execute(cell, 'create-payout', {
    id,
    merchantId,
    appId,
    referenceScope: appId,
    reference: id,
    idempotencyKey: id,
    channel: 'CN_ALIPAY',
    currency: 'CNY',
    amountMinor,
    destination: { method: 'bank', code: 'B', accountNo: '1', accountName: 'A' },
    notifyUrl: null,
    details: {},
  });
  if (!paid.ok) throw new Error(`Nothing was spent: ${paid.reason}.`);
}

/** Moves the clock to noon in Shanghai, so that no test meets midnight there. */
export async function atNoon(gateway: TestGateway): Promise<void> {
  const daySeconds = 86_400;
  const secondOfDay = Math.floor(Date.now() / 1000 + 8 * 3600) % daySeconds;
  await gateway.advance((daySeconds + 12 * 3600 - secondOfDay) % daySeconds);
}

/** Of WeChat; it ends in 0, so that the payer's own money pays. */
export function newBarcode(): string {
  made += 1;
  return `13${String(made).padStart(15, '0')}0`;
}

function newOrder(gateway: TestGateway, client: UpayClient, amount: string): ShopOrder {
  made += 1;
  const clientSn = `C${made}`;
  const ask = (request: string, fields: object) =>
    client.call(`/upay/v2/${request}`, { client_sn: clientSn, ...fields });
  const asked = { total_amount: amount, subject: 'coffee', operator: 'op1' };
  const order: ShopOrder = {
    clientSn,
    pay: (more = {}) => ask('pay', { ...asked, dynamic_id: newBarcode(), ...more }),
    precreate: (more = {}) => ask('precreate', { ...asked, payway: '3', ...more }),
    query: (more = {}) => ask('query', more),
    cancel: () => ask('cancel', {}),
    revoke: () => ask('revoke', {}),
    refund: (refunded, number, more = {}) =>
      ask('refund', { refund_amount: refunded, refund_request_no: number, operator: 'op2', ...more }),
    async act(outcome, more) {
      const { data } = await order.query();
      await gateway.act(data['sn'] ?? '', outcome, more);
    },
    async state() {
      const { outcome, data } = await order.query();
      if (outcome === 'FAIL UPAY_ORDER_NOT_EXIST') return 'none';
      return `${data['order_status']} ${data['net_amount']}`;
    },
    async reaches(state) {
      await eventually(async () => (await order.state()) === state, 10_000);
    },
  };
  return order;
}
