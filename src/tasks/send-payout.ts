// The task that hands a payout to its bank: at once when this process committed it, only after asking when it may have
// been handed over before.
import { handOver, type PayoutHandler } from './payout-call.ts';
import { queryPayout } from './query-payout.ts';

export const sendPayout: PayoutHandler = (call) => (call.claimedAgain ? queryPayout(call) : handOver(call));
