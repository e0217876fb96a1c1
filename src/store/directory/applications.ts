// Applications of future merchants: handed in and closed by vendors, reviewed by operators, with their pictures.
import type { Merchant } from '../../core/merchant/merchant.ts';
import type { Application, Applications, ApplicationsAdmin, ApplicationStatus } from '../../engine/applications.ts';
import type { AdminOutcome } from '../../engine/directory.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/id.ts';
import { accept, type Outcome, refuse } from '../../kernel/outcome.ts';
import { randomHex } from '../../kernel/random.ts';
import { generateRsaKeyPair } from '../../kernel/rsa.ts';
import type { DirectoryStore, DirectoryWriter, Written } from './directory-store.ts';
import { retryConflicts } from './retry-conflicts.ts';
import { insertTerminalApp, type TerminalApp, writtenOf } from './terminal-app.ts';

export interface ApplicationsDeps {
  readonly store: DirectoryStore;
  readonly cells: number;
  readonly ids: IdSource;
  readonly clock: Clock;
  /** Runs after each commit, so that this process reads what it wrote. */
  onWritten(written: Written): Promise<void>;
}

type Applied = Outcome<TerminalApp & { readonly application: Application }, 'reference_repeated'>;

export function createApplications(deps: ApplicationsDeps): Applications & ApplicationsAdmin {
  const { store, clock, ids, onWritten } = deps;

  return {
    async apply({ vendorId, reference, merchantName, city, fields }) {
      const platform = await generateRsaKeyPair(2048);
      const cell = await store.emptiestCell(deps.cells);
      const plain = { name: merchantName, city, cell, fees: {}, limits: {}, settlementDays: 0 };
      const applied = await retryConflicts(() =>
        store.write<Applied>(async (writer) => {
          if (await writer.isApplied(vendorId, reference)) return refuse('reference_repeated');
          const now = clock.now();
          const merchant: Merchant = { ...plain, id: ids.next('M', cell, now), status: 'suspended' };
          await writer.insertMerchant(merchant);
          const made = await insertTerminalApp(writer, merchant, vendorId, platform.privateKeyPem, now);
          const { app, store: shop, terminal } = made;
          const application: Application = {
            merchantId: merchant.id,
            vendorId,
            appId: app.id,
            reference,
            status: 'review',
            problem: '',
            createdAt: now,
            fields,
          };
          await writer.insertApplication(application);
          const details = { appId: app.id, storeId: shop.id, terminalId: terminal.id };
          const who = `vendor ${vendorId}`;
          await writer.audit({ who, action: 'application.create', object: merchant.id, details });
          return accept({ ...made, application });
        }),
      );
      if (!applied.ok) return applied;
      const { application, store: shop, terminal } = applied.value;
      await onWritten({ kind: 'merchant', id: application.merchantId });
      for (const written of writtenOf(applied.value)) await onWritten(written);
      return accept({ application, store: shop, terminal });
    },
    async find(vendorId, merchantId) {
      const application = await store.findApplication(merchantId);
      return application?.vendorId === vendorId ? application : undefined;
    },
    async close(vendorId, merchantId) {
      const closed = await store.write(async (writer) => {
        const before = await writer.lockApplication(merchantId);
        if (before?.vendorId !== vendorId) return false;
        if (before.status === 'closed') return true;
        await writer.saveApplication({ ...before, status: 'closed' });
        await setStatus(writer, merchantId, 'suspended');
        await writer.audit({ who: `vendor ${vendorId}`, action: 'application.close', object: merchantId });
        return true;
      });
      if (closed) await onWritten({ kind: 'merchant', id: merchantId });
      return closed;
    },
    async keepPicture(vendorId, bytes, type) {
      const name = randomHex(16);
      await store.write(async (writer) => {
        await writer.insertPicture(name, vendorId, { bytes, type });
        await writer.audit({ who: `vendor ${vendorId}`, action: 'picture.upload', object: vendorId });
      });
      return name;
    },
    findPicture: async (name) => (/^[0-9a-f]{32}$/.test(name) ? store.findPicture(name) : undefined),

    listApplications: store.listApplications,
    async reviewApplication(merchantId, { status, problem = '' }, who) {
      const reviewed = await store.write<AdminOutcome<Application>>(async (writer) => {
        const before = await writer.lockApplication(merchantId);
        if (!before) return refuse('application_not_found');
        if (before.status === 'closed') return refuse('application_closed');
        const after = { ...before, status, problem: rejected.includes(status) ? problem : '' };
        await writer.saveApplication(after);
        await setStatus(writer, merchantId, accepted.includes(status) ? 'active' : 'suspended');
        const details = { status, problem: after.problem };
        await writer.audit({ who, action: 'application.review', object: merchantId, details });
        return accept(after);
      });
      if (reviewed.ok) await onWritten({ kind: 'merchant', id: merchantId });
      return reviewed;
    },
  };
}

const accepted: readonly ApplicationStatus[] = ['identity_review', 'passed'];
const rejected: readonly ApplicationStatus[] = ['rejected', 'identity_rejected'];

async function setStatus(writer: DirectoryWriter, merchantId: string, status: Merchant['status']): Promise<void> {
  const merchant = await writer.lockMerchant(merchantId);
  if (!merchant) throw new Error(`The merchant ${merchantId} of an application is missing.`);
  if (merchant.status !== status) await writer.saveMerchant({ ...merchant, status });
}
