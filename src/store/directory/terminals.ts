// Terminals as a dialect asks for them: found in memory, activated, checked in, their uploads kept.
import type { App } from '../../core/merchant/merchant.ts';
import type {
  Activation,
  ActivationProblem,
  ListedTerminal,
  Store,
  Terminals,
  Vendor,
} from '../../engine/terminals.ts';
import { type Clock, type Instant, secondMs } from '../../kernel/clock.ts';
import { accept, type Outcome, refuse } from '../../kernel/outcome.ts';
import type { DirectoryStore, DirectoryWriter, Written } from './directory-store.ts';
import { newKey, rotated } from './numbers.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { RowCache } from './row-cache.ts';
import { newTerminal } from './terminal-app.ts';

export interface TerminalsDeps {
  readonly store: DirectoryStore;
  readonly clock: Clock;
  readonly vendors: RowCache<Vendor>;
  readonly stores: RowCache<Store>;
  readonly terminals: RowCache<ListedTerminal>;
  findApp(appId: string): Promise<App | undefined>;
  /** Runs after each commit, so that this process reads what it wrote. */
  onWritten(written: Written): Promise<void>;
}

export function createTerminals(deps: TerminalsDeps): Terminals {
  const { store, clock, vendors, stores, terminals } = deps;
  const mayLookAgain = oncePerSecond(clock);

  return {
    findVendor: async (id) => (couldBeNumber.test(id) ? vendors.find(id) : undefined),
    findStore: async (id) => (couldBeNumber.test(id) ? stores.find(id) : undefined),
    async findTerminal(id, fresh) {
      if (!couldBeNumber.test(id)) return undefined;
      // Whoever asks within the same second waits for the answer to the same question.
      if (fresh && mayLookAgain(id)) terminals.invalidate(id);
      return terminals.find(id);
    },
    async activate(activation) {
      const app = await deps.findApp(activation.appId);
      if (!app?.enabled || app.vendorId !== activation.vendorId) return refuse('app_unknown');
      const activated = await retryConflicts(() =>
        store.write((writer) => activate(writer, app, activation, clock.now())),
      );
      if (activated.ok) await deps.onWritten({ kind: 'terminal', id: activated.value.terminal.id });
      return activated;
    },
    async checkIn(id, deviceId, about) {
      const checkedIn = await store.write<Outcome<ListedTerminal, 'terminal_unknown' | 'device_changed'>>(
        async (writer) => {
          const before = await writer.terminals.lock(id);
          if (!before) return refuse('terminal_unknown');
          if (before.deviceId !== '' && before.deviceId !== deviceId) return refuse('device_changed');
          const keys = rotated(before.keys, newKey());
          const after = { ...before, deviceId, keys, keyedAt: clock.now(), about: { ...before.about, ...about } };
          await writer.terminals.save(after);
          await writer.audit({ who: `terminal ${id}`, action: 'terminal.check-in', object: id });
          return accept(after);
        },
      );
      if (checkedIn.ok) await deps.onWritten({ kind: 'terminal', id });
      return checkedIn;
    },
    async keepLog(id, bytes) {
      await store.write(async (writer) => {
        if (!(await writer.terminals.lock(id))) return;
        await writer.insertLog(id, bytes);
        await writer.audit({ who: `terminal ${id}`, action: 'terminal.upload-log', object: id });
      });
    },
  };
}

/** Whatever else a request names is not asked of the database. */
const couldBeNumber = /^[0-9]{1,32}$/;

/** The merchant's row is locked before the code's, wherever both are. */
async function activate(
  writer: DirectoryWriter,
  app: App,
  { vendorId, code: codeId, oneTerminalPerDevice, ...device }: Activation,
  now: Instant,
): Promise<Outcome<{ terminal: ListedTerminal; store: Store }, ActivationProblem>> {
  // Two codes that are used for one device at once wait for each other here.
  if (oneTerminalPerDevice) await writer.lockMerchant(app.merchantId);
  const code = await writer.lockCode(codeId);
  if (code?.appId !== app.id) return refuse('code_unknown');
  const store = await writer.stores.lock(code.storeId);
  if (store?.merchantId !== app.merchantId) return refuse('code_unknown');
  if (code.expiresAt <= now || store.status === 'closed') return refuse('code_expired');
  if (code.usesLeft === 0) return refuse('code_used_up');
  if (await writer.isReferenceTaken(app.id, device.reference)) return refuse('reference_repeated');
  if (oneTerminalPerDevice && (await writer.isDeviceTaken(app.merchantId, device.deviceId)))
    return refuse('device_repeated');
  const terminal = newTerminal(app, vendorId, store.id, device, now);
  await writer.takeUse(code.id);
  await writer.terminals.insert(terminal);
  const details = { appId: app.id, storeId: store.id, merchantId: app.merchantId };
  await writer.audit({ who: `vendor ${vendorId}`, action: 'terminal.activate', object: terminal.id, details });
  return accept({ terminal, store });
}

/** Says yes at most once a second for each id. */
function oncePerSecond(clock: Clock): (id: string) => boolean {
  /** Oldest first. */
  const asked = new Map<string, Instant>();
  return (id) => {
    const now = clock.now();
    for (const [known, at] of asked) {
      // A clock that was set back must not keep anyone waiting.
      if (Math.abs(now - at) < secondMs) break;
      asked.delete(known);
    }
    if (asked.has(id)) return false;
    asked.set(id, now);
    return true;
  };
}
