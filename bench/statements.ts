// Measures how long the statement of one merchant's day takes and what it needs in memory: `node bench/statements.ts [rows]`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Payment, untouched } from '../src/core/payment/payment.ts';
import { dayMs } from '../src/kernel/clock.ts';
import { statementWords } from '../src/dialects/bluepay/statement-words.ts';
import { csvOf } from '../src/statements/csv.ts';
import { linesOf } from '../src/statements/lines.ts';
import { spanOf } from '../src/statements/statement.ts';
import { xlsxOf } from '../src/statements/xlsx.ts';
import { createCellStore } from '../src/store/cell-store.ts';
import { connect } from '../src/store/database.ts';
import { startEmbeddedPostgres } from '../src/store/embedded/start-embedded-postgres.ts';
import { migrate } from '../src/store/migrate.ts';

const rows = Number(process.argv[2] ?? 300_000);
const portion = 5000;
const day = '2026-03-17';
const of = (merchantId: string) => ({ merchantId, currency: 'THB', day, kind: 'payments' }) as const;
const span = spanOf(of('')) ?? { from: 0, to: 0 };

/** Spread over the day; every second one of another merchant, whose rows lie between. */
function paymentOf(index: number): Payment {
  const at = span.from + Math.floor((index * dayMs) / (2 * rows));
  return {
    ...untouched,
    id: `C00${String(index).padStart(22, '0')}`,
    merchantId: `M${index % 2}`,
    appId: 'A1',
    referenceScope: 'A1',
    reference: `order${index}`,
    instrumentId: null,
    entry: 'page',
    channel: 'THAI_DYNAMIC_QR',
    currency: 'THB',
    amountMinor: 50_010n,
    feeMinor: 750n,
    status: 'completed',
    bankReference: `B${index}`,
    createdAt: at,
    finalAt: at,
    expiresAt: null,
    notifyUrl: null,
    returnUrl: null,
    details: { remark: 'a table by the window' },
  };
}

const home = await mkdtemp(join(tmpdir(), 'polypay-statements-'));
const server = await startEmbeddedPostgres({ dataDir: join(home, 'postgres'), log: { info() {}, warn() {} } });
const sql = connect({ url: server.url, maxConnections: 2 });
try {
  await migrate(sql, { cells: 1 });
  const store = createCellStore(sql, 0);
  for (let first = 0; first < 2 * rows; first += portion) {
    const inserted = Array.from({ length: Math.min(portion, 2 * rows - first) }, (_, index) =>
      paymentOf(first + index),
    );
    await store.transact(({ save }) => save({ payments: { inserted, updated: [], removed: [] } }));
  }
  await sql.unsafe('vacuum analyze cell_00.payments');
  console.log(`${rows} rows; before: ${megabytes(process.memoryUsage().rss)}`);
  await measure('csv', csvOf(linesOf(store, of('M1')), statementWords));
  await measure('xlsx', xlsxOf(linesOf(store, of('M1')), statementWords, new Date(span.to)));
} finally {
  await sql.end();
  await server.stop();
  await rm(home, { recursive: true, force: true });
}

async function measure(name: string, file: Readable): Promise<void> {
  const startedAt = performance.now();
  let bytes = 0;
  let most = process.memoryUsage.rss();
  for await (const chunk of file) {
    bytes += (chunk as Buffer).length;
    most = Math.max(most, process.memoryUsage.rss());
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${name}: ${seconds} s, ${megabytes(bytes)} in the file, at most ${megabytes(most)} resident`);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
