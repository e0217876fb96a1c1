// The two stores that every engine test runs on: PostgreSQL and memory.
import { createCellStore } from '../../src/store/cell-store.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { connect } from '../../src/store/database.ts';
import { createTestDatabase } from './database.ts';
import { createMemoryStore } from './memory-store.ts';

export interface StoreUnderTest {
  readonly name: string;
  /** A store with nothing in it, and a second one over the same rows as another process would have it. */
  open(): Promise<{ store: CellStore; sibling: CellStore; close(): Promise<void> }>;
}

export const memory: StoreUnderTest = {
  name: 'memory',
  async open() {
    const store = createMemoryStore();
    return { store, sibling: store, close: async () => {} };
  },
};

export const postgresql: StoreUnderTest = {
  name: 'PostgreSQL',
  async open() {
    const database = await createTestDatabase();
    const second = connect({ url: database.url, maxConnections: 4 });
    return {
      store: createCellStore(database.sql, 0),
      sibling: createCellStore(second, 0),
      async close() {
        await second.end();
        await database.drop();
      },
    };
  },
};
