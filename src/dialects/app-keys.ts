// The keys of an app as key objects, in the dialects that sign with RSA: its merchant's, and the platform's own.
import type { KeyObject } from 'node:crypto';
import type { App } from '../core/merchant/merchant.ts';
import { readPrivateKey, readPublicKey } from '../kernel/rsa.ts';

/** With which the merchant signs, newest first; texts that are no acceptable key verify nothing. */
export const merchantKeysOf = parsedOnce((app) => app.publicKeys.map(readPublicKey));

/** With which the platform signs what it tells this app, newest first. */
export const platformKeysOf = parsedOnce((app) => app.platformPrivateKeys.map(readPrivateKey));

/** The directory hands out a new object when an app changes, so what was parsed once holds as long as the object does. */
function parsedOnce(parse: (app: App) => readonly (KeyObject | undefined)[]): (app: App) => readonly KeyObject[] {
  const parsed = new WeakMap<App, readonly KeyObject[]>();
  return (app) => {
    const known = parsed.get(app);
    if (known) return known;
    const keys = parse(app).filter((key) => key !== undefined);
    parsed.set(app, keys);
    return keys;
  };
}
