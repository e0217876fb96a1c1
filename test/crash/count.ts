// Counts what was asked for in a round, for whoever reads its line.
import type { Scene } from './scene.ts';

/** By who asked, then by what. */
export type Counts = Readonly<Record<'pages' | 'tills' | 'bluepay' | 'biller', Readonly<Record<string, number>>>>;

export function countRound({ book, tillBook, shopBook, billerBook }: Scene, round: number): Counts {
  const ofRound = <Item extends { readonly round: number }>(items: readonly Item[]) =>
    items.filter((item) => item.round === round);
  const [orders, tillOrders, shopOrders, sales] = [
    ofRound(book.orders),
    ofRound(tillBook.orders),
    ofRound(shopBook.orders),
    ofRound(billerBook.sales),
  ];
  const bills = ofRound(billerBook.bills);
  return {
    pages: {
      payments: orders.filter(({ kind }) => kind === 'web').length,
      codes: orders.filter(({ kind }) => kind === 'dynamic' || kind === 'static').length,
      payouts: orders.filter(({ kind }) => kind === 'payout').length,
    },
    tills: {
      orders: tillOrders.length,
      refunds: sumOf(tillOrders, ({ refunds }) => refunds.length),
      cancels: tillOrders.filter(({ cancelAsked }) => cancelAsked).length,
    },
    bluepay: {
      collections: shopOrders.filter(({ kind }) => kind === 'web').length,
      codes: shopOrders.filter(({ kind }) => kind === 'qr').length,
      payouts: shopOrders.filter(({ kind }) => kind === 'payout').length,
      refunds: sumOf(shopOrders, ({ refunds }) => refunds.length),
      voids: shopOrders.filter(({ voided }) => voided !== undefined).length,
      shares: sumOf(shopOrders, ({ splits }) => splits.length),
    },
    biller: {
      bills: bills.length,
      credits: sumOf(bills, ({ acts }) => acts.length),
      pages: sales.filter(({ kind }) => kind === 'web').length,
      checkouts: sales.filter(({ kind }) => kind === 'checkout').length,
      debits: sales.filter(({ kind }) => kind === 'debit').length,
      refunds: sumOf(sales, ({ refunds }) => refunds.length),
      tokens: ofRound(billerBook.tokens).length,
      checks: ofRound(billerBook.identities).length,
    },
  };
}

/** As one reads it: `payments 66, codes 31; tills: …`. */
export function writeCounts(all: readonly Counts[]): string {
  const [first] = all;
  if (!first) return '';
  return (Object.keys(first) as (keyof Counts)[])
    .map((who) => {
      const names = Object.keys(first[who]);
      const listed = names.map((name) => `${sumOf(all, (counts) => counts[who][name] ?? 0)} ${name}`);
      return `${who}: ${listed.join(', ')}`;
    })
    .join('; ');
}

function sumOf<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + pick(item), 0);
}
