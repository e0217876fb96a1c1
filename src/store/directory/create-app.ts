// Makes apps with their credentials: a key pair and a callback secret or a platform key, or terminals, as the dialect has it.
import type { App } from '../../core/merchant/merchant.ts';
import type { AdminOutcome, DirectoryAdmin, NewApp, NewCredentials } from '../../engine/directory.ts';
import type { Vendor } from '../../engine/terminals.ts';
import type { Clock, Instant } from '../../kernel/clock.ts';
import { accept, refuse } from '../../kernel/outcome.ts';
import { randomHex } from '../../kernel/random.ts';
import { generateRsaKeyPair } from '../../kernel/rsa.ts';
import { publicKeyPem } from './change-app.ts';
import type { DirectoryStore, DirectoryWriter, Written } from './directory-store.ts';
import { newKey, newNumber } from './numbers.ts';
import { retryConflicts } from './retry-conflicts.ts';
import { hasTerminals, insertNewCode, insertTerminalApp, writtenOf } from './terminal-app.ts';

export interface CreateAppDeps {
  readonly store: DirectoryStore;
  readonly clock: Clock;
  onWritten(written: Written): Promise<void>;
}

export function appCreator(deps: CreateAppDeps): DirectoryAdmin['createApp'] {
  return async (wanted, who) => {
    const created = hasTerminals(wanted.dialect)
      ? await createTerminalApp(deps, wanted, who)
      : await createKeyPairApp(deps, wanted, who);
    if (!created.ok) return created;
    for (const written of created.value.written) await deps.onWritten(written);
    return accept(created.value.credentials);
  };
}

interface Created {
  readonly credentials: NewCredentials;
  readonly written: readonly Written[];
}

async function createKeyPairApp(
  { store }: CreateAppDeps,
  { merchantId, dialect, publicKey }: NewApp,
  who: string,
): Promise<AdminOutcome<Created>> {
  const keys = publicKey === undefined ? await newKeyPair() : givenKey(publicKey);
  if (!keys.ok) return keys;
  // What PayCools tells is signed with a secret, what BluePay tells with a key (bluepay.md 4.1).
  const callbackSecret = dialect === 'paycools' ? randomHex(16) : null;
  const platform = callbackSecret === null ? await generateRsaKeyPair(platformKeyBits) : null;
  const app: App = {
    ...newApp(merchantId, dialect, keys.value.publicKeyPem),
    callbackSecrets: callbackSecret === null ? [] : [callbackSecret],
    platformPrivateKeys: platform === null ? [] : [platform.privateKeyPem],
  };
  return store.write<AdminOutcome<Created>>(async (writer) => {
    if (!(await writer.lockMerchant(merchantId))) return refuse('merchant_not_found');
    await writer.insertApp(app);
    await writer.audit({ who, action: 'app.create', object: app.id, details: { merchantId, dialect } });
    const { privateKeyPem: merchantPrivateKey } = keys.value;
    const platformPublicKey = platform?.publicKeyPem ?? null;
    return accept({
      credentials: { app, merchantPrivateKey, callbackSecret, platformPublicKey, terminals: null },
      written: [{ kind: 'app', id: app.id }],
    });
  });
}

/** A longer one makes each notification dearer to sign and to verify; samples have this length (bluepay.md 2.4). */
const platformKeyBits = 2048;

const firstCodes = 10;
/** The codes that come with an app are for its first terminals, whenever these are bought. */
const firstCodesDays = 3650;

async function createTerminalApp(
  { store, clock }: CreateAppDeps,
  wanted: NewApp,
  who: string,
): Promise<AdminOutcome<Created>> {
  if (wanted.publicKey !== undefined)
    return refuse('public_key_invalid', `publicKey has no meaning in ${wanted.dialect}: terminals sign with own keys.`);
  const platform = await generateRsaKeyPair(platformKeyBits);
  const write = async (writer: DirectoryWriter): Promise<AdminOutcome<Created>> => {
    const now = clock.now();
    const merchant = await writer.lockMerchant(wanted.merchantId);
    if (!merchant) return refuse('merchant_not_found');
    const vendor = await vendorOf(writer, wanted.vendorId, merchant.name, who);
    if (!vendor.ok) return vendor;
    const made = await insertTerminalApp(writer, merchant, vendor.value.id, platform.privateKeyPem, now);
    const { app, store: shop, terminal } = made;
    const activationCodes = await insertFirstCodes(writer, app.id, shop.id, now);
    const details = {
      merchantId: merchant.id,
      dialect: app.dialect,
      vendorId: app.vendorId,
      storeId: shop.id,
      terminalId: terminal.id,
      activationCodes: firstCodes,
    };
    await writer.audit({ who, action: 'app.create', object: app.id, details });
    const terminals = { vendor: vendor.value, activationCodes, terminal };
    const platformPublicKey = platform.publicKeyPem;
    const written: Written[] = [...writtenOf(made), { kind: 'vendor', id: vendor.value.id }];
    return accept({
      credentials: { app, merchantPrivateKey: null, callbackSecret: null, platformPublicKey, terminals },
      written,
    });
  };
  return retryConflicts(() => store.write(write));
}

/** The vendor that was named, its keys left out as they were shown before; or a new one. */
async function vendorOf(
  writer: DirectoryWriter,
  vendorId: string | undefined,
  name: string,
  who: string,
): Promise<AdminOutcome<Vendor>> {
  if (vendorId !== undefined) {
    const vendor = await writer.vendors.lock(vendorId);
    return vendor ? accept({ ...vendor, keys: [] }) : refuse('vendor_not_found');
  }
  const vendor: Vendor = { id: newNumber('vendor'), name, enabled: true, keys: [newKey()] };
  await writer.vendors.insert(vendor);
  await writer.audit({ who, action: 'vendor.create', object: vendor.id, details: { name } });
  return accept(vendor);
}

async function insertFirstCodes(
  writer: DirectoryWriter,
  appId: string,
  storeId: string,
  now: Instant,
): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < firstCodes) {
    const wanted = { appId, storeId, uses: 1, validDays: firstCodesDays };
    codes.push((await insertNewCode(writer.insertCode, wanted, now)).id);
  }
  return codes;
}

function newApp(merchantId: string, dialect: App['dialect'], publicKeyPem: string) {
  return {
    id: randomHex(16),
    merchantId,
    dialect,
    enabled: true,
    publicKeys: [publicKeyPem],
    vendorId: null,
    callbackUrls: {},
    ipAllowlist: [],
    rateLimit: null,
    countries: [],
    switches: {},
  } satisfies Partial<App>;
}

interface Keys {
  readonly publicKeyPem: string;
  readonly privateKeyPem: string | null;
}

async function newKeyPair(): Promise<AdminOutcome<Keys>> {
  return accept(await generateRsaKeyPair(2048));
}

function givenKey(text: string): AdminOutcome<Keys> {
  const key = publicKeyPem(text);
  return key.ok ? accept({ publicKeyPem: key.value, privateKeyPem: null }) : key;
}
