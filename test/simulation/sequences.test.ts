// Any sequence of commands on one payment with its refunds, payout or code, one after the other or all at once.
import { test } from 'node:test';
import { aPayment, aPayout, aRefund, anInstrument } from '../support/commands.ts';
import { depositMinor, holds } from './sequence.ts';
import { amountMinor, creditsOf, daysOf, said, stepsOfCode, triesOf, waits } from './steps.ts';
import { ownerOf } from './world.ts';

const answers = [
  { kind: 'succeeded', bankReference: 'P1' },
  { kind: 'refused', failure: 'recipient_blocked' },
] as const;

test('any sequence of commands on a payment leaves the books right and what is final as it was', () =>
  holds((t, merchant) => {
    const create = aPayment(t, { ...ownerOf(merchant), amountMinor });
    const credits = creditsOf(merchant, 'WEB', { paymentId: create.id });
    return {
      create: { name: 'create-payment', command: create },
      credits,
      steps: [
        { name: 'create-payment', command: create },
        ...credits.map(({ command }) => ({ name: 'confirm-credit', command }) as const),
        { name: 'fail-payment', command: { paymentId: create.id, failure: 'service_error' } },
        { name: 'expire-payment', command: { paymentId: create.id } },
        { name: 'close-payment', command: { paymentId: create.id, merchantId: create.merchantId } },
        ...daysOf(merchant),
        ...triesOf(create.id, ['completed', 'failed', 'closed']),
        ...waits,
      ],
    };
  }));

test('any sequence of commands on a payment that a wallet charges, its refunds and reversals leaves the books right', () =>
  holds((t, merchant, fixed) => {
    const entry = fixed ? ({ entry: 'order' } as const) : ({ entry: 'code', payerCode: '28' } as const);
    const create = aPayment(t, { ...ownerOf(merchant), ...entry, channel: 'WALLET', amountMinor });
    const { id: paymentId, merchantId } = create;
    const credits = creditsOf(merchant, 'WALLET', { paymentId });
    const paid = credits.slice(0, 1).map(({ command }) => ({ name: 'confirm-credit', command }) as const);
    const payment = { subject: 'payment', id: paymentId, during: 'send' } as const;
    const refunds = [7000n, 13_100n, amountMinor].map((part, index) => ({
      ...aRefund(create, { id: t.newId('R'), reference: `${index}`, amountMinor: part }),
      feeReturn: index === 1 ? ('none' as const) : ('in_proportion' as const),
    }));
    return {
      create: { name: 'create-payment', command: create },
      credits,
      steps: [
        ...paid,
        ...paid,
        ...paid,
        ...credits.map(({ command }) => ({ name: 'confirm-credit', command }) as const),
        { name: 'fail-payment', command: { paymentId, failure: 'payer_code_used' } },
        { name: 'expire-payment', command: { paymentId } },
        { name: 'await-answer', command: { ...payment, trouble: null } },
        { name: 'await-answer', command: { ...payment, trouble: 'io' } },
        ...refunds.map((command) => ({ name: 'create-refund', command }) as const),
        ...refunds.map((command) => ({ name: 'create-refund', command }) as const),
        { name: 'reverse-payment', command: { paymentId, merchantId, sameDay: fixed, details: {} } },
        ...['void-1', 'void-2'].map((reference) => {
          const asVoid = { referenceScope: 'voids', reference };
          const command = { paymentId, merchantId, sameDay: true, asVoid, details: {} };
          return { name: 'reverse-payment', command } as const;
        }),
        ...said,
        ...daysOf(merchant),
        ...triesOf(paymentId, ['reversing']),
        { name: 'wait', seconds: 300 },
        ...waits,
      ],
    };
  }));

test('any sequence of commands on a code for one payment keeps both in step', () =>
  holds((t, merchant) => {
    const paymentId = t.newId('C');
    const create = anInstrument(t, { ...ownerOf(merchant), paymentId, amountMinor, expirySeconds: 600 });
    const credits = creditsOf(merchant, 'QR', { paymentId });
    return {
      create: { name: 'create-instrument', command: create },
      credits,
      steps: [
        ...credits.map(({ command }) => ({ name: 'confirm-credit', command }) as const),
        ...stepsOfCode(create),
        { name: 'fail-payment', command: { paymentId, failure: 'channel_rejected' } },
        { name: 'create-instrument', command: create },
        ...daysOf(merchant),
        ...waits,
      ],
    };
  }));

test('any sequence of commands on a code for many payments books each credit once', () =>
  holds((t, merchant, fixed) => {
    const create = anInstrument(t, {
      ...ownerOf(merchant),
      amountMinor: fixed ? amountMinor : null,
      expirySeconds: fixed ? 600 : null,
    });
    const credits = [1, 2, 3].flatMap((number) =>
      creditsOf(merchant, 'QR', { paymentId: t.newId('C'), instrumentId: create.id }, `${number}`).slice(1),
    );
    return {
      create: { name: 'create-instrument', command: create },
      credits,
      steps: [
        ...credits.map(({ command }) => ({ name: 'confirm-credit', command }) as const),
        ...stepsOfCode(create),
        ...daysOf(merchant),
        ...waits,
      ],
    };
  }));

test('any sequence of commands on a payout moves what it holds once, or gives it back', () =>
  holds((t, merchant) => {
    const create = aPayout(t, { ...ownerOf(merchant), amountMinor });
    const payoutId = create.id;
    return {
      create: { name: 'create-payout', command: create },
      steps: [
        { name: 'create-payout', command: create },
        { name: 'create-payout', command: { ...create, idempotencyKey: 'another' } },
        { name: 'create-payout', command: { ...create, reference: 'another' } },
        { name: 'create-payout', command: { ...create, idempotencyKey: 'another', reference: 'another' } },
        ...(['send', 'query'] as const).map(
          (during) =>
            ({ name: 'await-answer', command: { subject: 'payout', id: payoutId, during, trouble: null } }) as const,
        ),
        ...answers.map((result) => ({ name: 'settle-payout', command: { payoutId, result } }) as const),
        { name: 'fund', command: { id: 'F1', merchantId: merchant.id, currency: 'PHP', amountMinor: depositMinor } },
        ...triesOf(payoutId, ['completed', 'failed']),
        ...waits,
      ],
    };
  }));
