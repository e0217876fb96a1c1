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

export function aCheckout(
  test: TestEngine,
  change: Partial<CommandOf<'create-checkout'>> = {},
): CommandOf<'create-checkout'> {
  const id = test.newId('CH');
  return {
    id,
    ...owner,
    reference: id,
    currency: 'PHP',
    amountMinor: 50_000n,
    channels: ['WEB', 'QR'],
    expirySeconds: 3600,
    notifyUrl,
    returnUrl: null,
    language: null,
    logoUrl: null,
    details: {},
    ...change,
  };
}

/** The pick of a channel; of the code one it needs a code. */
export function aChoice(test: TestEngine, checkoutId: string, channel: 'WEB' | 'QR'): CommandOf<'choose-channel'> {
  const code = channel === 'QR' ? { instrumentId: test.newId('QR'), presentation: 'code' } : null;
  return { checkoutId, channel, paymentId: test.newId('C'), code };
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

export function aMandate(
  test: TestEngine,
  change: Partial<CommandOf<'create-mandate'>> = {},
): CommandOf<'create-mandate'> {
  const id = test.newId('TK');
  return {
    id,
    ...owner,
    reference: id,
    userId: 'user-1',
    channel: 'DEBIT',
    notifyUrl,
    returnUrl: 'http://merchant.test/back',
    details: {},
    ...change,
  };
}

export function anIdentityCheck(
  test: TestEngine,
  change: Partial<CommandOf<'create-identity-check'>> = {},
): CommandOf<'create-identity-check'> {
  const id = test.newId('EK');
  return {
    id,
    ...owner,
    reference: id,
    userId: 'user-1',
    channel: 'IDENTITY',
    notifyUrl,
    returnUrl: 'http://merchant.test/back',
    details: {},
    ...change,
  };
}

/** A payment that is taken by a mandate. */
export function aDebit(
  test: TestEngine,
  mandateId: string,
  change: Partial<CommandOf<'create-payment'>> = {},
): CommandOf<'create-payment'> {
  return aPayment(test, { channel: 'DEBIT', entry: 'debit', payerCode: mandateId, ...change });
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
