// Who asks, and may they: the checks between a readable request and its fields, in the order of paycools.md 2.8.
import type { App, Merchant } from '../../core/merchant/merchant.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { accept } from '../../kernel/outcome.ts';
import { createAdmitCaller } from '../admit-caller.ts';
import { merchantKeysOf } from '../app-keys.ts';
import type { PaycoolsDeps } from './deps.ts';
import type { Received } from './received.ts';
import { type Member, verifyRequest } from './signature.ts';

export interface Caller {
  readonly app: App;
  readonly merchant: Merchant;
}

export type Authenticate = (
  received: Received,
  remoteAddress: string,
  pathVariable?: Member,
) => Promise<Outcome<Caller>>;

/** No appId is longer; a longer one is not worth a question to the directory. */
const longestAppId = 64;

export function createAuthenticate(deps: PaycoolsDeps): Authenticate {
  const { directory } = deps;
  const admit = createAdmitCaller(deps);
  return async (received, remoteAddress, pathVariable) => {
    const app = received.appId.length > longestAppId ? undefined : await directory.findApp(received.appId);
    if (app?.dialect !== 'paycools') return refuse('app_unknown');
    const merchant = await directory.findMerchant(app.merchantId);
    if (merchant?.status !== 'active') return refuse('merchant_suspended');
    if (!app.enabled) return refuse('app_disabled');
    const refused = admit(app, remoteAddress);
    if (refused) return refused;
    if (!verifyRequest(merchantKeysOf(app), received.members, received.sign, pathVariable))
      return refuse('signature_invalid');
    return accept({ app, merchant });
  };
}
