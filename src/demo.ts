// The demo merchant of a sandbox: made once, its credentials kept in `demo.json` for everyone who wants to try.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from './core/merchant/merchant.ts';
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
}

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
  const demo = kept && app ? await moveDemo(deps, kept, app) : await createDemo(deps);
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

/** The gateway may listen elsewhere than last time: addresses below its former one move with it, others stay. */
async function moveDemo({ directory, baseUrl }: DemoDeps, kept: Demo, app: App): Promise<Demo> {
  if (kept.baseUrl === baseUrl) return kept;
  const moved = Object.entries(app.callbackUrls).map(([kind, url]) => [
    kind,
    url?.replace(`${kept.baseUrl}/`, `${baseUrl}/`),
  ]);
  await directory.updateApp(app.id, { callbackUrls: Object.fromEntries(moved) }, 'system');
  return { ...kept, baseUrl };
}

async function createDemo({ directory, baseUrl }: DemoDeps): Promise<Demo> {
  const merchant = await directory.createMerchant(
    { name: 'Demo Store', city: 'Manila', fees: {}, limits: {}, settlementDays: 0 },
    'system',
  );
  if (!merchant.ok) throw new Error(`The demo merchant could not be made: ${merchant.reason}.`);
  // Gateways that share a database and not a data folder have a demo each, and an operator for it.
  const operator = await directory.addOperator(`demo ${merchant.value.id}`, 'system');
  if (!operator.ok) throw new Error(`The demo operator could not be made: ${operator.reason}.`);
  const made = await directory.createApp({ merchantId: merchant.value.id, dialect: 'paycools' }, 'system');
  if (!made.ok || made.value.merchantPrivateKey === null) throw new Error('The demo app could not be made.');
  const { app, merchantPrivateKey, callbackSecret } = made.value;
  const inbox = `${baseUrl}/sandbox/inbox/demo`;
  await directory.updateApp(
    app.id,
    { callbackUrls: { merchant: inbox, payout: inbox, qr: inbox, transfer: inbox } },
    'system',
  );
  return {
    baseUrl,
    adminToken: operator.value,
    merchantId: merchant.value.id,
    paycools: { appId: app.id, merchantPrivateKey, callbackSecret },
  };
}
