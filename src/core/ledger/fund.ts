// Adds money to a merchant's available balance from outside the channels: a deposit, or the sandbox's `/sandbox/fund`.
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { accountKeys, balanceOf, post, transferId } from './ledger.ts';

export interface Fund {
  /** Names the deposit: the same one is booked once. */
  readonly id: string;
  readonly merchantId: string;
  readonly currency: string;
  readonly amountMinor: bigint;
}

/** Answers the available balance afterwards, in minor units. */
export const fund: Decider<Fund, bigint> = {
  needs: ({ id, merchantId, currency }) => ({
    accounts: accountKeys(merchantId, currency, ['available', 'funding']),
    transfers: [[transferId(id, 'funding')]],
  }),
  decide(state, { id, merchantId, currency, amountMinor }, now) {
    if (amountMinor <= 0n) return refuse('request_malformed', 'amount must be above 0.');
    if (!state.transfers.get(transferId(id, 'funding'))) {
      post(
        state,
        { merchantId, currency, debit: 'funding', credit: 'available', amountMinor, code: 'funding', causeId: id },
        now,
      );
    }
    return accept(balanceOf(state, merchantId, currency, 'available'));
  },
};
