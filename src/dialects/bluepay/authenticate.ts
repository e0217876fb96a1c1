// Who asks, and may they: the checks between an envelope and its fields, in the order of bluepay.md 2.4.
import type { App } from '../../core/merchant/merchant.ts';
import { type Outcome, type Reason, refuse } from '../../core/reasons.ts';
import type { Instant } from '../../kernel/clock.ts';
import { accept, type Refused } from '../../kernel/outcome.ts';
import { createAdmitCaller } from '../admit-caller.ts';
import { merchantKeysOf } from '../app-keys.ts';
import { type Country, homeCountry, isCountry } from './countries.ts';
import type { BluepayDeps } from './deps.ts';
import { readJsonParam } from '../json-param.ts';
import type { FieldSource } from '../strict-fields.ts';
import { timestampOf } from '../timestamps.ts';
import type { Envelope } from './envelope.ts';
import type { Caller } from './operation.ts';
import { settingsOf } from './settings.ts';
import { verifyParam } from './signature.ts';
import { type Version, versionOf } from './version.ts';

/** Whose app it is that a request names. Codes depend on its version from here on. */
export type Owner = Omit<Caller, 'country'>;

export interface Asked {
  readonly caller: Caller;
  readonly param: FieldSource;
}

export interface Authenticate {
  findOwner(appId: string): Promise<Outcome<Owner>>;
  /** Whether the owner made this request, now, from there, and for a country that is open to it. */
  admit(owner: Owner, envelope: Envelope, remoteAddress: string): Outcome<Asked>;
}

/** No appId is longer; a longer one is not worth a question to the directory. */
const longestAppId = 64;

export function createAuthenticate(deps: BluepayDeps): Authenticate {
  const { directory, clock } = deps;
  const admitCaller = createAdmitCaller(deps);
  return {
    async findOwner(appId) {
      const app = appId.length > longestAppId ? undefined : await directory.findApp(appId);
      if (!app || !isBluepay(app)) return refuse('app_unknown');
      const merchant = await directory.findMerchant(app.merchantId);
      if (merchant?.status !== 'active') return refuse('merchant_suspended');
      if (!app.enabled) return refuse('app_disabled');
      return accept({ app, merchant, version: versionOf(app), settings: settingsOf(app) });
    },

    admit(owner, envelope, remoteAddress) {
      const { app, version, settings } = owner;
      const refused = admitCaller(app, remoteAddress);
      if (refused) return refused;
      if (!verifyParam(merchantKeysOf(app), envelope.param, envelope.sign)) return refuse('signature_invalid');
      const read = readJsonParam(envelope.param);
      if (!read.ok) return read;
      const param = read.value;
      const untimely = refuseTime(param, clock.now(), settings.timestampWindowSeconds * 1000);
      if (untimely) return untimely;
      const country = countryOf(param, app, version);
      return country.ok ? accept({ caller: { ...owner, country: country.value }, param }) : country;
    },
  };
}

/** Whether it speaks this API, in either version. */
export function isBluepay({ dialect }: Pick<App, 'dialect'>): boolean {
  return dialect === 'bluepay-v1' || dialect === 'bluepay-v2';
}

/** Why a request's own time is not believed (bluepay.md 2.6); undefined: it is. */
function refuseTime(param: FieldSource, now: Instant, windowMs: number): Refused<Reason> | undefined {
  const at = timestampOf(param.value('timestamp'));
  if (at === undefined) return refuse('timestamp_missing');
  return Math.abs(at - now) <= windowMs ? undefined : refuse('timestamp_expired');
}

/** Version 1 is Thailand's; a request of version 2 names its country (bluepay.md 3b, 5.1, 6.6). */
export function countryOf(param: FieldSource, { countries = [] }: App, version: Version): Outcome<Country> {
  const code = param.value('countryCode') ?? (version === 'v1' ? homeCountry : undefined);
  if (typeof code !== 'string' || !isCountry(code)) return refuse('request_malformed', 'countryCode is not known');
  const isAbroad = version === 'v1' && code !== homeCountry;
  const isOpen = countries.length === 0 || countries.includes(code);
  return isOpen && !isAbroad ? accept(code) : refuse('country_not_open');
}
