// What version 2 tells merchants (bluepay.md 4.2, 4.3, 4.5, 4.8): of which event, and in which words.
import type { Checkout } from '../../../core/checkout/checkout.ts';
import type { Event } from '../../../core/event.ts';
import type { App } from '../../../core/merchant/merchant.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import type { Payout } from '../../../core/payout/payout.ts';
import type { Refund } from '../../../core/refund/refund.ts';
import { countryOfCurrency } from '../countries.ts';
import { tellsOfFailedDebit } from '../../debits.ts';
import { offsetTime } from '../offset-time.ts';
import { paramText } from '../param-text.ts';
import { refundData } from '../../refunds.ts';
import type { Settings } from '../settings.ts';
import { failureFields, transactionStatuses } from '../statuses.ts';
import { tokenMembers } from '../tokens.ts';

/** The text of `param`, or undefined where nothing is told: of what is not final, and of a void, which its merchant has an answer to. */
export function describeV2(event: Event, _app: App, settings: Settings): string | undefined {
  const members = membersOf(event, settings);
  return members && paramText(members);
}

function membersOf(event: Event, settings: Settings): Members | undefined {
  switch (event.kind) {
    case 'payout.completed':
    case 'payout.failed':
      return payoutMembers(event.payout, settings);
    case 'payment.completed':
    case 'payment.failed':
    case 'payment.closed':
      return paymentMembers(event.payment, settings);
    case 'checkout.closed':
      return checkoutMembers(event.checkout, settings);
    case 'refund.completed':
    case 'refund.failed':
      return event.refund.kind === 'reversal' ? undefined : refundMembers(event.refund, settings);
    case 'payment.reversing':
    case 'payment.reversed':
      return tellsOfFailedDebit(event) ? takenBackMembers(event.payment, event.refund, settings) : undefined;
    case 'mandate.created':
    case 'mandate.declined':
    case 'mandate.cancelled':
      return tokenMembers(event, (at) => offsetTime(at, settings));
    case 'identity.passed':
    case 'identity.rejected':
      return undefined;
  }
}

type Members = Parameters<typeof paramText>[0];

/** 4.3. */
function payoutMembers(payout: Payout, settings: Settings): Members {
  return {
    eventName: `disbursement.${payout.status === 'completed' ? 'success' : 'failed'}`,
    mchOrderId: payout.reference,
    transactionId: payout.id,
    ...moneyMembers(payout),
    transactionStatus: transactionStatuses[payout.status],
    ...timeMembers(payout, settings),
    remark: payout.details['remark'],
    ...failureFields(payout.failure),
  };
}

/** 4.8, of a collection or of what paid a checkout. */
function paymentMembers(payment: Payment, settings: Settings): Members {
  const { collectionEvent, cashierEvent } = settings;
  const name = payment.checkoutId === null ? collectionEvent : cashierEvent;
  return {
    eventName: `${name}.${payment.status === 'completed' ? 'success' : 'failed'}`,
    mchOrderId: payment.reference,
    checkoutId: payment.checkoutId,
    transactionId: payment.id,
    ...moneyMembers(payment),
    channelCode: payment.channel,
    // A collection has it as its merchant wrote it, a try of a checkout as the catalogue does.
    channelType: payment.details['channelType']?.toString().toUpperCase(),
    transactionStatus: transactionStatuses[payment.status],
    ...timeMembers(payment, settings),
    remark: payment.details['remark'],
    ...failureFields(payment.failure),
  };
}

/** 4.8, of a debit that its channel did not decide in time. Where its money had come, it went back. */
function takenBackMembers(payment: Payment, { finalAt }: Refund, settings: Settings): Members {
  const { status } = payment;
  const members = paymentMembers({ ...payment, status: 'closed', finalAt }, settings);
  return status === 'completed' ? { ...members, transactionStatus: 'VOIDED' } : members;
}

/** 4.8, of a checkout that nobody paid: there is no transaction to be named. */
function checkoutMembers(checkout: Checkout, settings: Settings): Members {
  return {
    eventName: `${settings.cashierEvent}.failed`,
    mchOrderId: checkout.reference,
    checkoutId: checkout.id,
    ...moneyMembers(checkout),
    transactionStatus: transactionStatuses.closed,
    ...timeMembers(checkout, settings),
    remark: checkout.details['remark'],
  };
}

/** 4.5. */
function refundMembers(refund: Refund, settings: Settings): Members {
  return {
    eventName: `payment.refund.${refund.status === 'completed' ? 'success' : 'failed'}`,
    ...refundData(refund),
    refundCreateTime: offsetTime(refund.createdAt, settings),
    refundReturnTime: offsetTime(refund.finalAt, settings),
    countryCode: countryOfCurrency(refund.currency),
    currency: refund.currency,
  };
}

function moneyMembers({ currency, amountMinor }: Pick<Payment, 'currency' | 'amountMinor'>): Members {
  return { countryCode: countryOfCurrency(currency), currency, amount: Number(amountMinor) };
}

function timeMembers({ createdAt, finalAt }: Pick<Payment, 'createdAt' | 'finalAt'>, settings: Settings): Members {
  return { createTime: offsetTime(createdAt, settings), returnTime: offsetTime(finalAt, settings) };
}
