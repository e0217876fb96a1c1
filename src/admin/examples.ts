// A working request for every operation of the admin API, in the order of a story: a test sends them, documents show them.
import type { Example } from '../kernel/example.ts';

const createMerchant = 'POST /admin/merchants';
const createApp = 'POST /admin/apps';
const createVendor = 'POST /admin/vendors';
const createStore = 'POST /admin/stores';

const merchantId = { merchantId: { of: createMerchant, at: 'merchantId' } } as const;
const appId = { appId: { of: createApp, at: 'appId' } } as const;
const vendorSn = { vendorSn: { of: createVendor, at: 'vendorSn' } } as const;
const storeId = { storeId: { of: createStore, at: 'storeId' } } as const;
const terminalSn = { terminalSn: { of: createApp, at: 'terminalSn' } } as const;

const merchant = { merchantId: 'M0100000000000001' };
const app = { appId: 'A0100000000000001' };
const vendor = { vendorSn: '91000001' };
const store = { storeId: '100001' };
const terminal = { terminalSn: '100000000000001' };

export const examples: readonly Example[] = [
  {
    operation: createMerchant,
    fields: {
      name: 'Corner Store',
      city: 'Manila',
      fees: { payment: { basisPoints: 150 }, payout: { fixed: 1500 } },
      limits: { payment: { max: 5_000_000, dailyAmount: 100_000_000 } },
      settlementDays: 1,
    },
  },
  { operation: 'GET /admin/merchants', fields: { limit: 100 } },
  { operation: 'GET /admin/merchants/{merchantId}', fields: merchant, from: merchantId },
  {
    operation: 'PATCH /admin/merchants/{merchantId}',
    fields: { ...merchant, status: 'active', settlementDays: 0 },
    from: merchantId,
  },
  { operation: createVendor, fields: { name: 'Terminals Ltd' } },
  { operation: 'GET /admin/vendors', fields: {} },
  { operation: 'GET /admin/vendors/{vendorSn}', fields: vendor, from: vendorSn },
  { operation: 'PATCH /admin/vendors/{vendorSn}', fields: { ...vendor, rotateKey: true }, from: vendorSn },
  { operation: createApp, fields: { ...merchant, dialect: 'paycools' }, from: merchantId },
  { operation: 'GET /admin/apps/{appId}', fields: app, from: appId },
  {
    operation: 'PATCH /admin/apps/{appId}',
    fields: {
      ...app,
      ipAllowlist: ['127.0.0.0/8'],
      rateLimit: { perSecond: 100, burst: 200 },
      callbackUrls: { merchant: 'https://shop.example/callbacks' },
      switches: { verification: true },
      rotateCallbackSecret: true,
    },
    from: appId,
  },
  {
    operation: createApp,
    fields: { ...merchant, dialect: 'upay', ...vendor },
    from: { ...merchantId, ...vendorSn },
  },
  { operation: createStore, fields: { ...merchant, name: 'Second floor' }, from: merchantId },
  { operation: 'GET /admin/stores', fields: merchant, from: merchantId },
  { operation: 'GET /admin/stores/{storeId}', fields: store, from: storeId },
  { operation: 'PATCH /admin/stores/{storeId}', fields: { ...store, name: 'Third floor' }, from: storeId },
  {
    operation: 'POST /admin/activation-codes',
    fields: { ...store, ...app, uses: 1, validDays: 7 },
    from: { ...storeId, ...appId },
  },
  { operation: 'GET /admin/activation-codes', fields: store, from: storeId },
  { operation: 'GET /admin/terminals/{terminalSn}', fields: terminal, from: terminalSn },
  {
    operation: 'GET /admin/terminals',
    fields: store,
    from: { storeId: { of: 'GET /admin/terminals/{terminalSn}', at: 'storeId' } },
  },
  {
    operation: 'PATCH /admin/terminals/{terminalSn}',
    fields: { ...terminal, status: 'disabled' },
    from: terminalSn,
  },
  { operation: 'GET /admin/applications', fields: { status: 'review' } },
  {
    operation: 'PATCH /admin/applications/{merchantId}',
    fields: { ...merchant, status: 'passed' },
    from: { merchantId: { of: 'GET /admin/applications', at: 'applications.0.merchantId' } },
  },
  { operation: 'GET /admin/channels', fields: {} },
  {
    operation: 'PATCH /admin/channels/{channelCode}',
    fields: { channelCode: 'GCASH_URL', enabled: true, maxAmount: 5_000_000, dailyCount: 1000 },
  },
  { operation: 'GET /admin/ledger/check', fields: {} },
  { operation: 'GET /admin/payouts/unsettled', fields: { olderThanSeconds: 0 } },
  { operation: 'GET /admin/refunds/unsettled', fields: { olderThanSeconds: 0 } },
  { operation: 'GET /admin/shares/unsettled', fields: { olderThanSeconds: 0 } },
  {
    operation: 'POST /admin/mandates/{payToken}/cancel',
    fields: { payToken: 'TK0A1B2C3D4E5F6G7H' },
    from: { payToken: { of: 'operator', at: 'payToken' } },
  },
  {
    operation: 'GET /admin/notifications',
    fields: { reference: 'ORDER0001', ...app },
    from: { reference: { of: 'operator', at: 'reference' }, appId: { of: 'operator', at: 'appId' } },
  },
  {
    operation: 'POST /admin/notifications/{id}/redeliver',
    fields: { id: 'C0100000000000000001:1' },
    from: { id: { of: 'GET /admin/notifications', at: '0.id' } },
  },
  {
    operation: 'GET /admin/files/{id}',
    fields: { id: 'F0100000000000001' },
    from: { id: { of: 'operator', at: 'fileId' } },
  },
  { operation: 'GET /admin/audit', fields: { limit: 10 } },
  { operation: 'GET /admin/openapi.json', fields: {} },
];
