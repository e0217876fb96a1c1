// What a new app's owner is told once, as each dialect names it.
import type { NewCredentials } from '../engine/directory.ts';

/** The same object as the dialect's in demo.json; without the private key where the merchant keeps it. */
export function credentialsOf({ app, merchantPrivateKey, callbackSecret }: NewCredentials): object {
  const own = { appId: app.id, ...(merchantPrivateKey === null ? {} : { merchantPrivateKey }) };
  return app.dialect === 'paycools' ? { ...own, callbackSecret } : own;
}
