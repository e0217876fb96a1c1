// Guards the two formats of a statement: what stands in them, that the same day is the same bytes, and that a file of any length
// passes through a bounded memory.
import assert from 'node:assert/strict';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import type { CellStore } from '../engine/store.ts';
import { minuteMs } from '../kernel/clock.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { paymentRow, payoutRow, refundRow } from '../../test/support/rows.ts';
import { wordsOfTests } from '../../test/support/statement-words.ts';
import { readWorkbook } from '../../test/support/workbook.ts';
import { csvOf } from './csv.ts';
import { linesOf } from './lines.ts';
import { xlsxOf } from './xlsx.ts';

/** 00:00 and 23:59:59.999 of a day in Manila. */
const from = Date.parse('2026-03-01T16:00:00Z');
const last = from + 24 * 60 * minuteMs - 1;
const to = last + 1;
const createdAt = from - minuteMs;
const completed = { status: 'completed', createdAt } as const;
const remark = 'She said "hi", \r\n<&> ชำระเงิน _x0041_ \u0001';

const statement = { merchantId: paymentRow().merchantId, currency: 'PHP', day: '2026-03-02' } as const;
const payments = { ...statement, kind: 'payments' } as const;
const payouts = { ...statement, kind: 'payouts' } as const;

async function aDay(): Promise<CellStore> {
  const store = createMemoryStore();
  const paid = (id: string, change: object = {}) =>
    paymentRow({ id, reference: `order-${id}`, ...completed, finalAt: from, feeMinor: 750n, ...change });
  const back = (id: string, change: object = {}) =>
    refundRow({ id, reference: `back-${id}`, ...completed, finalAt: from + 1, ...change });
  await store.transact(({ save }) =>
    save({
      payments: added([
        paid('C2'),
        paid('C1', { amountMinor: 5n, feeMinor: 0n, details: { remark } }),
        paid('C3', { finalAt: last }),
        paid('C4', { finalAt: from - 1 }),
        paid('C5', { finalAt: to }),
        paid('C6', { merchantId: 'M9' }),
        paid('C7', { currency: 'THB' }),
        paid('C8', { status: 'failed', failure: 'timed_out', feeMinor: 0n }),
      ]),
      refunds: added([
        back('R1', { amountMinor: 20_000n, feeMinor: 300n, details: { refundReason: 'broken' } }),
        back('R2', { kind: 'reversal', referenceScope: 'v', finalAt: last, feeMinor: 750n }),
        // It met a payment that was never made: nothing moved.
        back('R3', { kind: 'reversal', referenceScope: 'w', heldFrom: null }),
        back('R4', { status: 'pending', finalAt: null }),
      ]),
      payouts: added([
        payoutRow({ id: 'D1', ...completed, finalAt: from + minuteMs }),
        payoutRow({ id: 'D2', reference: 'p2', idempotencyKey: 'k2', status: 'failed', createdAt, finalAt: from }),
      ]),
    }),
  );
  return store;
}

function added<Row>(inserted: readonly Row[]) {
  return { inserted, updated: [], removed: [] };
}

