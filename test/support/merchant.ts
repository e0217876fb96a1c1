// A merchant for end-to-end tests: made through the admin API, with its client, its receiver and valid requests.
import { generateKeyPairSync } from 'node:crypto';
import type { TestGateway } from './gateway.ts';
import { createPaycoolsClient, type Params, type PaycoolsClient } from './paycools-client.ts';
import { type Receiver, startReceiver } from './receiver.ts';

export interface TestMerchant {
  readonly merchantId: string;
  readonly appId: string;
  readonly callbackSecret: string;
  readonly privateKeyPem: string;
  readonly client: PaycoolsClient;
  readonly receiver: Receiver;
  /** A valid request for a web payment, with an order id of its own. */
  aPayment(change?: Params): Params;
  aQrcode(change?: Params): Params;
  aPayout(change?: Params): Params;
  /** Creates a web payment and answers its transactionId; throws unless that works. */
  createPayment(change?: Params): Promise<string>;
  createPayout(change?: Params): Promise<string>;
  createQrcode(change?: Params): Promise<QrcodeData>;
  fund(amountMinor: number): Promise<void>;
  balance(): Promise<number>;
}

export interface QrcodeData {
  readonly mchOrderId: string;
  readonly qrcodeId: string;
  readonly qrcodeContent: string;
  readonly channelCode: string;
  readonly callbackUrl: string;
  readonly createTime: string;
  readonly updateTime: string;
  readonly expiresTime: string | null;
  readonly remark: string | null;
  readonly status: string;
  readonly qrLink: string;
}

export interface MerchantOptions {
  /** Settings of POST /admin/merchants. */
  readonly settings?: object;
  /** One that there is already: then only its app is made. */
  readonly merchantId?: string;
}

export interface KeyPair {
  readonly publicKeyPem: string;
  readonly privateKeyPem: string;
}

export function makeKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** One pair a process: making keys is slow. */
let shared: KeyPair | undefined;
let orders = 0;

/** An order id that no other test of this process uses. */
export function anOrderId(): string {
  orders += 1;
  return `ORD${process.pid}X${orders}`;
}

export async function addMerchant(
  gateway: TestGateway,
  { settings = {}, ...options }: MerchantOptions = {},
): Promise<TestMerchant> {
  shared ??= makeKeyPair();
  const { publicKeyPem, privateKeyPem } = shared;
  const receiver = await startReceiver();
  const merchantId =
    options.merchantId ?? (await gateway.manage<{ merchantId: string }>('POST', '/merchants', settings)).merchantId;
  const { appId, callbackSecret } = await gateway.manage<{ appId: string; callbackSecret: string }>('POST', '/apps', {
    merchantId,
    dialect: 'paycools',
    publicKey: publicKeyPem,
  });
  const callbackUrls = { merchant: receiver.url, payout: `${receiver.url}/payout`, qr: `${receiver.url}/qr` };
  await gateway.manage('PATCH', `/apps/${appId}`, { callbackUrls });
  const client = createPaycoolsClient({ baseUrl: gateway.url, appId, privateKeyPem, callbackSecret });

  async function create<Data>(path: string, params: Params): Promise<Data> {
    const answer = await client.call('POST', path, params);
    if (answer.code !== 1000) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.data as Data;
  }
  const merchant: TestMerchant = {
    merchantId,
    appId,
    callbackSecret,
    privateKeyPem,
    client,
    receiver,
    aPayment: (change) => ({
      appName: 'Sari Sari Store',
      mchOrderId: anOrderId(),
      amount: 50_010,
      channelCode: 'GCASH_URL',
      customerName: 'Juan Dela Cruz',
      email: 'juan@example.com',
      mobile: '09171234567',
      callbackUrl: `${receiver.url}/web`,
      redirectUrl: 'https://shop.example/done?cart=7',
      remark: 'two shirts',
      ...change,
    }),
    aQrcode: (change) => ({
      appName: 'Sari Sari Store',
      mchOrderId: anOrderId(),
      channelCode: 'QRPH_DYNAMIC_QR',
      customerName: 'Juan Dela Cruz',
      amount: 50_010,
      remark: 'table 4',
      ...change,
    }),
    aPayout(change) {
      const mchOrderId = anOrderId();
      return {
        appName: 'Sari Sari Store',
        mchOrderId,
        idempotencyId: `IDEM${mchOrderId}`,
        amount: 10_000,
        accountNo: '001234567890',
        accountName: 'Maria Clara',
        payMethodCode: 'BANK',
        bankCode: 'BDO',
        remark: 'salary',
        ...change,
      };
    },
    createPayment: async (change) =>
      (await create<{ transactionId: string }>('/api/v1/payment', merchant.aPayment(change))).transactionId,
    createPayout: async (change) =>
      (await create<{ transactionId: string }>('/api/v1/payout', merchant.aPayout(change))).transactionId,
    createQrcode: (change) => create<QrcodeData>('/api/v1/qrcode', merchant.aQrcode(change)),
    async fund(amountMinor) {
      const funded = await gateway.sandbox('fund', { merchantId, currency: 'PHP', amount: amountMinor });
      if (funded.status !== 200) throw new Error(JSON.stringify(funded));
    },
    async balance() {
      const { data } = await client.call('GET', '/api/v1/account/checkBalance');
      return (data as { balance: number }).balance;
    },
  };
  return merchant;
}
