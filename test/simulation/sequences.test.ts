// Any sequence of commands on one payment with its refunds, payout or instrument, one after the other or all at once.
import { test } from 'node:test';
import type { CommandOf } from '../../src/core/commands.ts';
import { qrSlot } from '../../src/core/instrument/instrument.ts';
import { aPayment, aPayout, aRefund, anInstrument } from '../support/commands.ts';
import { depositMinor, holds, type Merchant, type PaidIn, type Step } from './sequence.ts';
import { ownerOf } from './world.ts';

/** Percentages of it have halves, so that rounding shows. */
const amountMinor = 20_100n;
const waits: readonly Step[] = [1, 4000, 46_800, 90_000].map((seconds) => ({ name: 'wait', seconds }));
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
        { name: 'answer', says: 'done' },
        { name: 'answer', says: 'done' },
        { name: 'answer', says: 'found' },
        { name: 'answer', says: 'refused' },
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

/** A small amount, the right one, and the right one once more under another name. */
function creditsOf(
  { id: merchantId }: Merchant,
  channel: string,
  target: { readonly paymentId: string; readonly instrumentId?: string },
  name = '',
): PaidIn[] {
  return [amountMinor, 150n, amountMinor].map((paidMinor, index) => ({
    merchantId,
    channel,
    command: { ...target, bankReference: `B${name}${index}`, amountMinor: paidMinor },
  }));
}

function stepsOfCode({ id, referenceScope, reference }: CommandOf<'create-instrument'>): Step[] {
  const code = { referenceScope, reference, slot: qrSlot };
  return [
    { name: 'update-instrument', command: { ...code, details: { remark: 'new' } } },
    { name: 'cancel-instrument', command: code },
    { name: 'expire-instrument', command: { instrumentId: id } },
  ];
}

/** The sweep's settlements, due or not, of the days to which money of the first two days can belong. */
function daysOf({ id: merchantId }: Merchant): Step[] {
  return ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'].map((day) => ({
    name: 'settle-day',
    command: { settlementId: `${merchantId}:PHP:${day}`, merchantId, currency: 'PHP' },
  }));
}

function triesOf(subjectId: string, events: readonly string[]): Step[] {
  const tried = { at: 0, latencyMs: 1, answer: '', retryDelaysMs: [1000] };
  return events.flatMap((event): Step[] => {
    const notificationId = `${subjectId}.${event}`;
    return [
      { name: 'record-attempt', command: { ...tried, notificationId, status: 200, acknowledged: true } },
      { name: 'record-attempt', command: { ...tried, notificationId, status: null, acknowledged: false } },
      { name: 'redeliver', command: { notificationId } },
    ];
  });
}
