// Requests for bills accounts as PayCools' tests send them, and what an order then holds.
import assert from 'node:assert/strict';
import type { PaycoolsGateway } from './paycools-gateway.ts';

export const request = {
  appName: 'Demo Shop',
  mchOrderId: 'BILL0001',
  channelCode: 'GCASH_STATIC_VA',
  customerName: 'Juan Dela Cruz',
  email: 'juan@example.com',
};
export const both = 'GCASH_STATIC_VA,PAYMAYA_STATIC_VA';
export const all = `${both},7ELEVEN_STATIC_VA`;

export type Fields = Record<string, string | number | null>;
export type Account = Record<
  'mchOrderId' | 'channelCode' | 'referenceNumber' | 'biller' | 'guideUrl' | 'status',
  string
>;
export interface Accounts {
  readonly shortLink: string;
  readonly paymentVaList: readonly Account[];
}

export const [one, many] = ['/api/v1/paymentCode', '/api/v1/batch/paymentCode'];

/** `data` is what the request answers with: one account, or several. */
export async function post(gateway: PaycoolsGateway, path: string, fields: Fields) {
  const { code, message, data } = await gateway.client.call('POST', path, fields);
  return { code, message, data: data as Account & Accounts };
}
export const createOne = (gateway: PaycoolsGateway, fields: Fields = {}) =>
  post(gateway, one, { ...request, ...fields });
export const createMany = (gateway: PaycoolsGateway, fields: Fields = {}) =>
  post(gateway, many, { ...request, channelCode: both, ...fields });
export const add = (gateway: PaycoolsGateway, channelCode: string, mchOrderId = 'BILL0001') =>
  post(gateway, `${many}/${mchOrderId}/update`, { channelCode });
export const cancel = (gateway: PaycoolsGateway, mchOrderId = 'BILL0001') =>
  post(gateway, `${one}/cancel`, { mchOrderId });
export const numbersOf = ({ data }: { data: Accounts }) =>
  data.paymentVaList.map(({ referenceNumber }) => referenceNumber);

export const held = (gateway: PaycoolsGateway) =>
  gateway.engine.store(0).listInstruments(gateway.app.id, 'BILL0001', 100);

export async function heldAt(gateway: PaycoolsGateway, slot = 'GCASH_STATIC_VA') {
  const account = (await held(gateway)).find((candidate) => candidate.slot === slot);
  assert.ok(account, slot);
  return account;
}

/** A payer pays under the number that the order holds at a channel. */
export async function pay(gateway: PaycoolsGateway, amountMinor: bigint, bankReference: string, slot?: string) {
  const { id: instrumentId } = await heldAt(gateway, slot);
  const paymentId = `C000000000000000000000${bankReference}`;
  return gateway.engine.execute(0, 'confirm-credit', { paymentId, instrumentId, bankReference, amountMinor });
}

export async function list(gateway: PaycoolsGateway, fields: Fields = {}) {
  const { code, message, data } = await gateway.client.call('GET', `${one}/BILL0001/payments`, {
    startDate: '2026-03-17',
    endDate: '2026-03-17',
    ...fields,
  });
  return { code, message, data: data as Record<string, unknown>[] };
}
