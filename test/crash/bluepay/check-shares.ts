// Checks what the shop shared: each share reached its receiver once, or came back; what the shop was told of it is still true; and what
// the one gave is what the others have.
import { earnedMinor } from '../book.ts';
import type { ShopOrder } from './book.ts';
import type { ShareReturnRow, ShareRow, ShopRows } from './rows.ts';
import type { Shop } from './shop.ts';

const words = { pending: 'PENDING', completed: 'SUCCESS', failed: 'FAILED' } as const;

export function checkShares(orders: readonly ShopOrder[], rows: ShopRows, { receivers }: Shop, found: string[]): void {
  const shares = Map.groupBy(rows.shares, ({ reference }) => reference);
  const returns = Map.groupBy(rows.shareReturns, ({ reference }) => reference);
  const legs = Map.groupBy(rows.legs, ({ id }) => id);
  const [, , suspended] = receivers;
  const known = new Set<string>();

  for (const { mchOrderId, id: paymentId, splits } of orders) {
    for (const split of splits) {
      const share = checkAsked(split, shares.get(split.number) ?? [], found);
      known.add(split.number);
      if (share && (share.paymentId !== paymentId || share.account !== split.receiver))
        found.push(`${split.number} of ${mchOrderId} is of ${share.paymentId} for ${share.account}`);
      if (share) checkLeg(share, share.account, 'in', split.receiver === suspended ? 'failed' : 'completed');
      for (const asked of split.returns) {
        const back = checkAsked(asked, returns.get(asked.number) ?? [], found);
        known.add(asked.number);
        if (back && back.shareId !== share?.id) found.push(`${asked.number} is of another share ${back.shareId}`);
        if (back) checkLeg(back, split.receiver, 'out', 'completed');
      }
    }
  }
  for (const { id, reference } of [...rows.shares, ...rows.shareReturns])
    if (!known.has(reference)) found.push(`${id} has the number ${reference}, which the shop did not give`);
  const ids = new Set([...rows.shares, ...rows.shareReturns].map(({ id }) => id));
  for (const { id, merchantId } of rows.legs)
    if (!ids.has(id)) found.push(`${merchantId} was asked about ${id}, of which the shop knows nothing`);
  checkReceivers(rows, receivers, found);
  checkNotOverShared(orders, rows, found);

  function checkLeg(
    { id, status, amountMinor }: ShareRow | ShareReturnRow,
    receiver: string,
    direction: 'in' | 'out',
    expected: 'completed' | 'failed',
  ): void {
    const [leg, ...others] = legs.get(id) ?? [];
    const is = `${leg?.direction} ${leg?.amountMinor} of ${leg?.merchantId}, problem ${leg?.problem}`;
    if (status !== expected) found.push(`${id} is ${status}, not ${expected}: ${is}`);
    const agrees =
      leg?.merchantId === receiver &&
      leg.direction === direction &&
      leg.amountMinor === amountMinor &&
      (leg.problem === null) === (status === 'completed');
    if (!agrees || others.length > 0) found.push(`${id} of ${amountMinor} is ${status} here, and there ${is}`);
  }
}

/** Answers the row, where it is there. */
function checkAsked<Row extends ShareRow | ShareReturnRow>(
  asked: Pick<ShopOrder['splits'][number], 'number' | 'amountMinor' | 'accepted' | 'told'>,
  [row, ...others]: readonly Row[],
  found: string[],
): Row | undefined {
  const { number, amountMinor, accepted, told } = asked;
  if (others.length > 0) found.push(`${number} was shared ${others.length + 1} times`);
  if (accepted === false && row) found.push(`${number} was refused and is ${row.id}`);
  if (accepted === true && row?.amountMinor !== BigInt(amountMinor))
    found.push(`${number} was taken with ${amountMinor}, and is here with ${row?.amountMinor}`);
  if (told !== undefined && row && words[row.status] !== told)
    found.push(`${number} was said to be ${told} and is ${row.status}`);
  return row;
}

/** What went out of the shop: what of each share its receiver got and did not give back. */
export function sharedMinor({ shares, shareReturns }: ShopRows, receiver?: string): bigint {
  const own = shares.filter(({ account, status }) => status !== 'failed' && (receiver ?? account) === account);
  const ids = new Set(own.map(({ id }) => id));
  const back = shareReturns.filter(({ shareId, status }) => ids.has(shareId) && status === 'completed');
  const sumOf = (rows: readonly (ShareRow | ShareReturnRow)[]) =>
    rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return sumOf(own) - sumOf(back);
}

/** Receivers have nothing but what they were given, and what is between two merchants is the same on both sides. */
function checkReceivers(rows: ShopRows, receivers: readonly string[], found: string[]): void {
  for (const receiver of receivers) {
    const balances = rows.receiverBalances.filter(({ merchantId }) => merchantId === receiver);
    const got = sharedMinor(rows, receiver);
    for (const [kind, expected] of [['available', got] as const, ['transit', -got] as const]) {
      const balance = balances.find((row) => row.kind === kind)?.balance ?? 0n;
      if (balance !== expected)
        found.push(`${receiver} has ${balance} in ${kind}; the test's own model says ${expected}`);
    }
  }
  const transit = rows.accounts.find(({ kind }) => kind === 'transit');
  const between = transit ? transit.credits - transit.debits : 0n;
  if (between !== sharedMinor(rows))
    found.push(`the account transit of the shop has ${between}; the test's own model says ${sharedMinor(rows)}`);
}

/** Nothing is shared that the shop did not get of a collection. */
function checkNotOverShared(orders: readonly ShopOrder[], rows: ShopRows, found: string[]): void {
  const sharesOf = Map.groupBy(rows.shares, ({ paymentId }) => paymentId);
  for (const { mchOrderId, id = '', amountMinor } of orders) {
    const shares = sharesOf.get(id);
    if (!shares) continue;
    for (const share of shares)
      if (sharedMinor({ ...rows, shares: [share] }) < 0n) found.push(`more than ${share.reference} was given back`);
    const shared = sharedMinor({ ...rows, shares });
    if (shared > earnedMinor(BigInt(amountMinor)))
      found.push(`of ${mchOrderId} over ${amountMinor} ${shared} is shared`);
  }
}
