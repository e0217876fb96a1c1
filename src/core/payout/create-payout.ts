// Accepts a payout: holds its amount and fee, and owes the call that sends it (paycools.md 3.1, bluepay.md 3.2).
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { feeFor } from '../fees/fee.ts';
import { accountKeys, balanceOf, post } from '../ledger/ledger.ts';
import { outsideLimits } from '../limits/amount-limits.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Payout } from './payout.ts';

/** What of a payout its merchant says; the rest is decided here. */
export type CreatePayout = Omit<Payout, 'feeMinor' | 'status' | 'failure' | 'bankReference' | 'createdAt' | 'finalAt'>;

/**
 * Refuses, in this order: a channel that is off or pays another currency, an amount outside its limits, an idempotency key or a reference used
 * before (the key first: paycools.md 7, row 12), and a balance that does not cover amount and fee.
 */
export const createPayout: Decider<CreatePayout, Payout> = {
  needs: ({ referenceScope, reference, idempotencyKey, merchantId, currency }) => ({
    payoutsByReference: [[referenceScope, reference]],
    payoutsByIdempotencyKey: [[referenceScope, idempotencyKey]],
    accounts: accountKeys(merchantId, currency, ['available', 'held']),
  }),
  decide(state, command, now) {
    const { id, merchantId, currency, amountMinor, referenceScope } = command;
    const merchant = state.merchant(merchantId);
    const channel = state.channel(command.channel);
    if (!channel?.enabled || channel.currency !== currency) return refuse('channel_unavailable');
    const outside = outsideLimits(amountMinor, channel, merchant.limits, 'payout');
    if (outside) return outside;
    if (state.payouts.find('payoutsByIdempotencyKey', referenceScope, command.idempotencyKey))
      return refuse('idempotency_key_repeated');
    if (state.payouts.find('payoutsByReference', referenceScope, command.reference))
      return refuse('reference_repeated');
    const feeMinor = feeFor(merchant.fees, 'payout', amountMinor);
    if (balanceOf(state, merchantId, currency, 'available') < amountMinor + feeMinor)
      return refuse('balance_insufficient');
    const hold = { merchantId, currency, debit: 'available', credit: 'held', causeId: id } as const;
    post(state, { ...hold, amountMinor, code: 'payout_hold' }, now);
    post(state, { ...hold, amountMinor: feeMinor, code: 'payout_fee_hold' }, now);
    const payout: Payout = {
      ...command,
      feeMinor,
      status: 'pending',
      failure: null,
      bankReference: null,
      createdAt: now,
      finalAt: null,
    };
    state.payouts.insert(payout);
    oweCall(state, 'payout', id, now);
    return accept(payout);
  },
};
