// Valid requests to what operators and developers use: the admin API and the sandbox. They carry no signature.
import type { TestGateway } from './gateway.ts';
import type { TestMerchant } from './merchant.ts';
import { type Draft, draftOf } from './mutations.ts';

export function operatorDrafts(
  { demo }: Pick<TestGateway, 'demo'>,
  { merchantId, appId }: Pick<TestMerchant, 'merchantId' | 'appId'>,
): readonly Draft[] {
  const { appId: upayAppId, vendorSn, terminalSn } = demo.upay;
  const path = '/api/v1/payment';
  return [
    draftOf('POST', '/admin/merchants', { name: 'X', fees: { payment: { fixed: 1 } }, limits: {}, settlementDays: 1 }),
    draftOf('GET', '/admin/merchants', { after: merchantId, limit: 3 }),
    draftOf('GET', `/admin/merchants/${merchantId}`, {}),
    draftOf('PATCH', `/admin/merchants/${merchantId}`, { name: 'Y', city: 'Cebu', settlementDays: 0 }),
    draftOf('POST', '/admin/apps', { merchantId, dialect: 'upay', publicKey: 'x' }),
    draftOf('PATCH', `/admin/apps/${appId}`, { enabled: true, rateLimit: null, switches: { lenientAck: true } }),
    draftOf('PATCH', '/admin/channels/MAYB_URL', { enabled: true, minAmount: 100, maxAmount: 200, void: false }),
    draftOf('GET', '/admin/channels', { dialect: 'paycools' }),
    draftOf('POST', '/admin/mandates/TK000000000000000000000000/cancel', {}),
    draftOf('GET', '/admin/files/x', {}),
    draftOf('GET', '/admin/ledger/check', {}),
    draftOf('GET', '/admin/openapi.json', {}),
    draftOf('GET', '/admin/notifications', { reference: 'C1', appId }),
    draftOf('POST', '/admin/notifications/C1.completed/redeliver', {}),
    draftOf('GET', '/admin/payouts/unsettled', { olderThanSeconds: 0 }),
    draftOf('GET', '/admin/audit', { before: 5, limit: 2 }),
    draftOf('POST', '/admin/vendors', { name: 'Till Soft' }),
    draftOf('GET', '/admin/vendors', { after: '10000000', limit: 3 }),
    draftOf('PATCH', `/admin/vendors/${vendorSn}`, { name: 'Z', enabled: true, rotateKey: false }),
    draftOf('POST', '/admin/stores', { merchantId, name: 'Corner' }),
    draftOf('GET', '/admin/stores', { merchantId, limit: 2 }),
    draftOf('PATCH', '/admin/stores/100000000000', { name: 'Corner', status: 'open' }),
    draftOf('POST', '/admin/activation-codes', { storeId: '100000000000', appId: upayAppId, uses: 2, validDays: 7 }),
    draftOf('GET', '/admin/activation-codes', { storeId: '100000000000', limit: 2 }),
    draftOf('GET', '/admin/terminals', { storeId: '100000000000', limit: 2 }),
    draftOf('PATCH', `/admin/terminals/${terminalSn}`, { status: 'active' }),
    draftOf('GET', '/admin/applications', { status: 'review', limit: 2 }),
    draftOf('PATCH', `/admin/applications/${merchantId}`, { status: 'passed', problem: '' }),
    draftOf('GET', '/admin/refunds/unsettled', { olderThanSeconds: 0 }),
    draftOf('GET', '/admin/shares/unsettled', { olderThanSeconds: 0 }),
    draftOf('PATCH', `/admin/apps/${upayAppId}`, { switches: { payHoldSeconds: 1, sameDayCancel: false } }),
    draftOf('POST', '/sandbox/act', {
      reference: 'C000000000000000000000000',
      outcome: 'paid',
      amount: 5,
      failedCode: 1,
    }),
    draftOf('POST', '/sandbox/fund', { merchantId, currency: 'PHP', amount: 100 }),
    draftOf('POST', '/sandbox/clock', { advanceSeconds: 0 }),
    draftOf('POST', '/sandbox/inbox/junk', { eventName: 'h5.payment.success', transactionId: 'C1', sign: 'x' }),
    draftOf('GET', '/sandbox/inbox/junk', { x: 1 }),
    draftOf('POST', '/sandbox/explain', {
      method: 'POST',
      path,
      headers: { a: 'b' },
      body: '{"appId":"x","sign":"y"}',
    }),
  ];
}
