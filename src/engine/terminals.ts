// Terminals: devices that a merchant's store activated with a code, each with signing keys of its own that rotate (upay.md 3.1,
// 3.2). They live in the directory, beside the app they belong to.
import type { Instant } from '../kernel/clock.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { AdminOutcome } from './directory.ts';

/** Who builds the software of terminals: activates them, and applies for merchants. */
export interface Vendor {
  /** Eight digits. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Newest first; the one before stays valid beside it. */
  readonly keys: readonly string[];
}

export interface Store {
  /** Digits. */
  readonly id: string;
  readonly merchantId: string;
  readonly name: string;
  readonly status: 'open' | 'closed';
}

export interface ActivationCode {
  /** Eight digits. */
  readonly id: string;
  readonly appId: string;
  readonly storeId: string;
  readonly usesLeft: number;
  readonly expiresAt: Instant;
}

export interface Terminal {
  /** Digits: the number that requests are signed in the name of. */
  readonly id: string;
  /** A UUID, for those who read it as one. */
  readonly uuid: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly storeId: string;
  readonly vendorId: string;
  /** The merchant's own number for it; unique for the app where it is not empty. */
  readonly reference: string;
  readonly name: string;
  /** Empty where it was made without a device: the first that checks in becomes its own. */
  readonly deviceId: string;
  readonly status: 'active' | 'disabled';
  /** Newest first, at most two: the one before the last check-in stays valid. */
  readonly keys: readonly string[];
  /** When the newest key was made. */
  readonly keyedAt: Instant;
}

/** A terminal as operators see it. */
export interface ListedTerminal extends Terminal {
  /** What else the device said of itself: operating system, version of its software. */
  readonly about: Readonly<Record<string, string>>;
}

export interface Activation {
  readonly vendorId: string;
  readonly appId: string;
  readonly code: string;
  readonly deviceId: string;
  readonly reference: string;
  readonly name: string;
  readonly about: ListedTerminal['about'];
  /** Whether a device that has a terminal of this merchant is refused. */
  readonly oneTerminalPerDevice: boolean;
}

/** In this order. An app of another vendor is unknown, a code of another app as well; codes of a closed store have expired. */
export type ActivationProblem =
  | 'app_unknown'
  | 'code_unknown'
  | 'code_expired'
  | 'code_used_up'
  | 'reference_repeated'
  | 'device_repeated';

/** What a dialect asks. Rows are kept in memory and looked up again when another process changed them. */
export interface Terminals {
  findVendor(vendorId: string): Promise<Vendor | undefined>;
  /**
   * `fresh`: from the database, for a signature that no key in memory verifies may be made with a key from another process. Such
   * questions about one terminal are answered at most once a second.
   */
  findTerminal(terminalId: string, fresh?: 'fresh'): Promise<Terminal | undefined>;
  findStore(storeId: string): Promise<Store | undefined>;
  /** One use of the code for one new terminal, in one transaction. */
  activate(activation: Activation): Promise<Outcome<{ terminal: Terminal; store: Store }, ActivationProblem>>;
  /** Makes a new key; the newest until now stays valid, older ones do not. Refuses another device; `about` is added to. */
  checkIn(
    terminalId: string,
    deviceId: string,
    about: ListedTerminal['about'],
  ): Promise<Outcome<Terminal, 'terminal_unknown' | 'device_changed'>>;
  /** Keeps what a terminal uploaded, the newest five of each terminal, the first MiB of each. Forgets those of unknown ones. */
  keepLog(terminalId: string, bytes: Uint8Array): Promise<void>;
}

/** What operators do. Each write is audited; keys are answered once and stored sealed. */
export interface TerminalsAdmin {
  createVendor(name: string, who: string): Promise<AdminOutcome<Vendor>>;
  updateVendor(
    vendorId: string,
    change: {
      readonly name?: string | undefined;
      readonly enabled?: boolean | undefined;
      readonly rotateKey?: boolean | undefined;
    },
    who: string,
  ): Promise<AdminOutcome<Vendor>>;
  listVendors(afterId: string, limit: number): Promise<Vendor[]>;
  createStore(store: Pick<Store, 'merchantId' | 'name'>, who: string): Promise<AdminOutcome<Store>>;
  updateStore(
    storeId: string,
    change: { readonly name?: string | undefined; readonly status?: Store['status'] | undefined },
    who: string,
  ): Promise<AdminOutcome<Store>>;
  listStores(merchantId: string, afterId: string, limit: number): Promise<Store[]>;
  createActivationCode(
    code: { readonly appId: string; readonly storeId: string; readonly uses: number; readonly validDays: number },
    who: string,
  ): Promise<AdminOutcome<ActivationCode>>;
  listActivationCodes(storeId: string, afterId: string, limit: number): Promise<ActivationCode[]>;
  updateTerminal(
    terminalId: string,
    change: { readonly status: Terminal['status'] },
    who: string,
  ): Promise<AdminOutcome<ListedTerminal>>;
  listTerminals(storeId: string, afterId: string, limit: number): Promise<ListedTerminal[]>;
}
