// Accepts a split of a completed payment: holds its shares, and owes the calls that pay them (bluepay.md 3b.18, row 6).
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { accountKeys, balanceOf, post } from '../ledger/ledger.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { receiverId, restToSplit, type Share } from './split.ts';

export interface CreateSplit
  extends Pick<Share, 'splitId' | 'paymentId' | 'merchantId' | 'appId' | 'referenceScope' | 'reference'> {
  readonly shares: readonly Pick<Share, 'id' | 'account' | 'amountMinor' | 'details'>[];
  /** Whether what is left of the payment then stays the merchant's for good. */
  readonly endsSplitting: boolean;
}

/**
 * Refuses, in this order: an unknown payment; a reference used before; a payment that is not completed; a receiver who was never added, or
 * stands there twice; more than is left to split; a balance that does not cover it. A receiver who was deleted is refused with his
 * share alone, when it is to be paid.
 */
export const createSplit: Decider<CreateSplit, readonly Share[]> = {
  needs: ({ paymentId, merchantId, referenceScope, reference, shares }) => ({
    payments: [[paymentId]],
    receivers: shares.map(({ account }) => [receiverId(merchantId, account)]),
    sharesByReference: [[referenceScope, reference]],
  }),
  follow(state, { paymentId }) {
    const payment = state.payments.get(paymentId);
    if (!payment) return {};
    return { accounts: accountKeys(payment.merchantId, payment.currency, ['available', 'held']) };
  },
  decide(state, command, now) {
    const { paymentId, merchantId, referenceScope, reference, endsSplitting, shares: asked, ...names } = command;
    const payment = state.payments.get(paymentId);
    if (payment?.merchantId !== merchantId) return refuse('payment_not_found');
    if (state.shares.find('sharesByReference', referenceScope, reference)) return refuse('reference_repeated');
    if (payment.status !== 'completed') return refuse('payment_not_completed');
    const accounts = asked.map(({ account }) => account);
    if (new Set(accounts).size < accounts.length) return refuse('request_malformed', 'A receiver stands there twice.');
    const isKnown = (account: string) => state.receivers.get(receiverId(merchantId, account)) !== undefined;
    if (!accounts.every(isKnown)) return refuse('receiver_not_found');
    const sumMinor = asked.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    if (sumMinor > restToSplit(payment)) return refuse('split_exceeds_rest');
    const { currency } = payment;
    if (balanceOf(state, merchantId, currency, 'available') < sumMinor) return refuse('balance_insufficient');

    const shares = asked.map(
      (share, position): Share => ({
        ...names,
        ...share,
        paymentId,
        merchantId,
        referenceScope,
        reference,
        position,
        currency,
        receiverId: receiverId(merchantId, share.account),
        returnedMinor: 0n,
        returningMinor: 0n,
        status: 'pending',
        problem: null,
        createdAt: now,
        finalAt: null,
      }),
    );
    for (const share of shares) {
      const { id: causeId, amountMinor } = share;
      const hold = { merchantId, currency, debit: 'available', credit: 'held', causeId } as const;
      post(state, { ...hold, amountMinor, code: 'share_hold' }, now);
      state.shares.insert(share);
      oweCall(state, 'share', share.id, now);
    }
    state.payments.update({ ...payment, splitMinor: payment.splitMinor + sumMinor, splitEnded: endsSplitting });
    return accept(shares);
  },
};
