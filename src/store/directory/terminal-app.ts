// An app whose merchant signs with terminals: it comes with a platform key, a first store, and a terminal there.
import { randomUUID } from 'node:crypto';
import type { App, DialectName, Merchant } from '../../core/merchant/merchant.ts';
import type { Activation, ActivationCode, ListedTerminal, Store } from '../../engine/terminals.ts';
import { dayMs, type Instant } from '../../kernel/clock.ts';
import type { DirectoryWriter, Written } from './directory-store.ts';
import { newKey, newNumber } from './numbers.ts';

const terminalDialect: DialectName = 'upay';

export function hasTerminals(dialect: DialectName): boolean {
  return dialect === terminalDialect;
}

export interface TerminalApp {
  readonly app: App;
  readonly store: Store;
  readonly terminal: ListedTerminal;
}

/** Numbers are new each time; a conflict is thrown where one is taken. */
export async function insertTerminalApp(
  writer: DirectoryWriter,
  merchant: Pick<Merchant, 'id' | 'name'>,
  vendorId: string,
  platformPrivateKey: string,
  now: Instant,
): Promise<TerminalApp> {
  const app: App = {
    id: newNumber('app'),
    merchantId: merchant.id,
    dialect: terminalDialect,
    enabled: true,
    publicKeys: [],
    callbackSecrets: [],
    platformPrivateKeys: [platformPrivateKey],
    vendorId,
    callbackUrls: {},
    ipAllowlist: [],
    rateLimit: null,
    countries: [],
    switches: {},
  };
  const store: Store = { id: newNumber('store'), merchantId: merchant.id, name: merchant.name, status: 'open' };
  const terminal = newTerminal(app, vendorId, store.id, { reference: '', name: '', deviceId: '', about: {} }, now);
  await writer.insertApp(app);
  await writer.stores.insert(store);
  await writer.terminals.insert(terminal);
  return { app, store, terminal };
}

export function writtenOf({ app, store, terminal }: TerminalApp): readonly Written[] {
  return [
    { kind: 'app', id: app.id },
    { kind: 'store', id: store.id },
    { kind: 'terminal', id: terminal.id },
  ];
}

export function newTerminal(
  app: Pick<App, 'id' | 'merchantId'>,
  vendorId: string,
  storeId: string,
  { reference, name, deviceId, about }: Pick<Activation, 'reference' | 'name' | 'deviceId' | 'about'>,
  now: Instant,
): ListedTerminal {
  return {
    id: newNumber('terminal'),
    uuid: randomUUID(),
    merchantId: app.merchantId,
    appId: app.id,
    storeId,
    vendorId,
    reference,
    name,
    deviceId,
    status: 'active',
    keys: [newKey()],
    keyedAt: now,
    about,
  };
}

export interface NewCode {
  readonly appId: string;
  readonly storeId: string;
  readonly uses: number;
  readonly validDays: number;
}

/** A code that nobody had before: with only eight digits, many are taken after some years. */
export async function insertNewCode(
  insert: (code: ActivationCode) => Promise<boolean>,
  { appId, storeId, uses, validDays }: NewCode,
  now: Instant,
): Promise<ActivationCode> {
  for (let tries = 0; tries < 100; tries++) {
    const code = { id: newNumber('code'), appId, storeId, usesLeft: uses, expiresAt: now + validDays * dayMs };
    if (await insert(code)) return code;
  }
  throw new Error('No activation code is free.');
}
