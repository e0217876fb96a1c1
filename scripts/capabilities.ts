// What merchants can do, and by which paths of which dialect: every operation stands under a capability, or
// docs/capabilities.md cannot be written.
import type { DialectName } from '../src/core/merchant/merchant.ts';

export interface Capability {
  readonly name: string;
  /** Where one path serves for several it stands under each. */
  readonly paths: Readonly<Partial<Record<DialectName, RegExp>>>;
}

const paycools = (pattern: RegExp) => ({ paycools: pattern });
const bluepay = (pattern: RegExp) => ({ 'bluepay-v1': pattern, 'bluepay-v2': pattern });
const upay = (pattern: RegExp) => ({ upay: pattern });

/** In the order of the table. */
export const capabilities: readonly Capability[] = [
  {
    name: 'Code that the merchant shows (QR)',
    paths: { ...paycools(/\/qrcode/), ...bluepay(/\/qr|\/payment\/(generate|query|close)$/), ...upay(/\/precreate$/) },
  },
  { name: 'Code that the payer shows (barcode)', paths: upay(/^\/upay\/v2\/pay$/) },
  {
    name: 'Cashier page, on which the payer picks a channel',
    paths: { ...paycools(/\/checkout/), 'bluepay-v2': /\/checkout/ },
  },
  {
    name: 'Page of a wallet, bank or card',
    paths: {
      ...paycools(/\/api\/v1\/payment(\/|$)/),
      'bluepay-v1': /\/webpay/,
      'bluepay-v2': /\/payment\/(generate|query|close)$/,
      ...upay(/\/gateway$/),
    },
  },
  { name: 'Virtual accounts for bills', paths: paycools(/\/paymentCode/) },
  { name: 'Bank transfer accounts', paths: paycools(/\/paymentAccount/) },
  { name: 'Direct debit by a token', paths: { ...paycools(/\/direct\/debit\//), ...bluepay(/\/direct\/debit\//) } },
  { name: 'Pre-authorization and deposits', paths: upay(/\/pre-auth\/|\/deposit\//) },
  { name: 'Query of an order', paths: upay(/^\/upay\/v2\/query$/) },
  { name: 'Refund', paths: { ...paycools(/\/refund/), ...bluepay(/\/refund/), ...upay(/^\/upay\/v2\/refund$/) } },
  {
    name: 'Void on the same day, cancel, revoke',
    paths: { ...bluepay(/\/void$/), ...upay(/^\/upay\/v2\/(cancel|revoke)$/) },
  },
  { name: 'Profit sharing', paths: { 'bluepay-v2': /\/split\/|\/file\/upload$/ } },
  { name: 'Statements', paths: { ...paycools(/\/record\//), ...bluepay(/\/report\//) } },
  { name: 'Balance', paths: { ...paycools(/\/checkBalance$/), ...bluepay(/\/balance$/) } },
  { name: 'Payout to an account or wallet', paths: { ...paycools(/\/payout(\/|$)/), ...bluepay(/\/disbursement/) } },
  { name: 'Identity check', paths: paycools(/\/ekyc\//) },
  { name: 'Terminals: activation, check-in, logs', paths: upay(/^\/terminal\//) },
  { name: 'Onboarding of merchants', paths: upay(/^\/v2\/merchant\//) },
];
