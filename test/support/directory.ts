// Directories for tests: two processes over one database, with a clock that stands still.
import { createIdSource } from '../../src/kernel/id.ts';
import { createSealer } from '../../src/kernel/seal.ts';
import { connect } from '../../src/store/database.ts';
import { createDirectory } from '../../src/store/directory/create-directory.ts';
import { createDirectoryStore } from '../../src/store/directory/directory-store.ts';
import { createTestDatabase } from './database.ts';
import { channelOf, standingClock } from './engine.ts';

export const catalogue = [channelOf('QR', 'qr'), channelOf('WEB', 'web')];

export async function openTestDirectories() {
  const database = await createTestDatabase();
  const clock = standingClock(Date.parse('2026-03-02T04:00:00Z'));
  const sealer = createSealer(Buffer.alloc(32, 7));
  const faults: unknown[] = [];
  const closing: (() => Promise<void>)[] = [];

  /** A gateway process as far as the directory goes. */
  async function openProcess() {
    const sql = connect({ url: database.url, maxConnections: 4 });
    const store = createDirectoryStore({ sql, sealer, clock });
    const onFault = (error: unknown) => void faults.push(error);
    const directory = createDirectory({ store, catalogue, cells: 2, ids: createIdSource(), clock, onFault });
    await directory.start();
    closing.push(() => sql.end());
    return directory;
  }
  const [here, there] = [await openProcess(), await openProcess()];

  return {
    database,
    clock,
    here,
    there,
    /** What failed in the background. */
    faults,
    async newMerchant() {
      const plain = { name: 'Sari Sari', city: 'Manila', fees: {}, limits: {}, settlementDays: 0 };
      const created = await here.createMerchant(plain, 'tester');
      if (!created.ok) throw new Error(created.reason);
      return created.value;
    },
    /** Every row of every table of the directory, as text. */
    async everyRow(): Promise<string> {
      const tables = await database.sql<{ name: string }[]>`
        select quote_ident(table_name) as name from information_schema.tables where table_schema = 'directory'`;
      const texts: string[] = [];
      for (const { name } of tables) {
        const rows = await database.sql.unsafe<{ text: string }>(`select t::text as text from directory.${name} t`);
        texts.push(...rows.map(({ text }) => text));
      }
      return texts.join('\n');
    },
    async close() {
      await Promise.all(closing.map((close) => close()));
      await database.drop();
    },
  };
}

/** Asks again until it holds; news between two processes take a moment. */
export async function eventually(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It did not come true in time.');
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