async function bytesOf(file: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const heads = Object.values(wordsOfTests.heads);
const head = 'Day,"Number, yours",Number,Kind,Channel,Money,Amount,Fee,Net,Became,Made,Done,Said';

test('a day as CSV, byte for byte: what was completed on it, in order, with what went back as lines of their own', async () => {
  const store = await aDay();
  const expected = [
    head,
    `2026-03-02,order-C1,C1,PAYMENT,WEB,PHP,0.05,0.00,0.05,done,2026-03-01 23:59:00,2026-03-02 00:00:00,"${remark.replaceAll('"', '""')}"`,
    '2026-03-02,order-C2,C2,PAYMENT,WEB,PHP,500.00,7.50,492.50,done,2026-03-01 23:59:00,2026-03-02 00:00:00,',
    '2026-03-02,back-R1,R1,REFUND,WEB,PHP,-200.00,-3.00,-197.00,done,2026-03-01 23:59:00,2026-03-02 00:00:00,broken',
    '2026-03-02,order-C3,C3,PAYMENT,WEB,PHP,500.00,7.50,492.50,done,2026-03-01 23:59:00,2026-03-02 23:59:59,',
    '2026-03-02,back-R2,R2,VOID,WEB,PHP,-500.00,-7.50,-492.50,done,2026-03-01 23:59:00,2026-03-02 23:59:59,',
    '',
  ].join('\r\n');
  for (const pageSize of [1, 2, 1000]) {
    assert.equal(String(await bytesOf(csvOf(linesOf(store, payments, pageSize), wordsOfTests))), expected);
  }
  assert.equal(
    String(await bytesOf(csvOf(linesOf(store, payouts), wordsOfTests))),
    `${head}\r\n2026-03-02,payout-1,D1,PAYOUT,BANK,PHP,100.00,10.00,110.00,done,2026-03-01 23:59:00,2026-03-02 00:01:00,\r\n`,
  );
});

test('a workbook holds the lines of the CSV, on as many sheets as they need, and what they add up to', async () => {
  const store = await aDay();
  const read = async (linesOfSheet?: number) =>
    readWorkbook(await bytesOf(xlsxOf(linesOf(store, payments), wordsOfTests, new Date(to), linesOfSheet)));
  const { sheets } = await read();
  assert.deepEqual([...sheets.keys()], ['transactions', 'totals']);
  const [top, first, ...others] = sheets.get('transactions') ?? [];
  assert.deepEqual(top, heads);
  assert.deepEqual(first?.slice(1, 4), ['order-C1', 'C1', 'PAYMENT']);
  assert.equal(first?.at(-1), remark);
  assert.deepEqual(
    others.map((row) => [row[2], row[6], row[7], row[8]]),
    [
      ['C2', '500.00', '7.50', '492.50'],
      ['R1', '-200.00', '-3.00', '-197.00'],
      ['C3', '500.00', '7.50', '492.50'],
      ['R2', '-500.00', '-7.50', '-492.50'],
    ],
  );
  assert.deepEqual(sheets.get('totals'), [
    ['Kind', 'Money', 'count', 'Amount', 'Fee', 'Net'],
    ['PAYMENT', 'PHP', '3', '1000.05', '15.00', '985.05'],
    ['REFUND', 'PHP', '1', '-200.00', '-3.00', '-197.00'],
    ['VOID', 'PHP', '1', '-500.00', '-7.50', '-492.50'],
    ['ALL', 'PHP', '5', '300.05', '4.50', '295.55'],
  ]);
  const split = await read(2);
  assert.deepEqual(
    [...split.sheets].map(([name, rows]) => [name, rows.length]),
    [
      ['transactions', 3],
      ['transactions 2', 3],
      ['transactions 3', 2],
      ['totals', 5],
    ],
  );
});

test('a workbook of the same day is the same bytes', async () => {
  const store = await aDay();
  const make = () => bytesOf(xlsxOf(linesOf(store, payments), wordsOfTests, new Date(to)));
  assert.deepEqual(await make(), await make());
});

/** A day of so many pages, of texts that do not compress, and how many of them were asked for. */
function endless(pages: number, pageSize: number) {
  let asked = 0;
  let state = 1;
  const noise = () => {
    state = Math.imul(state ^ (state << 13), 0x9e3779b1) ^ (state >>> 7);
    return (state >>> 0).toString(36);
  };
  const store: Pick<CellStore, 'listCompleted'> = {
    async listCompleted(table, { after }, limit) {
      if (table !== 'payments' || asked === pages) return [];
      asked++;
      assert.equal(limit, pageSize);
      const rows = Array.from({ length: limit }, (_, index) =>
        paymentRow({
          id: `C${String(index).padStart(6, '0')}`,
          status: 'completed',
          finalAt: after.at + 1,
          details: { remark: Array.from({ length: 30 }, noise).join('') },
        }),
      );
      return rows as never[];
    },
  };
  return { store, asked: () => asked };
}

test('no more is read from the database than its reader takes, in either format', async () => {
  const [pages, pageSize] = [150, 200];
  const formats = {
    csv: (lines: ReturnType<typeof linesOf>) => csvOf(lines, wordsOfTests),
    xlsx: (lines: ReturnType<typeof linesOf>) => xlsxOf(lines, wordsOfTests, new Date(to)),
  };
  for (const [name, open] of Object.entries(formats)) {
    const day = endless(pages, pageSize);
    const seen: { bytes: number; asked: number }[] = [];
    let bytes = 0;
    for await (const chunk of open(linesOf(day.store, payments, pageSize))) {
      bytes += (chunk as Buffer).length;
      // A slow reader: everything else has its turn before the next chunk is taken.
      for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      seen.push({ bytes, asked: day.asked() });
    }
    assert.equal(day.asked(), pages, name);
    const ahead = Math.max(...seen.map((at) => at.asked / pages - at.bytes / bytes));
    assert.ok(ahead < 0.2, `${name}: ${Math.round(ahead * 100)} % of the file waited in memory`);
  }
});

test('a reader that goes away ends the reading, in either format', async () => {
  for (const open of [
    (lines: ReturnType<typeof linesOf>) => csvOf(lines, wordsOfTests),
    (lines: ReturnType<typeof linesOf>) => xlsxOf(lines, wordsOfTests, new Date(to)),
  ]) {
    const day = endless(1000, 200);
    const lines = linesOf(day.store, payments, 200);
    const file = open(lines);
    file.on('error', () => {});
    await new Promise((resolve) => file.once('data', resolve));
    file.destroy();
    do {
      assert.ok(day.asked() < 1000, 'the day is read to its end');
      await new Promise(setImmediate);
    } while ((await lines.next()).done !== true);
  }
});
