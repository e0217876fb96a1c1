// What operators do with vendors, stores, activation codes and terminals.
import type { App } from '../../core/merchant/merchant.ts';
import type { AdminOutcome } from '../../engine/directory.ts';
import type { ActivationCode, ListedTerminal, Store, TerminalsAdmin, Vendor } from '../../engine/terminals.ts';
import type { Instant } from '../../kernel/clock.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import type { DirectoryWriter } from './directory-store.ts';
import { newKey, newNumber, rotated } from './numbers.ts';
import { retryConflicts } from './retry-conflicts.ts';
import { insertNewCode, type NewCode } from './terminal-app.ts';
import type { TerminalsDeps } from './terminals.ts';

export function createTerminalsAdmin(
  deps: Pick<TerminalsDeps, 'store' | 'clock' | 'findApp' | 'onWritten'>,
): TerminalsAdmin {
  const { store, clock, findApp, onWritten } = deps;

  /** One transaction; then this process reads what it wrote. */
  async function write<Row extends { readonly id: string }>(
    kind: 'vendor' | 'store' | 'terminal',
    work: (writer: DirectoryWriter) => Promise<AdminOutcome<Row>>,
  ): Promise<AdminOutcome<Row>> {
    const written = await retryConflicts(() => store.write(work));
    if (written.ok) await onWritten({ kind, id: written.value.id });
    return written;
  }

  return {
    createVendor: (name, who) =>
      write('vendor', async (writer) => {
        const vendor: Vendor = { id: newNumber('vendor'), name, enabled: true, keys: [newKey()] };
        await writer.vendors.insert(vendor);
        await writer.audit({ who, action: 'vendor.create', object: vendor.id, details: { name } });
        return accept(vendor);
      }),
    updateVendor: (id, change, who) =>
      write<Vendor>('vendor', async (writer) => {
        const before = await writer.vendors.lock(id);
        if (!before) return refuse('vendor_not_found');
        const { name = before.name, enabled = before.enabled } = change;
        const keys = change.rotateKey ? rotated(before.keys, newKey()) : before.keys;
        const after = { ...before, name, enabled, keys };
        await writer.vendors.save(after);
        await writer.audit({ who, action: 'vendor.update', object: id, details: { ...change } });
        return accept(after);
      }),
    listVendors: store.listVendors,

    createStore: ({ merchantId, name }, who) =>
      write<Store>('store', async (writer) => {
        if (!(await writer.lockMerchant(merchantId))) return refuse('merchant_not_found');
        const made: Store = { id: newNumber('store'), merchantId, name, status: 'open' };
        await writer.stores.insert(made);
        await writer.audit({ who, action: 'store.create', object: made.id, details: { merchantId, name } });
        return accept(made);
      }),
    updateStore: (id, change, who) =>
      write<Store>('store', async (writer) => {
        const before = await writer.stores.lock(id);
        if (!before) return refuse('store_not_found');
        const { name = before.name, status = before.status } = change;
        const after = { ...before, name, status };
        await writer.stores.save(after);
        await writer.audit({ who, action: 'store.update', object: id, details: { ...change } });
        return accept(after);
      }),
    listStores: store.listStores,

    async createActivationCode(code, who) {
      // What matters of it never changes; its row is left to those who use the app meanwhile.
      const app = await findApp(code.appId);
      if (!app) return refuse('app_not_found');
      if (app.vendorId === null) return refuse('app_not_found', `The app ${app.id} is of a dialect without terminals.`);
      return retryConflicts(() => store.write((writer) => createCode(writer, app, code, who, clock.now())));
    },
    listActivationCodes: store.listCodes,

    updateTerminal: (id, { status }, who) =>
      write<ListedTerminal>('terminal', async (writer) => {
        const before = await writer.terminals.lock(id);
        if (!before) return refuse('terminal_not_found');
        const after = { ...before, status };
        await writer.terminals.save(after);
        await writer.audit({ who, action: 'terminal.update', object: id, details: { status } });
        return accept(after);
      }),
    listTerminals: store.listTerminals,
  };
}

/** The log says for which store and app a code was made, not which it is: whoever knows it can use it. */
async function createCode(
  writer: DirectoryWriter,
  app: App,
  wanted: NewCode,
  who: string,
  now: Instant,
): Promise<AdminOutcome<ActivationCode>> {
  const { appId, storeId, uses, validDays } = wanted;
  const store = await writer.stores.lock(storeId);
  if (!store) return refuse('store_not_found');
  if (store.merchantId !== app.merchantId)
    return refuse('store_not_found', `The store ${storeId} is not one of the merchant of the app ${appId}.`);
  if (store.status === 'closed') return refuse('store_closed');
  const code = await insertNewCode(writer.insertCode, wanted, now);
  await writer.audit({ who, action: 'activation-code.create', object: storeId, details: { appId, uses, validDays } });
  return accept(code);
}
