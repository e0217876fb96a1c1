// What operators do with the directory: each write and its row in the audit log in one transaction.
import type { Channel } from '../../core/channel/channel.ts';
import type { App, Merchant } from '../../core/merchant/merchant.ts';
import type { AdminOutcome, AppChange, DirectoryAdmin } from '../../engine/directory.ts';
import type { Clock } from '../../kernel/clock.ts';
import { equalsConstantTime, sha256Hex } from '../../kernel/digest.ts';
import type { IdSource } from '../../kernel/id.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import { randomHex } from '../../kernel/random.ts';
import { changeApp } from './change-app.ts';
import { changeMerchant, reversedLimit } from './change-merchant.ts';
import { changeOverride, operateChannel } from './channels.ts';
import { appCreator } from './create-app.ts';
import type { DirectoryStore, Written } from './directory-store.ts';

export interface DirectoryAdminDeps {
  readonly store: DirectoryStore;
  readonly catalogue: readonly Channel[];
  readonly cells: number;
  readonly ids: IdSource;
  readonly clock: Clock;
  channels(): ReadonlyMap<string, Channel>;
  /** Runs after each commit, so that this process reads what it wrote. */
  onWritten(written: Written): Promise<void>;
}

export function createDirectoryAdmin(deps: DirectoryAdminDeps): DirectoryAdmin {
  const { store, clock } = deps;
  const channelOf = new Map(deps.catalogue.map((channel) => [channel.code, channel]));

  return {
    async createMerchant(given, who) {
      const reversed = reversedLimit(given.limits);
      if (reversed) return reversed;
      const cell = await store.emptiestCell(deps.cells);
      const id = deps.ids.next('M', cell, clock.now());
      const merchant: Merchant = { ...given, id, cell, status: 'active' };
      await store.write(async (writer) => {
        await writer.insertMerchant(merchant);
        await writer.audit({ who, action: 'merchant.create', object: id, details: { ...given } });
      });
      await deps.onWritten({ kind: 'merchant', id });
      return accept(merchant);
    },
    async updateMerchant(id, change, who) {
      const changed = await store.write<AdminOutcome<Merchant>>(async (writer) => {
        const before = await writer.lockMerchant(id);
        if (!before) return refuse('merchant_not_found');
        const after = changeMerchant(before, change);
        if (!after.ok) return after;
        await writer.saveMerchant(after.value);
        await writer.audit({ who, action: 'merchant.update', object: id, details: { ...change } });
        return after;
      });
      if (changed.ok) await deps.onWritten({ kind: 'merchant', id });
      return changed;
    },
    listMerchants: store.listMerchants,

    createApp: appCreator(deps),
    async updateApp(id, change, who) {
      const secret = randomHex(16);
      const changed = await store.write<AdminOutcome<App>>(async (writer) => {
        const before = await writer.lockApp(id);
        if (!before) return refuse('app_not_found');
        const after = changeApp(before, change, secret);
        if (!after.ok) return after;
        await writer.saveApp(after.value);
        await writer.audit({ who, action: 'app.update', object: id, details: auditedChange(change, after.value) });
        return after;
      });
      if (!changed.ok) return changed;
      await deps.onWritten({ kind: 'app', id });
      return accept({ app: changed.value, callbackSecret: change.rotateCallbackSecret ? secret : null });
    },
    listApps: store.listApps,

    async updateChannel(code, change, who) {
      const channel = channelOf.get(code);
      if (!channel) return refuse('channel_not_found');
      const changed = await store.write<AdminOutcome<Channel>>(async (writer) => {
        const override = changeOverride(await writer.lockChannelOverride(code), change);
        const operated = operateChannel(channel, override);
        if (operated.minAmount > operated.maxAmount) {
          return refuse('amounts_reversed', `minAmount must not be above maxAmount, which is ${operated.maxAmount}.`);
        }
        await writer.saveChannelOverride(override);
        await writer.audit({ who, action: 'channel.update', object: code, details: { ...change } });
        return accept(operated);
      });
      if (changed.ok) await deps.onWritten({ kind: 'channel', id: code });
      return changed;
    },
    listChannels: () => [...deps.channels().values()],

    async addOperator(name, who, replace = false) {
      const token = randomHex(32);
      const added = await store.write(async (writer) => {
        if (!(await writer.insertOperator({ name, tokenSha256: sha256Hex(token) }, replace))) return false;
        await writer.audit({ who, action: 'operator.add', object: name, details: { replace } });
        return true;
      });
      return added ? accept(token) : refuse('operator_exists');
    },
    async removeOperator(name, who) {
      const removed = await store.write(async (writer) => {
        if (!(await writer.deleteOperator(name))) return false;
        await writer.audit({ who, action: 'operator.remove', object: name });
        return true;
      });
      return removed ? accept(name) : refuse('operator_not_found');
    },
    async findOperator(token) {
      const digest = sha256Hex(token);
      const operator = await store.findOperator(digest);
      return operator && equalsConstantTime(operator.tokenSha256, digest) ? operator.name : undefined;
    },

    audit: store.audit,
    listAudit: store.listAudit,
    readSetting: store.readSetting,
    async writeSetting(key, value, who) {
      await store.write(async (writer) => {
        await writer.writeSetting(key, value);
        await writer.audit({ who, action: 'setting.write', object: key, details: { value } });
      });
    },
  };
}

/** A key is named by its digest, which says which one it is and fits on a line; a secret is only said to be new. */
function auditedChange(change: AppChange, after: App): Record<string, unknown> {
  const details: Record<string, unknown> = { ...change };
  if (change.publicKey !== undefined) details['publicKey'] = `sha256:${sha256Hex(after.publicKeys[0] ?? '')}`;
  return details;
}
