// Merchants and apps as the admin API writes them, and fees and limits as it reads them.
import { createPublicKey } from 'node:crypto';
import type { Static } from 'typebox';
import type { Fee, FeeKind } from '../core/fees/fee.ts';
import type { Account } from '../core/ledger/ledger.ts';
import type { AmountLimit, LimitedKind } from '../core/limits/amount-limits.ts';
import type { App, Merchant } from '../core/merchant/merchant.ts';
import type { Patch } from '../engine/directory.ts';
import { sha256Hex } from '../kernel/digest.ts';
import type { Fees, Limits } from './schemas.ts';

export function readFees(fees: Static<typeof Fees>): Patch<Record<FeeKind, Fee>> {
  return mapMembers(fees, ({ fixed = 0, basisPoints = 0 }) => ({ fixedMinor: BigInt(fixed), basisPoints }));
}

export function readLimits(limits: Static<typeof Limits>): Patch<Record<LimitedKind, AmountLimit>> {
  return mapMembers(limits, readLimit);
}

function readLimit(given: NonNullable<Static<typeof Limits>['payment']>): AmountLimit {
  const { min, max, dailyAmount, dailyCount } = given;
  return {
    ...(min === undefined ? {} : { min: BigInt(min) }),
    ...(max === undefined ? {} : { max: BigInt(max) }),
    ...(dailyAmount === undefined ? {} : { dailyAmount: BigInt(dailyAmount) }),
    ...(dailyCount === undefined ? {} : { dailyCount }),
  };
}

/** What of a patch is there from the beginning: for something new, null and absent are the same. */
export function withoutNulls<Value>(patch: Patch<Value>): Partial<Value> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null)) as Partial<Value>;
}

export function writeMerchant(merchant: Merchant): object {
  const { id, name, city, cell, status, fees, limits, settlementDays } = merchant;
  const writtenFees = mapMembers(fees, ({ fixedMinor, basisPoints }) => ({ fixed: fixedMinor, basisPoints }));
  return { merchantId: id, name, city, cell, status, fees: writtenFees, limits, settlementDays };
}

/** Public keys by their digest, secrets by their number: an answer of the admin API must be fit to be kept. */
export function writeApp(app: App): object {
  const { id, merchantId, dialect, enabled, ipAllowlist, rateLimit, callbackUrls, countries = [], switches } = app;
  return {
    appId: id,
    merchantId,
    dialect,
    enabled,
    ipAllowlist,
    rateLimit,
    callbackUrls,
    countries,
    switches,
    publicKeys: app.publicKeys.map((pem) => ({ sha256: sha256Hex(pem), pem })),
    callbackSecrets: app.callbackSecrets.length,
    ...(app.vendorId === null ? {} : { vendorSn: app.vendorId }),
    ...(app.platformPrivateKeys.length === 0 ? {} : { platformPublicKeys: app.platformPrivateKeys.map(publicPart) }),
  };
}

/** With it a merchant verifies what the platform signed. */
function publicPart(privateKeyPem: string): string {
  return createPublicKey(privateKeyPem).export({ type: 'spki', format: 'pem' }).toString();
}

/** A page, and where the next one begins after. */
export function writePage<Row>(
  name: string,
  rows: readonly Row[],
  limit: number,
  idOf: (row: Row) => string,
  write: (row: Row) => object,
): object {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { [name]: rows.map(write), ...(last === undefined ? {} : { next: idOf(last) }) };
}

/** Per currency and account kind, in minor units. */
export function writeBalances(accounts: readonly Account[]): object {
  const balances = new Map<string, Map<string, bigint>>();
  for (const { currency, kind, credits, debits } of accounts) {
    const ofCurrency = balances.get(currency) ?? new Map<string, bigint>();
    balances.set(currency, ofCurrency.set(kind, credits - debits));
  }
  return Object.fromEntries([...balances].map(([currency, kinds]) => [currency, Object.fromEntries(kinds)]));
}

export function writeTime(at: number): string {
  return new Date(at).toISOString();
}

function mapMembers<Key extends string, From, To>(
  object: Readonly<Partial<Record<Key, From | null>>>,
  map: (value: From) => To,
): Partial<Record<Key, To | null>> {
  const entries = Object.entries<From | null | undefined>(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, value === null || value === undefined ? null : map(value)]),
  ) as Partial<Record<Key, To | null>>;
}
