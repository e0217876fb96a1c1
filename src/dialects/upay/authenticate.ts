// Who asks, and may they: the checks between a request and its fields (upay.md 2.2). Whoever signs wrongly learns nothing but that.
import { type Outcome, type Reason, refuse } from '../../core/reasons.ts';
import type { Terminal } from '../../engine/terminals.ts';
import { dayMs, type Instant } from '../../kernel/clock.ts';
import { accept, type Refused } from '../../kernel/outcome.ts';
import { createAdmitCaller } from '../admit-caller.ts';
import type { UpayDeps } from './deps.ts';
import type { Operation, TerminalCaller, VendorCaller } from './operation.ts';
import type { Received } from './received.ts';
import { type Settings, settingsOf } from './settings.ts';
import { verifyRequest } from './signature.ts';

/** Whether one of somebody's keys made the signature. */
export type IsSigned = (key: string) => boolean;

export interface Authenticate {
  /** The terminal of that number, if it signed. `renewsKey`: with a key that has expired as well. */
  terminal(sn: string, isSigned: IsSigned, renewsKey?: boolean): Promise<Outcome<TerminalCaller>>;
  vendor(sn: string, isSigned: IsSigned): Promise<Outcome<VendorCaller>>;
  /** Whether a terminal that signed may do business now, from there; undefined: it may. Without an address: a payer asks in its name. */
  admit(caller: TerminalCaller, remoteAddress: string | undefined, evenDisabled?: boolean): Refused<Reason> | undefined;
}

/** No number is longer; what is none is not worth a question to the directory. */
const numberPattern = /^[0-9]{1,32}$/;

export function createAuthenticate(deps: UpayDeps): Authenticate {
  const { directory, clock } = deps;
  const { terminals } = directory;
  const admit = createAdmitCaller(deps);

  /** A key that is not known here may have been handed out by another process a moment ago. */
  async function findSigner(sn: string, isSigned: IsSigned): Promise<Outcome<Terminal>> {
    const known = numberPattern.test(sn) ? await terminals.findTerminal(sn) : undefined;
    if (!known) return refuse('app_unknown');
    if (known.keys.some(isSigned)) return accept(known);
    const fresh = await terminals.findTerminal(sn, 'fresh');
    return fresh?.keys.some(isSigned) === true ? accept(fresh) : refuse('signature_invalid');
  }

  return {
    async terminal(sn, isSigned, renewsKey = false) {
      const signer = await findSigner(sn, isSigned);
      if (!signer.ok) return signer;
      const terminal = signer.value;
      const app = await directory.findApp(terminal.appId);
      const store = await terminals.findStore(terminal.storeId);
      const merchant = await directory.findMerchant(terminal.merchantId);
      // Credentials without anything to trade with are what UPAY_TERMINAL_NOT_EXISTS is for (upay.md 7, Q13).
      if (app?.dialect !== 'upay' || !store || !merchant) return refuse('app_disabled');
      const settings = settingsOf(app);
      if (!renewsKey && hasExpired(terminal, settings, clock.now())) {
        return refuse('signature_invalid', '终端密钥已过期，请重新签到');
      }
      return accept({ terminal, store, app, merchant, settings });
    },

    async vendor(sn, isSigned) {
      const vendor = numberPattern.test(sn) ? await terminals.findVendor(sn) : undefined;
      return vendor?.enabled === true && vendor.keys.some(isSigned) ? accept({ vendor }) : refuse('signature_invalid');
    },

    admit(caller, remoteAddress, evenDisabled = false) {
      const inactive = evenDisabled ? undefined : inactivityOf(caller);
      return inactive ?? admit(caller.app, remoteAddress);
    },
  };
}

interface Signed {
  readonly received: Received;
  readonly authorization: string | undefined;
  readonly remoteAddress: string;
}

/** Who signed a body with a vendor's key. */
export async function authenticateVendor(authenticate: Authenticate, signed: Signed): Promise<Outcome<VendorCaller>> {
  const { sn, isSigned } = readSigned(signed);
  const caller = await authenticate.vendor(sn, isSigned);
  if (!caller.ok) return caller;
  return refuseOther(signed.received, 'vendor_sn', sn) ?? caller;
}

/** Who signed a body with a terminal's key, and may ask for that operation. */
export async function authenticateTerminal(
  authenticate: Authenticate,
  { renewsKey, evenDisabled }: Pick<Operation, 'renewsKey' | 'evenDisabled'>,
  signed: Signed,
): Promise<Outcome<TerminalCaller>> {
  const { sn, isSigned } = readSigned(signed);
  if (sn === '') return refuse('signature_invalid');
  const caller = await authenticate.terminal(sn, isSigned, renewsKey);
  if (!caller.ok) return caller;
  const other = refuseOther(signed.received, 'terminal_sn', sn);
  return other ?? authenticate.admit(caller.value, signed.remoteAddress, evenDisabled) ?? caller;
}

function readSigned({ received, authorization }: Signed): { sn: string; isSigned: IsSigned } {
  const { sn = '', sign = '' } = readAuthorization(authorization) ?? {};
  return { sn, isSigned: (key) => verifyRequest(received.bytes, key, sign) };
}

/** Exactly a number and a sign, with white space between and no word before (upay.md 7, Q28). */
export function readAuthorization(header = ''): { readonly sn: string; readonly sign: string } | undefined {
  const [sn, sign, ...rest] = header.trim().split(/\s+/);
  return sn !== undefined && sign !== undefined && rest.length === 0 ? { sn, sign } : undefined;
}

/** The body may name nobody but who signed it (upay.md 2.2.6). What the body lacks, its operation asks for. */
function refuseOther(received: Received, name: string, sn: string): Refused<Reason> | undefined {
  const members = received.members();
  const isOther = members.ok && members.value.value(name) !== undefined && members.value.text(name) !== sn;
  return isOther ? refuse('app_unknown', `${name}与签名不一致`) : undefined;
}

/** Upay has one code for whatever keeps a known terminal from business, but for a lack of set-up (upay.md 4.3). */
function inactivityOf({ app, store, terminal, merchant }: TerminalCaller): Refused<Reason> | undefined {
  if (!app.enabled) return refuse('app_disabled');
  const isActive = store.status === 'open' && terminal.status === 'active' && merchant.status === 'active';
  return isActive ? undefined : refuse('merchant_suspended');
}

function hasExpired({ keyedAt }: Terminal, { terminalKeyTtlDays: days }: Settings, now: Instant): boolean {
  return days !== null && now >= keyedAt + days * dayMs;
}
