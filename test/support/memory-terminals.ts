// Terminals in memory, for tests of what stands on them: vendors, stores, codes and devices as the directory keeps them, and a
// memory before them that another process's writes do not reach.
import type { TerminalDirectory } from '../../src/engine/directory.ts';
import type { ActivationCode, ListedTerminal, Store, Vendor } from '../../src/engine/terminals.ts';
import { md5Hex } from '../../src/kernel/digest.ts';
import type { Instant } from '../../src/kernel/clock.ts';
import { accept, refuse } from '../../src/kernel/outcome.ts';

type Terminals = TerminalDirectory['terminals'];

export interface MemoryTerminals extends Terminals {
  readonly vendors: Map<string, Vendor>;
  readonly stores: Map<string, Store>;
  readonly codes: Map<string, ActivationCode>;
  /** Rows as they are committed; `findTerminal` may still answer older ones. */
  readonly rows: Map<string, ListedTerminal>;
  readonly logs: { readonly terminalId: string; readonly bytes: Uint8Array }[];
  /** How often a row was asked for afresh. */
  fresh: number;
}

export function createMemoryTerminals(merchantId: string, now: () => Instant): MemoryTerminals {
  const known = new Map<string, ListedTerminal>();
  let keys = 0;
  const newKey = () => md5Hex(`key ${++keys}`);
  const commit = (row: ListedTerminal) => {
    directory.rows.set(row.id, row);
    known.set(row.id, row);
    return row;
  };
  const unused = () => Promise.reject(new Error('This belongs to operators.'));

  const directory: MemoryTerminals = {
    vendors: new Map(),
    stores: new Map(),
    codes: new Map(),
    rows: new Map(),
    logs: [],
    fresh: 0,
    findVendor: async (id) => directory.vendors.get(id),
    findStore: async (id) => directory.stores.get(id),
    async findTerminal(id, fresh) {
      if (fresh) directory.fresh += 1;
      const row = (fresh ? undefined : known.get(id)) ?? directory.rows.get(id);
      if (row) known.set(id, row);
      return row;
    },
    async activate({ vendorId, appId, code: codeId, deviceId, reference, name, about, oneTerminalPerDevice }) {
      const code = directory.codes.get(codeId);
      const store = code && directory.stores.get(code.storeId);
      if (code?.appId !== appId || !store) return refuse('code_unknown');
      if (code.expiresAt <= now()) return refuse('code_expired');
      if (code.usesLeft === 0) return refuse('code_used_up');
      const rows = [...directory.rows.values()];
      if (reference !== '' && rows.some((row) => row.reference === reference)) return refuse('reference_repeated');
      if (oneTerminalPerDevice && rows.some((row) => row.deviceId === deviceId)) return refuse('device_repeated');
      directory.codes.set(codeId, { ...code, usesLeft: code.usesLeft - 1 });
      const id = String(100_000_330_000_001 + directory.rows.size);
      const device = { reference, name, deviceId, about };
      const uuid = `66666666-7777-4888-8999-${id.slice(-12)}`;
      const owner = { merchantId, appId, storeId: store.id, vendorId };
      const row = commit({ id, uuid, ...owner, ...device, status: 'active', keys: [newKey()], keyedAt: now() });
      return accept({ terminal: row, store });
    },
    async checkIn(id, deviceId, about) {
      const row = directory.rows.get(id);
      if (!row) return refuse('terminal_unknown');
      if (row.deviceId !== deviceId) return refuse('device_changed');
      return accept(commit({ ...row, about, keys: [newKey(), ...row.keys].slice(0, 2), keyedAt: now() }));
    },
    async keepLog(terminalId, bytes) {
      directory.logs.push({ terminalId, bytes });
    },
    listTerminals: async (storeId) => [...directory.rows.values()].filter((row) => row.storeId === storeId),
    createVendor: unused,
    updateVendor: unused,
    listVendors: unused,
    createStore: unused,
    updateStore: unused,
    listStores: unused,
    createActivationCode: unused,
    listActivationCodes: unused,
    updateTerminal: unused,
  };
  return directory;
}
