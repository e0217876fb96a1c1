// Whom a merchant may share payments with (bluepay.md 3b.18, rows 2 and 4).
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { type Receiver, receiverId } from './split.ts';

export type AddReceiver = Pick<Receiver, 'merchantId' | 'account' | 'name' | 'relation' | 'details'>;

/** Who was added before is written anew, and who was deleted is a receiver again. Refuses the merchant himself. */
export const addReceiver: Decider<AddReceiver, Receiver> = {
  needs: ({ merchantId, account }) => ({ receivers: [[receiverId(merchantId, account)]] }),
  decide(state, command, now) {
    const { merchantId, account } = command;
    if (account === merchantId) return refuse('request_malformed', 'A merchant does not share with himself.');
    const id = receiverId(merchantId, account);
    const before = state.receivers.get(id);
    const receiver: Receiver = { ...command, id, status: 'active', createdAt: before?.createdAt ?? now };
    if (before) state.receivers.update(receiver);
    else state.receivers.insert(receiver);
    return accept(receiver);
  },
};

export type DeleteReceiver = Pick<Receiver, 'merchantId' | 'account'>;

/** Shares that were accepted and not paid yet fail with `no_relation`. Refuses who is not there, or no longer. */
export const deleteReceiver: Decider<DeleteReceiver, Receiver> = {
  needs: ({ merchantId, account }) => ({ receivers: [[receiverId(merchantId, account)]] }),
  decide(state, { merchantId, account }) {
    const before = state.receivers.get(receiverId(merchantId, account));
    if (before?.status !== 'active') return refuse('receiver_not_found');
    const receiver: Receiver = { ...before, status: 'deleted' };
    state.receivers.update(receiver);
    return accept(receiver);
  },
};
