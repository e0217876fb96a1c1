// Steps that many sequences have in common: what comes in, days and waits that pass, what the channel says, tries to deliver.
import type { CommandOf } from '../../src/core/commands.ts';
import type { Merchant, PaidIn, Step } from './sequence.ts';

/** Percentages of it have halves, so that rounding shows. */
export const amountMinor = 20_100n;
export const waits: readonly Step[] = [1, 4000, 46_800, 90_000].map((seconds) => ({ name: 'wait', seconds }));
/** By the channel, of what it was asked. */
export const said: readonly Step[] = (['done', 'done', 'found', 'refused'] as const).map((says) => ({
  name: 'answer',
  says,
}));

/** A small amount, the right one, and the right one once more under another name. */
export function creditsOf(
  { id: merchantId }: Merchant,
  channel: string,
  target: { readonly paymentId: string; readonly instrumentId?: string },
  name = '',
): PaidIn[] {
  return [amountMinor, 150n, amountMinor].map((paidMinor, index) =>
    creditOf({ id: merchantId }, channel, { ...target, bankReference: `B${name}${index}`, amountMinor: paidMinor }),
  );
}

export function creditOf(
  { id: merchantId }: Pick<Merchant, 'id'>,
  channel: string,
  command: PaidIn['command'],
): PaidIn {
  return { merchantId, channel, command };
}

export function stepsOfCode({ id, referenceScope, reference, slot }: CommandOf<'create-instrument'>): Step[] {
  const code = { referenceScope, reference, slot };
  return [
    { name: 'update-instrument', command: { ...code, details: { remark: 'new' } } },
    { name: 'cancel-instrument', command: code },
    { name: 'expire-instrument', command: { instrumentId: id } },
  ];
}

/** The sweep's settlements, due or not, of the days to which money of the first two days can belong. */
export function daysOf({ id: merchantId }: Merchant): Step[] {
  return ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'].map((day) => ({
    name: 'settle-day',
    command: { settlementId: `${merchantId}:PHP:${day}`, merchantId, currency: 'PHP' },
  }));
}

export function triesOf(subjectId: string, events: readonly string[]): Step[] {
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
