// Merchants: made, read with their balances and apps, changed.
import Type from 'typebox';
import type { Account } from '../../core/ledger/ledger.ts';
import type { CellStore } from '../../engine/store.ts';
import { accept } from '../../kernel/outcome.ts';
import { refusalOf, refuseAbsent } from '../refusals.ts';
import { type AdminDeps, type Route, route } from '../route.ts';
import { Balance, closed, Fees, Id, Limits, MerchantPath, Name, Next, Page, SettlementDays } from '../schemas.ts';
import { readFees, readLimits, withoutNulls, writeBalances, writeMerchant, writePage } from '../wire.ts';

const settings = {
  name: Type.Optional(Name),
  city: Type.Optional(Name),
  fees: Type.Optional(Fees),
  limits: Type.Optional(Limits),
  settlementDays: Type.Optional(SettlementDays),
};
const Status = Type.Enum(['active', 'suspended']);
const Merchant = Type.Object({ merchantId: Id, cell: Type.Integer(), status: Status, ...settings });

export function merchantRoutes({ directory, engine }: AdminDeps): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/merchants',
      summary: 'Makes a merchant.',
      body: Type.Object(settings, closed),
      answer: Type.Object({ merchantId: Id }),
      refusals: { 400: 'A field is malformed.' },
      async act({ body: { name = 'Merchant', city = 'Manila', fees = {}, limits = {}, settlementDays = 0 }, who }) {
        const given = {
          name,
          city,
          settlementDays,
          fees: withoutNulls(readFees(fees)),
          limits: withoutNulls(readLimits(limits)),
        };
        const created = await directory.createMerchant(given, who);
        return created.ok ? accept({ merchantId: created.value.id }) : refusalOf(created, '');
      },
    }),
    route({
      method: 'GET',
      path: '/merchants',
      summary: 'Lists merchants by id; `next` is the id to go on after.',
      query: Page,
      answer: Type.Object({ merchants: Type.Array(Merchant), next: Next }),
      async act({ query: { after = '', limit = 100 } }) {
        const merchants = await directory.listMerchants(after, limit);
        return accept(writePage('merchants', merchants, limit, ({ id }) => id, writeMerchant));
      },
    }),
    route({
      method: 'GET',
      path: '/merchants/{merchantId}',
      summary: 'Reads a merchant with its balances, per currency and kind of account, and its apps.',
      params: MerchantPath,
      answer: Type.Object({
        ...Merchant.properties,
        balances: Type.Record(Type.String(), Type.Record(Type.String(), Balance)),
        apps: Type.Array(Type.Object({ appId: Id, dialect: Type.String(), enabled: Type.Boolean() })),
      }),
      refusals: { 404: 'There is no such merchant.' },
      async act({ params: { merchantId } }) {
        const merchant = await directory.findMerchant(merchantId);
        if (!merchant) return refuseAbsent('merchant', merchantId);
        const accounts = await accountsOf(engine.store(merchant.cell), merchantId);
        const apps = (await directory.listApps(merchantId, '', 1000)).map(({ id, dialect, enabled }) => ({
          appId: id,
          dialect,
          enabled,
        }));
        return accept({ ...writeMerchant(merchant), balances: writeBalances(accounts), apps });
      },
    }),
    route({
      method: 'PATCH',
      path: '/merchants/{merchantId}',
      summary: 'Changes what the body names of a merchant, and answers with all of it.',
      params: MerchantPath,
      body: Type.Object({ ...settings, status: Type.Optional(Status) }, closed),
      answer: Merchant,
      refusals: { 400: 'A field is malformed.', 404: 'There is no such merchant.' },
      async act({ params: { merchantId }, body: { fees, limits, ...plain }, who }) {
        const change = { ...plain, fees: fees && readFees(fees), limits: limits && readLimits(limits) };
        const changed = await directory.updateMerchant(merchantId, change, who);
        return changed.ok ? accept(writeMerchant(changed.value)) : refusalOf(changed, merchantId);
      },
    }),
  ];
}

/** An account's id begins with its merchant's, so they stand together among all accounts. */
async function accountsOf(store: CellStore, merchantId: string): Promise<Account[]> {
  const most = 1000;
  const accounts = await store.listAccounts(`${merchantId}:`, most);
  return accounts.filter((account) => account.merchantId === merchantId);
}
