// What the engine needs of the directory: merchants, apps and channels, kept in memory so that deciders read them at
// once; and what operators may change there.
import type { Channel, ChannelSupport } from '../core/channel/channel.ts';
import type { Fee, FeeKind } from '../core/fees/fee.ts';
import type { AmountLimits, LimitedKind } from '../core/limits/amount-limits.ts';
import type { App, CallbackUrls, DialectName, Merchant } from '../core/merchant/merchant.ts';
import type { Instant } from '../kernel/clock.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { RateLimit } from '../kernel/rate-limit.ts';
import type { Applications, ApplicationsAdmin } from './applications.ts';
import type { Terminal, Terminals, TerminalsAdmin, Vendor } from './terminals.ts';

export interface Directory {
  /** The app of that id, from memory or the database. */
  findApp(appId: string): Promise<App | undefined>;
  findMerchant(merchantId: string): Promise<Merchant | undefined>;
  /** Brings merchants and apps into memory where they are not; undefined when they are all there. */
  ensure(merchantIds: Iterable<string>, appIds: Iterable<string>): Promise<void> | undefined;
  /** Throws when `ensure` has not been asked for it. */
  merchant(id: string): Merchant;
  /** Throws when `ensure` has not been asked for it. */
  app(id: string): App;
  /** The channel as the catalogue and the operators have it. */
  channel(code: string): Channel | undefined;
}

/** What the directory holds besides, for the dialects that have it. */
export interface TerminalDirectory {
  readonly terminals: Terminals & TerminalsAdmin;
  readonly applications: Applications & ApplicationsAdmin;
}

export type AdminReason =
  | 'merchant_not_found'
  | 'app_not_found'
  | 'channel_not_found'
  | 'operator_not_found'
  | 'vendor_not_found'
  | 'store_not_found'
  | 'terminal_not_found'
  | 'application_not_found'
  | 'operator_exists'
  | 'store_closed'
  | 'application_closed'
  | 'public_key_invalid'
  | 'amounts_reversed';

export type AdminOutcome<Value> = Outcome<Value, AdminReason>;

/**
 * Operators' side of the directory. Each write names who made it (an operator, or `system`) and adds a row to the audit
 * log in the same transaction; no secret is ever in that row. Lists come in pages by id.
 */
export interface DirectoryAdmin {
  createMerchant(merchant: NewMerchant, who: string): Promise<AdminOutcome<Merchant>>;
  updateMerchant(merchantId: string, change: MerchantChange, who: string): Promise<AdminOutcome<Merchant>>;
  listMerchants(afterId: string, limit: number): Promise<Merchant[]>;
  createApp(app: NewApp, who: string): Promise<AdminOutcome<NewCredentials>>;
  updateApp(appId: string, change: AppChange, who: string): Promise<AdminOutcome<ChangedApp>>;
  listApps(merchantId: string, afterId: string, limit: number): Promise<App[]>;
  updateChannel(code: string, change: ChannelChange, who: string): Promise<AdminOutcome<Channel>>;
  /** As they stand, with what operators changed. */
  listChannels(): readonly Channel[];
  /** Answers the token, which is stored nowhere. With `replace` an operator of that name gets a new one. */
  addOperator(name: string, who: string, replace?: boolean): Promise<AdminOutcome<string>>;
  removeOperator(name: string, who: string): Promise<AdminOutcome<string>>;
  /** The name of the operator whose token this is. */
  findOperator(token: string): Promise<string | undefined>;
  /** Notes an act that changes nothing in the directory. */
  audit(entry: NewAuditEntry): Promise<void>;
  /** Newest first, older than `beforeId` where one is given. */
  listAudit(beforeId: number | undefined, limit: number): Promise<AuditEntry[]>;
  readSetting(key: string): Promise<unknown>;
  writeSetting(key: string, value: string | number | boolean, who: string): Promise<void>;
}

/** What stands is kept, what is given replaces it, null removes it. */
export type Patch<Value> = { readonly [Key in keyof Value]?: Value[Key] | null | undefined };

export type NewMerchant = Pick<Merchant, 'name' | 'city' | 'fees' | 'limits' | 'settlementDays'>;

export interface MerchantChange {
  readonly name?: string | undefined;
  readonly city?: string | undefined;
  readonly status?: Merchant['status'] | undefined;
  readonly settlementDays?: number | undefined;
  readonly fees?: Patch<Record<FeeKind, Fee>> | undefined;
  readonly limits?: Patch<Record<LimitedKind, NonNullable<AmountLimits[LimitedKind]>>> | undefined;
}

export interface NewApp {
  readonly merchantId: string;
  readonly dialect: DialectName;
  /** PEM or bare base64; absent: a pair is made. */
  readonly publicKey?: string | undefined;
  /** Whose software its terminals run, in dialects that have terminals; absent: a vendor is made with it. */
  readonly vendorId?: string | undefined;
}

/** What a merchant needs to know once, and Polypay cannot say again. */
export interface NewCredentials {
  readonly app: App;
  /** PKCS#8 PEM; null when the merchant keeps it and gave the public key, or signs in another way. */
  readonly merchantPrivateKey: string | null;
  /** With which the platform signs what it tells; null where it signs with a key of its own. */
  readonly callbackSecret: string | null;
  /** SPKI PEM of that key. */
  readonly platformPublicKey: string | null;
  /** In dialects with terminals: the vendor, ten codes for the first store, and a terminal there that waits for its device. */
  readonly terminals: {
    /** Without its keys where it was there before. */
    readonly vendor: Vendor;
    readonly activationCodes: readonly string[];
    readonly terminal: Terminal;
  } | null;
}

export interface AppChange {
  readonly enabled?: boolean | undefined;
  readonly ipAllowlist?: readonly string[] | undefined;
  readonly rateLimit?: RateLimit | null | undefined;
  readonly callbackUrls?: Patch<CallbackUrls> | undefined;
  readonly countries?: readonly string[] | undefined;
  readonly switches?: Readonly<Record<string, unknown>> | undefined;
  /** Becomes the newest; the one before stays valid beside it. */
  readonly publicKey?: string | undefined;
  /** Makes a new secret; the one before stays valid beside it. */
  readonly rotateCallbackSecret?: boolean | undefined;
  /** Forgets the key and the secret that were newest before: nothing signed with them is accepted any more. */
  readonly endOverlap?: boolean | undefined;
}

export interface ChangedApp {
  readonly app: App;
  /** The new secret where one was asked for. */
  readonly callbackSecret: string | null;
}

export interface ChannelChange {
  /** Null: as the catalogue has it. */
  readonly enabled?: boolean | null | undefined;
  /** Minor units. */
  readonly minAmount?: bigint | null | undefined;
  readonly maxAmount?: bigint | null | undefined;
  /** Of one merchant on a local day; null: without limit. */
  readonly dailyAmount?: bigint | null | undefined;
  readonly dailyCount?: number | null | undefined;
  /** What may be given back of a payment; one that is null is as the catalogue has it. */
  readonly flags?: Patch<ChannelSupport> | undefined;
}

export interface NewAuditEntry {
  readonly who: string;
  /** What was done, `app.update`. */
  readonly action: string;
  /** The id, code or name of what it was done to. */
  readonly object: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface AuditEntry extends Required<NewAuditEntry> {
  readonly id: number;
  readonly at: Instant;
}
