// A merchant of the suite: made through the admin API with one app of a dialect, and a receiver for what it is told.
import assert from 'node:assert/strict';
import { eventually, type TestGateway } from '../support/gateway.ts';
import { type Received, type Receiver, startReceiver } from '../support/receiver.ts';
import { accepts } from './checks.ts';
import { anOrder, mostMinor, payoutFeeMinor } from './orders.ts';
import type { Answer, Disguise, Named, Shown, Speaker, Told, Voice } from './speaker.ts';

export interface Shop {
  readonly gateway: TestGateway;
  readonly speaker: Speaker;
  readonly merchantId: string;
  readonly appId: string;
  readonly voice: Voice;
  readonly receiver: Receiver;
  disguised(disguise: Disguise): Voice;
  /** Reads a notification as the merchant does. */
  read(received: Pick<Received, 'body' | 'headers'>): Told | undefined;
  /** A pay-in that waits for its payer. */
  payIn(amountMinor?: number): Promise<Named>;
  /** The same, paid; as a query shows it. */
  paid(amountMinor?: number): Promise<Shown>;
  /** The first notification of it, once its time has come. */
  told(about: Told['about'], number: string): Promise<Received>;
  /** Every try to tell it so far. */
  heard(about: Told['about'], number: string): Received[];
  /** As a query shows it once it is completed. */
  completed(query: () => Promise<Answer>): Promise<Shown>;
  /** What is available, in minor units; where its dialect tells it, it tells the same. */
  balance(): Promise<number>;
  /** How many rows of each table are its own. */
  rows(): Promise<Readonly<Record<string, number>>>;
  fund(amountMinor: number): Promise<void>;
  close(): Promise<void>;
}

export async function openShop(gateway: TestGateway, speaker: Speaker): Promise<Shop> {
  const { merchantId } = await gateway.manage<{ merchantId: string }>('POST', '/merchants', {
    fees: { payment: { basisPoints: 150 }, payout: { fixed: payoutFeeMinor } },
    limits: { payment: { max: mostMinor } },
  });
  const receiver = await startReceiver();
  receiver.answer = () => speaker.acknowledgement;
  const member = await speaker.join(gateway, merchantId, receiver.url);
  const voice = member.voice();
  const { currency, tellsAfterSeconds } = speaker;

  const shop: Shop = {
    gateway,
    speaker,
    merchantId,
    appId: member.appId,
    voice,
    receiver,
    disguised: (disguise) => member.voice(disguise),
    read: (received) => member.told(received),
    async payIn(amountMinor) {
      const asked = anOrder(amountMinor);
      const answer = await voice.payIn(asked);
      accepts(speaker, 'payIn', answer);
      const { id = '' } = answer.shown;
      assert.match(id, /^\w{5,50}$/, 'it has an id');
      return { id, number: asked.number };
    },
    async paid(amountMinor) {
      const opened = await shop.payIn(amountMinor);
      await gateway.act(opened.id, 'paid');
      return shop.completed(() => voice.query(opened));
    },
    async told(about, number) {
      const [seconds] = tellsAfterSeconds;
      if (seconds > 0) await gateway.advance(seconds);
      return eventually(() => shop.heard(about, number)[0]);
    },
    heard: (about, number) =>
      receiver.received.filter((received) => {
        const told = member.told(received);
        assert.ok(told, 'it verifies');
        return told.about === about && told.number === number;
      }),
    completed: (query) =>
      eventually(async () => {
        const answer = await query();
        accepts(speaker, 'query', answer);
        return answer.shown.status === 'completed' && (answer.shown as Shown);
      }, 10_000),
    async balance() {
      const { available = 0 } = await gateway.balances(merchantId, currency);
      if (voice.balance) assert.equal(await voice.balance(), available);
      return available;
    },
    rows: () => rowsOf(gateway, merchantId),
    async fund(amountMinor) {
      const { status } = await gateway.sandbox('fund', { merchantId, currency, amount: amountMinor });
      assert.equal(status, 200);
    },
    close: () => receiver.close(),
  };
  return shop;
}

async function rowsOf(
  { database: { sql } }: TestGateway,
  merchantId: string,
): Promise<Readonly<Record<string, number>>> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.columns
    where table_schema in ('cell_00', 'cell_01') and column_name = 'merchant_id'`;
  const counts = tables.map(
    ({ name }) => `select '${name}' as name, count(*)::int as count from ${name} where merchant_id = $1`,
  );
  const rows = await sql.unsafe<{ name: string; count: number }>(counts.join(' union all '), [merchantId]);
  return Object.fromEntries(rows.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]));
}
