// The demo merchant of a sandbox: made once, its credentials kept in `demo.json` for everyone who wants to try.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { credentialsOf } from './admin/credentials.ts';
import type { CallbackUrls } from './core/merchant/merchant.ts';
import type { Directory, DirectoryAdmin } from './engine/directory.ts';

/** What `$POLYPAY_DATA/demo.json` holds; scripts and tests outside the repository rely on these names. */
export interface Demo {
  readonly baseUrl: string;
  readonly adminToken: string;
  readonly merchantId: string;
  readonly paycools: {
    readonly appId: string;
    /** PKCS#8 PEM. */
    readonly merchantPrivateKey: string;
    readonly callbackSecret: string;
  };
  readonly upay: {
    readonly vendorSn: string;
    readonly vendorKey: string;
    readonly appId: string;
    /** Each good for one terminal of the demo merchant's store. */
    readonly activationCodes: readonly string[];
    readonly terminalSn: string;
    readonly terminalKey: string;
    /** SPKI PEM. */
    readonly platformPublicKey: string;
  };
}

/** As an earlier version may have left it. */
type KeptDemo = Omit<Demo, 'upay'> & Partial<Pick<Demo, 'upay'>>;

export interface DemoDeps {
  readonly directory: Directory & DirectoryAdmin;
  readonly dataFolder: string;
  readonly baseUrl: string;
}

/** Keeps the demo merchant of an earlier start as long as its database is still there, and makes one otherwise. */
export async function writeDemo(deps: DemoDeps): Promise<Demo> {
  const path = join(deps.dataFolder, 'demo.json');
  const kept = await readDemo(path);
  const app = kept?.paycools && (await deps.directory.findApp(kept.paycools.appId));
  const demo = kept && app ? await keepDemo(deps, kept) : await createDemo(deps);
  await writeFile(`${path}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return demo;
}

export async function readDemo(path: string): Promise<Demo | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Demo;
  } catch {
    return undefined;
  }
}

/** What a newer version has besides is made for the same merchant. */
async function keepDemo(deps: DemoDeps, kept: KeptDemo): Promise<Demo> {
  const { directory, baseUrl } = deps;
  const upayApp = kept.upay && (await directory.findApp(kept.upay.appId));
  const upay = kept.upay && upayApp ? kept.upay : await createUpay(deps, kept.merchantId);
  if (kept.baseUrl !== baseUrl)
    for (const { appId } of [kept.paycools, upay]) await moveCallbacks(directory, appId, kept.baseUrl, baseUrl);
  return { ...kept, baseUrl, upay };
}

/** The gateway may listen elsewhere than last time: addresses below its former one move with it, others stay. */
async function moveCallbacks(directory: DemoDeps['directory'], appId: string, from: string, to: string): Promise<void> {
  const app = await directory.findApp(appId);
  const moved = Object.entries(app?.callbackUrls ?? {}).map(([kind, url]) => [
    kind,
    url?.replace(`${from}/`, `${to}/`),
  ]);
  await directory.updateApp(appId, { callbackUrls: Object.fromEntries(moved) }, 'system');
}

async function createDemo(deps: DemoDeps): Promise<Demo> {
  const { directory, baseUrl } = deps;
  const merchant = await directory.createMerchant(
    { name: 'Demo Store', city: 'Manila', fees: {}, limits: {}, settlementDays: 0 },
    'system',
  );
  if (!merchant.ok) throw new Error(`The demo merchant could not be made: ${merchant.reason}.`);
  const merchantId = merchant.value.id;
  // Gateways that share a database and not a data folder have a demo each, and an operator for it.
  const operator = await directory.addOperator(`demo ${merchantId}`, 'system');
  if (!operator.ok) throw new Error(`The demo operator could not be made: ${operator.reason}.`);
  const paycools = await createPaycools(deps, merchantId);
  const upay = await createUpay(deps, merchantId);
  return { baseUrl, adminToken: operator.value, merchantId, paycools, upay };
}

function createPaycools({ directory, baseUrl }: DemoDeps, merchantId: string): Promise<Demo['paycools']> {
  const inbox = inboxBelow(baseUrl);
  const callbackUrls = { merchant: inbox, payout: inbox, qr: inbox, transfer: inbox };
  return createApp(directory, merchantId, 'paycools', callbackUrls);
}

function createUpay({ directory, baseUrl }: DemoDeps, merchantId: string): Promise<Demo['upay']> {
  return createApp(directory, merchantId, 'upay', { merchant: inboxBelow(baseUrl) });
}

async function createApp<Name extends 'paycools' | 'upay'>(
  directory: DemoDeps['directory'],
  merchantId: string,
  dialect: Name,
  callbackUrls: CallbackUrls,
): Promise<Demo[Name]> {
  const made = await directory.createApp({ merchantId, dialect }, 'system');
  if (!made.ok) throw new Error(`The demo app of ${dialect} could not be made: ${made.reason}.`);
  await directory.updateApp(made.value.app.id, { callbackUrls }, 'system');
  // What the admin API answers with is what demo.json holds.
  return credentialsOf(made.value) as Demo[Name];
}

function inboxBelow(baseUrl: string): string {
  return `${baseUrl}/sandbox/inbox/demo`;
}
