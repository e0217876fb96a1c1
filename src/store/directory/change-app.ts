// Applies an operator's change to an app, rotation of its key and secret among it.
import type { App } from '../../core/merchant/merchant.ts';
import type { AdminReason, AppChange } from '../../engine/directory.ts';
import { accept, type Outcome, refuse } from '../../kernel/outcome.ts';
import { readPublicKey } from '../../kernel/rsa.ts';
import { patch } from './patch.ts';

/** Refuses a public key that is none. `newSecret` is used when the change rotates the callback secret. */
export function changeApp(before: App, change: AppChange, newSecret: string): Outcome<App, AdminReason> {
  const { enabled = before.enabled, ipAllowlist = before.ipAllowlist, rateLimit = before.rateLimit } = change;
  const kept = change.endOverlap ? 1 : 2;
  let { publicKeys, callbackSecrets } = before;
  if (change.publicKey !== undefined) {
    const key = publicKeyPem(change.publicKey);
    if (!key.ok) return key;
    publicKeys = [key.value, ...publicKeys.filter((known) => known !== key.value)];
  }
  if (change.rotateCallbackSecret) callbackSecrets = [newSecret, ...callbackSecrets];
  return accept({
    ...before,
    enabled,
    ipAllowlist,
    rateLimit,
    callbackUrls: patch(before.callbackUrls, change.callbackUrls),
    countries: change.countries ?? before.countries ?? [],
    switches: patch(before.switches, change.switches),
    publicKeys: publicKeys.slice(0, kept),
    callbackSecrets: callbackSecrets.slice(0, kept),
  });
}

/** The key in the one spelling in which it is stored, whichever it was given in. */
export function publicKeyPem(text: string): Outcome<string, AdminReason> {
  const key = readPublicKey(text);
  if (!key)
    return refuse(
      'public_key_invalid',
      'publicKey must be an RSA public key of 2048 to 4096 bits, as PEM or bare base64.',
    );
  return accept(key.export({ type: 'spki', format: 'pem' }).toString());
}
