// What a new app's owner is told once, as each dialect names it.
import type { NewCredentials } from '../engine/directory.ts';

/** The same object as the dialect's in demo.json; without the keys that whoever asked has already. */
export function credentialsOf({ terminals, platformPublicKey, ...signing }: NewCredentials): object {
  const { app, merchantPrivateKey, callbackSecret } = signing;
  if (terminals !== null) {
    const { vendor, activationCodes, terminal } = terminals;
    const [vendorKey] = vendor.keys;
    const own = { vendorSn: vendor.id, ...(vendorKey === undefined ? {} : { vendorKey }), appId: app.id };
    return { ...own, activationCodes, terminalSn: terminal.id, terminalKey: terminal.keys[0], platformPublicKey };
  }
  const own = { appId: app.id, ...(merchantPrivateKey === null ? {} : { merchantPrivateKey }) };
  return callbackSecret === null ? { ...own, platformPublicKey } : { ...own, callbackSecret };
}
