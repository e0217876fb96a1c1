// What happened in a life, counted from its rows at the end: a simulation in which nothing happens proves nothing.
import { isWithinBounds } from '../../src/core/instrument/instrument.ts';
import type { Rows } from './rows.ts';

export type Happened = Readonly<Record<string, number>>;

/** Everything that a simulation should reach, by name. */
export function countHappened(rows: Rows): Happened {
  return { ...countMoney(rows), ...countBack(rows), ...countProducts(rows) };
}

export function addHappened(one: Happened, other: Happened): Happened {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries([...names].map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

function countMoney({ payments, payouts, settlements, transfers, notifications }: Rows): Happened {
  return {
    completed: ended(payments, 'completed'),
    failed: ended(payments, 'failed'),
    closed: ended(payments, 'closed'),
    payouts: payouts.length,
    settled: settlements.length,
    suspense: transfers.filter(({ code }) => code === 'suspense').length,
    givenUp: ended(notifications, 'given_up'),
  };
}

function countBack({ refunds }: Rows): Happened {
  const done = refunds.filter(({ status }) => status === 'completed');
  const count = (is: (refund: Rows['refunds'][number]) => boolean) => done.filter(is).length;
  return {
    refunded: count(({ kind }) => kind === 'refund'),
    refused: ended(refunds, 'failed'),
    triedAgain: count(({ generation }) => generation > 0),
    stopped: count(({ bankReference }) => bankReference === null),
    takenBack: count(({ kind, foundCompleted }) => kind === 'reversal' && foundCompleted),
    unheardOf: count(({ bankReference, foundCompleted }) => bankReference !== null && !foundCompleted),
    byTime: refunds.filter(({ initiator }) => initiator === 'gateway').length,
  };
}

function countProducts({ payments, instruments, mandates, identityChecks, ...rows }: Rows): Happened {
  const accounts = new Map(instruments.map((instrument) => [instrument.id, instrument]));
  const toAccount = payments.flatMap((payment) => {
    const account = accounts.get(payment.instrumentId ?? '');
    return account?.slot === 'ACCOUNT' ? [{ payment, fits: isWithinBounds(account, payment.amountMinor) }] : [];
  });
  const debits = payments.filter(({ entry }) => entry === 'debit');
  const captures = payments.filter(({ entry }) => entry === 'capture');
  return {
    accountPaid: toAccount.filter(({ payment }) => payment.status === 'completed').length,
    outOfBounds: toAccount.filter(({ fits }) => !fits).length,
    accountsClosed: [...accounts.values()].filter(({ slot, status }) => slot === 'ACCOUNT' && status !== 'active')
      .length,
    passed: ended(identityChecks, 'passed'),
    rejected: ended(identityChecks, 'rejected'),
    unchecked: ended(identityChecks, 'expired'),
    given: ended(mandates, 'active'),
    declined: ended(mandates, 'declined'),
    cancelled: ended(mandates, 'cancelled'),
    unanswered: ended(mandates, 'expired'),
    debited: ended(debits, 'completed'),
    notTaken: [...debits, ...captures].filter(({ status }) => status === 'failed' || status === 'closed').length,
    kept: rows.authorisations.length - ended(rows.authorisations, 'failed'),
    notKept: ended(rows.authorisations, 'failed') + ended(rows.releases, 'failed'),
    captured: ended(captures, 'completed'),
    released: ended(rows.releases, 'completed'),
    shared: ended(rows.shares, 'completed'),
    notShared: ended(rows.shares, 'failed'),
    givenBack: ended(rows.shareReturns, 'completed'),
  };
}

function ended(rows: readonly { readonly status: string }[], how: string): number {
  return rows.filter(({ status }) => status === how).length;
}
