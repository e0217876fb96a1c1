// How each product of PayCools' API comes to fail with a code, and says so over HTTP (paycools.md 4.2, 6.3): in its callback, and in its
// query as far as that has a field for it.
import assert from 'node:assert/strict';
import { eventually } from './gateway.ts';
import { anOrderId } from './merchant.ts';
import { dataOf, type Fields, type PaycoolsDesk } from './paycools-desk.ts';
import { refund } from './paycools-refund-ways.ts';

interface Failure {
  readonly failedCode: number;
  readonly failedMessage: string;
}

export async function paymentStatus(desk: PaycoolsDesk, transactionId: string): Promise<unknown> {
  return dataOf(await desk.get(`/api/v1/payment/${transactionId}`))['transactionStatus'];
}

/** The last four digits fail with the code (a sandbox scenario). */
const amountOf = ({ failedCode }: Failure) => 10_000 + 9000 - (failedCode + 10_000);

/** By what fails. */
export const failureWays: Readonly<Record<string, (desk: PaycoolsDesk, failure: Failure) => Promise<void>>> = {
  async 'of a payout, told as a number, queried as a text'(desk, failure) {
    const request = desk.merchant.aPayout({ amount: amountOf(failure) });
    const { transactionId } = dataOf(await desk.post('/api/v1/payout', request));
    await isTold(desk, 'disbursement.failed', transactionId, failure);
    const { mchOrderId = null } = request;
    const { failedCode, ...asked } = dataOf(await desk.get('/api/v1/payout/check', { mchOrderId }));
    assert.equal(failedCode, String(failure.failedCode));
    says({ ...asked, failedCode: Number(failedCode) }, asked['transactionStatus'], failure);
  },

  async 'of a web payment'(desk, failure) {
    const transactionId = await desk.merchant.createPayment({ amount: amountOf(failure) });
    await isTold(desk, 'h5.payment.failed', transactionId, failure);
    assert.equal(await paymentStatus(desk, transactionId), 'FAILED');
  },

  async "of a QR code's payment, when /sandbox/act says so"(desk, failure) {
    const { qrcodeId, mchOrderId } = await desk.merchant.createQrcode();
    await desk.gateway.act(qrcodeId, 'failed', { failedCode: failure.failedCode });
    const { transactionId } = await isTold(desk, 'qrcode.payment.failed', mchOrderId, failure);
    assert.equal(await paymentStatus(desk, String(transactionId)), 'FAILED');
  },

  async 'of a checkout whose last try failed'(desk, failure) {
    const { checkoutId, transactionId } = await desk.chosenCheckout({ amount: amountOf(failure) });
    await eventually(async () => (await paymentStatus(desk, transactionId)) === 'FAILED');
    dataOf(await desk.checkout('close', { checkoutId }));
    await isTold(desk, 'checkout.payment.failed', transactionId, failure);
    const { transactionStatus } = dataOf(await desk.checkout('query', { checkoutId }));
    assert.equal(transactionStatus, 'FAILED');
  },

  async 'of a debit'(desk, failure) {
    const payToken = await desk.token(anOrderId());
    const debit = desk.aDebit(payToken, { amount: amountOf(failure) });
    const { transactionId } = dataOf(await desk.post('/api/v1/direct/debit/pay', debit));
    await isTold(desk, 'directdebit.payment.failed', transactionId, failure);
    const query = await desk.post('/api/v1/direct/debit/query', { transactionId: String(transactionId) });
    assert.equal(dataOf(query)['transactionStatus'], 'FAILED');
  },

  async 'of an identity check, told and queried'(desk, failure) {
    const ekycId = String(dataOf(await desk.post('/api/v1/ekyc/init', desk.anIdentityCheck()))['ekycId']);
    await desk.gateway.act(ekycId, 'rejected', { failedCode: failure.failedCode });
    const told = await desk.toldOf('ekyc.failed', ekycId);
    says(told, told['status'], failure);
    const asked = dataOf(await desk.post('/api/v1/ekyc/query', { ekycId }));
    says(asked, asked['status'], failure);
  },

  async 'of a refund, told and queried'(desk, failure) {
    const mchRefundOrderId = anOrderId();
    const asked = { mchRefundOrderId, refundAmount: amountOf(failure) };
    dataOf(await refund(desk, await desk.paid(), asked));
    const told = await desk.toldOf('payment.refund.failed', mchRefundOrderId);
    says(told, told['refundStatus'], failure);
    const found = dataOf(await desk.get('/api/payment/refund/query', { mchRefundOrderId }));
    says(found, found['refundStatus'], failure);
  },
};

async function isTold(desk: PaycoolsDesk, eventName: string, name: unknown, failure: Failure): Promise<Fields> {
  const told = await desk.toldOf(eventName, String(name));
  says(told, told['transactionStatus'], failure);
  return told;
}

function says(said: Fields, status: unknown, { failedCode, failedMessage }: Failure): void {
  assert.deepEqual([status, said['failedCode'], said['failedMessage']], ['FAILED', failedCode, failedMessage]);
}
