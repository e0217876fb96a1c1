// Which of the two versions of the API a request speaks (bluepay.md 2.7).
import type { App } from '../../core/merchant/merchant.ts';

export type Version = 'v1' | 'v2';

/** The app's own version; both versions share paths. */
export function versionOf({ dialect }: Pick<App, 'dialect'>): Version {
  return dialect === 'bluepay-v1' ? 'v1' : 'v2';
}
