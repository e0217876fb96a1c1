// Commands as tests write them: everything filled in, what matters given.
import type { CommandOf } from '../../src/core/commands.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import { qrSlot } from '../../src/core/instrument/instrument.ts';
import { appId, merchantId, type TestEngine } from './engine.ts';

const owner = { merchantId, appId, referenceScope: appId };
const notifyUrl = 'http://merchant.test/notify';

export function aPayment(
  test: TestEngine,
  change: Partial<CommandOf<'create-payment'>> = {},
): CommandOf<'create-payment'> {
  const id = test.newId('C');
  return {
    id,
    ...owner,
    reference: id,
    channel: 'WEB',
    amountMinor: 50_000n,
    notifyUrl,
    returnUrl: null,
    details: {},
    ...change,
  };
}

export function anInstrument(
  test: TestEngine,
  change: Partial<CommandOf<'create-instrument'>> = {},
): CommandOf<'create-instrument'> {
  const id = test.newId('QR');
  return {
    id,
    paymentId: null,
    ...owner,
    reference: id,
    slot: qrSlot,
    channel: 'QR',
    amountMinor: null,
    expirySeconds: null,
    presentation: 'code',
    notifyUrl,
    details: {},
    repeat: 'refuse',
    ...change,
  };
}

export function aPayout(
  test: TestEngine,
  change: Partial<CommandOf<'create-payout'>> = {},
): CommandOf<'create-payout'> {
  const id = test.newId('D');
  return {
    id,
    ...owner,
    reference: id,
    idempotencyKey: id,
    channel: 'BANK',
    currency: 'PHP',
    amountMinor: 10_000n,
    destination: { method: 'bank', code: 'BDO', accountNo: '001234567890', accountName: 'Juan Dela Cruz' },
    notifyUrl,
    details: {},
    ...change,
  };
}

/** A refund of all of a payment. */
export function aRefund(
  payment: Pick<Payment, 'id' | 'merchantId' | 'appId' | 'amountMinor' | 'notifyUrl'>,
  change: Partial<CommandOf<'create-refund'>> & { id: string },
): CommandOf<'create-refund'> {
  const { id: paymentId, merchantId, appId, amountMinor, notifyUrl } = payment;
  return {
    paymentId,
    merchantId,
    appId,
    referenceScope: paymentId,
    reference: change.id,
    amountMinor,
    notifyUrl,
    details: {},
    feeReturn: 'in_proportion',
    oneAtATime: false,
    windowMs: null,
    ...change,
  };
}

export function funding(test: TestEngine, amountMinor: bigint): CommandOf<'fund'> {
  return { id: test.newId('B'), merchantId, currency: 'PHP', amountMinor };
}
