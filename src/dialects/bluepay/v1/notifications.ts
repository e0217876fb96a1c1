// What version 1 tells merchants (bluepay.md 4.2 to 4.7): of which event, and in which words.
import type { Event } from '../../../core/event.ts';
import type { App } from '../../../core/merchant/merchant.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import type { Payout } from '../../../core/payout/payout.ts';
import { isStaticQr } from '../channels.ts';
import { tellsOfFailedDebit } from '../../debits.ts';
import { localTime, localTimeOrNull } from '../local-time.ts';
import { offsetTime } from '../offset-time.ts';
import { paramText } from '../param-text.ts';
import { ranOutOfTime } from '../qr-codes.ts';
import { refundData } from '../../refunds.ts';
import type { Settings } from '../settings.ts';
import { failureFields, transactionStatuses } from '../statuses.ts';
import { tokenMembers } from '../tokens.ts';

/** The text of `param`, or undefined where nothing is told: what a void or a cancel has answered already. */
export function describeV1(event: Event, _app: App, settings: Settings): string | undefined {
  const members = paramOf(event, settings);
  return members && paramText(members);
}

type Members = Parameters<typeof paramText>[0];

function paramOf(event: Event, settings: Settings): Members | undefined {
  switch (event.kind) {
    case 'payout.completed':
    case 'payout.failed':
      return payoutMembers(event.payout);
    case 'payment.completed':
    case 'payment.failed':
      return event.payment.entry === 'debit' ? debitMembers(event.payment, settings) : paymentMembers(event.payment);
    case 'payment.closed':
      return ranOutOfTime(event.payment) ? paymentMembers(event.payment) : undefined;
    case 'refund.completed':
    case 'refund.failed': {
      if (event.refund.kind === 'reversal') return undefined;
      const eventName = `payment.refund.${event.kind === 'refund.completed' ? 'success' : 'failed'}`;
      return { eventName, ...refundData(event.refund) };
    }
    case 'payment.reversing':
    case 'payment.reversed':
      if (!tellsOfFailedDebit(event)) return undefined;
      return debitMembers({ ...event.payment, status: 'closed', finalAt: event.refund.finalAt }, settings);
    case 'mandate.created':
    case 'mandate.declined':
    case 'mandate.cancelled':
      return tokenMembers(event, (at) => localTime(at, event.mandate.currency));
    case 'checkout.closed':
    case 'identity.passed':
    case 'identity.rejected':
      return undefined;
  }
}

/** 4.3. */
function payoutMembers(payout: Payout): Members {
  return {
    eventName: `disbursement.${payout.status === 'completed' ? 'success' : 'failed'}`,
    ...transactionMembers(payout),
    ...failureFields(payout.failure),
  };
}

/** 4.4. Of a static code only what was paid is told (3.4), and of a page not why it failed. */
function paymentMembers(payment: Payment): Members | undefined {
  const { instrumentId, status, channel, failure } = payment;
  const isQr = instrumentId !== null;
  if (status !== 'completed' && isStaticQr(channel)) return undefined;
  return {
    eventName: `${isQr ? 'qrcode' : 'order'}.payment.${status === 'completed' ? 'success' : 'failed'}`,
    ...transactionMembers(payment),
    channelCode: channel,
    ...(isQr ? failureFields(failure) : {}),
  };
}

/** 4.7: alone in this version its times say their offset. */
function debitMembers(payment: Payment, settings: Settings): Members {
  return {
    eventName: `direct.debit.${payment.status === 'completed' ? 'success' : 'failed'}`,
    ...transactionMembers(payment),
    createTime: offsetTime(payment.createdAt, settings),
    returnTime: offsetTime(payment.finalAt, settings),
    channelCode: payment.channel,
    ...failureFields(payment.failure),
  };
}

function transactionMembers(subject: Payment | Payout): Members {
  const { currency, finalAt } = subject;
  return {
    mchOrderId: subject.reference,
    transactionId: subject.id,
    amount: Number(subject.amountMinor),
    transactionStatus: transactionStatuses[subject.status],
    createTime: localTime(subject.createdAt, currency),
    returnTime: localTimeOrNull(finalAt, currency),
    remark: subject.details['remark'],
  };
}
