// What channels of one means have in common wherever they are: how they are served, what a payer picks them as, what can be given
// back of their payments, how long a payer has (paycools.md 7, row 31; bluepay.md 3.4 and 7, row 19).
import type { Channel, ChannelSupport } from '../../core/channel/channel.ts';

type Means = Pick<Channel, 'kind' | 'type' | 'supports' | 'expirySeconds'>;

/** What channels of one country have in common, for those whom they serve there. */
export type Country = Omit<Channel, keyof Means | 'code' | 'name'>;

const hour = { expirySeconds: 3600 };
const nothing: ChannelSupport = { fullRefund: false, partialRefund: false, multipleRefund: false, void: false };
const once: ChannelSupport = { ...nothing, fullRefund: true };
const inParts: ChannelSupport = { fullRefund: true, partialRefund: true, multipleRefund: true, void: false };
const everything: ChannelSupport = { ...inParts, void: true };

export const means = {
  /** A code that stands on a counter. */
  staticQr: { kind: 'qr', type: 'qr', supports: once },
  qr: { kind: 'qr', type: 'qr', supports: once, ...hour },
  ewallet: { kind: 'web', type: 'ewallet', supports: everything, ...hour },
  /** A wallet that takes nothing back by a void. */
  ewalletWithoutVoid: { kind: 'web', type: 'ewallet', supports: inParts, ...hour },
  onlineBanking: { kind: 'web', type: 'online_banking', supports: nothing, ...hour },
  card: { kind: 'web', type: 'card', supports: everything, ...hour },
  payLater: { kind: 'web', type: 'paylater', supports: inParts, ...hour },
  /** An account number of the payment's own, to which its payer transfers. */
  virtualAccount: { kind: 'web', type: 'bank_transfer', supports: nothing, ...hour },
  /** A number for one payment that its payer pays at a counter. */
  counterCode: { kind: 'web', type: 'otc', supports: nothing, ...hour },
  /** A number that stays the same: of a biller whose payers pay in an app, or at a counter; of a bank. */
  billsInApp: { kind: 'account', type: 'ewallet', supports: nothing },
  billsAtCounter: { kind: 'account', type: 'otc', supports: nothing },
  bankAccount: { kind: 'account', type: 'bank_transfer', supports: nothing },
  directDebit: { kind: 'wallet', type: 'direct_debit', supports: everything, ...hour },
  /** It charges the code that a payer shows, or takes an order that he pays (upay.md 4.4). */
  wallet: { kind: 'wallet', supports: everything, expirySeconds: 240 },
  payout: { kind: 'payout', supports: nothing },
  /** It moves no money. */
  identity: { kind: 'identity', supports: nothing },
} as const satisfies Record<string, Means>;
