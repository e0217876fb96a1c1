// The directory that the gateway works with: rows in memory, changes by operators, and news from other processes.
import type { Channel } from '../../core/channel/channel.ts';
import type { App, Merchant } from '../../core/merchant/merchant.ts';
import type { Directory, DirectoryAdmin, TerminalDirectory } from '../../engine/directory.ts';
import type { FileDirectory } from '../../engine/files.ts';
import type { ListedTerminal, Store, Vendor } from '../../engine/terminals.ts';
import { minuteMs, secondMs, type Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/id.ts';
import { createApplications } from './applications.ts';
import { operateChannels } from './channels.ts';
import { createDirectoryAdmin } from './directory-admin.ts';
import type { DirectoryStore, Written } from './directory-store.ts';
import { createFiles } from './files.ts';
import { createRowCache, type RowCache } from './row-cache.ts';
import { createTerminalsAdmin } from './terminals-admin.ts';
import { createTerminals } from './terminals.ts';

export interface LiveDirectory extends Directory, DirectoryAdmin, TerminalDirectory, FileDirectory {
  /** Reads the operators' channel settings and begins to listen. To be awaited before the first request. */
  start(): Promise<void>;
  /** Stops to listen. */
  close(): Promise<void>;
}

export interface DirectoryDeps {
  readonly store: DirectoryStore;
  readonly catalogue: readonly Channel[];
  /** How many cells new merchants are spread over. */
  readonly cells: number;
  readonly ids: IdSource;
  readonly clock: Clock;
  /** What failed in the background; the directory goes on with what it knows. */
  onFault(error: unknown): void;
  /** Rows of each kind in memory at most. */
  readonly capacity?: number;
}

export function createDirectory(deps: DirectoryDeps): LiveDirectory {
  const { store, catalogue, clock, capacity = 50_000 } = deps;
  const timing = { nowMs: clock.now, capacity, trustMs: minuteMs, unknownMs: secondMs };
  const merchants = createRowCache<Merchant>({ load: store.loadMerchants, ...timing });
  const apps = createRowCache<App>({ load: store.loadApps, ...timing });
  const vendors = createRowCache<Vendor>({ load: store.loadVendors, ...timing });
  const stores = createRowCache<Store>({ load: store.loadStores, ...timing });
  const terminals = createRowCache<ListedTerminal>({ load: store.loadTerminals, ...timing });
  const caches = { merchant: merchants, app: apps, vendor: vendors, store: stores, terminal: terminals };
  let channels = operateChannels(catalogue, []);
  let stop: (() => Promise<void>) | undefined;
  let asked = 0;
  let answered = 0;

  // An answer that comes after that of a later question is out of date.
  async function loadChannels(): Promise<void> {
    const question = ++asked;
    const overrides = await store.loadChannelOverrides();
    if (question < answered) return;
    answered = question;
    channels = operateChannels(catalogue, overrides);
  }

  async function onWritten({ kind, id }: Written): Promise<void> {
    if (kind === 'channel') await loadChannels();
    else caches[kind].invalidate(id);
  }

  function onGap(): void {
    for (const cache of Object.values(caches)) cache.invalidateAll();
    loadChannels().catch(deps.onFault);
  }

  const findApp = async (id: string) => (couldBeId.test(id) ? apps.find(id) : undefined);

  return {
    ...createDirectoryAdmin({ ...deps, channels: () => channels, onWritten }),
    terminals: {
      ...createTerminals({ store, clock, vendors, stores, terminals, findApp, onWritten }),
      ...createTerminalsAdmin({ store, clock, findApp, onWritten }),
    },
    applications: createApplications({ ...deps, onWritten }),
    files: createFiles(store),
    findApp,
    findMerchant: async (id) => (couldBeId.test(id) ? merchants.find(id) : undefined),
    ensure(merchantIds, appIds) {
      const waits = new Set<Promise<void>>();
      addMissing(waits, merchants, merchantIds);
      addMissing(waits, apps, appIds);
      return waits.size === 0 ? undefined : Promise.all(waits).then(() => undefined);
    },
    merchant: (id) => kept(merchants, 'merchant', id),
    app: (id) => kept(apps, 'app', id),
    channel: (code) => channels.get(code),
    async start() {
      await loadChannels();
      stop = await store.listen((written) => void onWritten(written).catch(deps.onFault), onGap);
    },
    async close() {
      await stop?.();
    },
  };
}

/** Whatever else a request names is not asked of the database, which could not even take some of it. */
const couldBeId = /^[A-Za-z0-9_-]{1,64}$/;

function addMissing<Row>(waits: Set<Promise<void>>, rows: RowCache<Row>, ids: Iterable<string>): void {
  for (const id of ids) if (rows.look(id) === undefined) waits.add(rows.load(id));
}

function kept<Row>(rows: RowCache<Row>, kind: string, id: string): Row {
  const row = rows.keep(id);
  if (!row) throw new Error(`The ${kind} ${id} is not in memory.`);
  return row;
}
