// The demo merchant of a sandbox: made once, its credentials kept in `demo.json` for everyone who wants to try.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { credentialsOf } from './admin/credentials.ts';
import type { DialectName } from './core/merchant/merchant.ts';
import type { Directory, DirectoryAdmin } from './engine/directory.ts';

interface BluepayDemo {
  readonly appId: string;
  /** PKCS#8 PEM. */
  readonly merchantPrivateKey: string;
  /** SPKI PEM. */
  readonly platformPublicKey: string;
}

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
  readonly bluepayV1: BluepayDemo;
  readonly bluepayV2: BluepayDemo;
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

/** By the name that its credentials have in the file. */
const dialects = {
  paycools: 'paycools',
  bluepayV1: 'bluepay-v1',
  bluepayV2: 'bluepay-v2',
  upay: 'upay',
} as const satisfies Record<string, DialectName>;

type AppName = keyof typeof dialects;
type Apps = Pick<Demo, AppName>;

/** As an earlier version, which spoke fewer dialects, may have left it. */
type KeptDemo = Omit<Demo, AppName> & Partial<Apps>;

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
  const apps = await makeApps(deps, kept.merchantId, kept);
  if (kept.baseUrl !== baseUrl)
    for (const { appId } of Object.values(apps)) await moveCallbacks(directory, appId, kept.baseUrl, baseUrl);
  return { ...kept, baseUrl, ...apps };
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
  return { baseUrl, adminToken: operator.value, merchantId, ...(await makeApps(deps, merchantId, {})) };
}

/** Those that are there already stay as they are. */
async function makeApps(deps: DemoDeps, merchantId: string, kept: Partial<Apps>): Promise<Apps> {
  const made: Partial<Record<AppName, object>> = {};
  for (const name of Object.keys(dialects) as AppName[]) {
    const known = kept[name];
    const isThere = known !== undefined && (await deps.directory.findApp(known.appId)) !== undefined;
    made[name] = isThere ? known : await makeApp(deps, merchantId, dialects[name]);
  }
  return made as Apps;
}

/** What the admin API answers with is what demo.json holds. */
async function makeApp({ directory, baseUrl }: DemoDeps, merchantId: string, dialect: DialectName): Promise<object> {
  const made = await directory.createApp({ merchantId, dialect }, 'system');
  if (!made.ok) throw new Error(`The demo app of ${dialect} could not be made: ${made.reason}.`);
  const merchant = `${baseUrl}/sandbox/inbox/demo`;
  const callbackUrls =
    dialect === 'paycools' ? { merchant, payout: merchant, qr: merchant, transfer: merchant } : { merchant };
  await directory.updateApp(made.value.app.id, { callbackUrls }, 'system');
  return credentialsOf(made.value);
}
