// What the rest of the gateway asks of a dialect besides its routes: how merchants are told, and how they answer.
import type { Event } from '../core/event.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import type { App, DialectName } from '../core/merchant/merchant.ts';
import type { Payment } from '../core/payment/payment.ts';
import type { Notification } from '../core/notification/notification.ts';
import type { Instant } from '../kernel/clock.ts';
import type { StatementWords } from './statements.ts';

export interface Message {
  /** Empty when neither the request nor the app names an address: then nothing is owed. */
  readonly url: string;
  /** The exact bytes that every try sends. */
  readonly body: string;
  /** How long after the event the first try is due; absent: at once. */
  readonly delayMs?: number;
}

export interface RequestAsSent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Why a request's signature holds or fails, for the developer who wonders (`/sandbox/explain`). */
export interface Explanation {
  readonly dialect: DialectName;
  readonly valid: boolean;
  /** What the gateway signed over, byte for byte. */
  readonly signedText: string;
  /** The likely cause, in sentences. */
  readonly causes: readonly string[];
}

/** The question whether a merchant lets a payer's money be collected, which a channel waits for (paycools.md 4.3). */
export interface Verification {
  /** Undefined: this app is not asked. An empty address: nobody can be asked, so it is refused. Pure. */
  ask(asked: CreditAsked, app: App): Message | undefined;
  /** Whether the merchant's answer permits it. Whatever else he says, or nothing, refuses it. */
  permits(httpStatus: number, body: string): boolean;
  /** How long he has for his answer, in milliseconds. */
  readonly timeoutMs: number;
}

export interface CreditAsked {
  readonly instrument: Instrument;
  readonly amountMinor: bigint;
  /** The payer's, or empty. */
  readonly mobile: string;
  readonly at: Instant;
}

export interface Recognised {
  /** A public id, a number that its app chose, or one under which a channel collects. */
  readonly subjectId: string;
  readonly eventName: string;
  /** The answer that it waits for; absent: the dialect's. */
  readonly acknowledgement?: string;
}

export interface Dialect {
  readonly names: readonly DialectName[];
  /** The message that tells of an event, or undefined where this dialect stays silent. Pure. */
  describe(event: Event, app: App): Message | undefined;
  /** Absent: its merchants are never asked. */
  readonly verification?: Verification;
  /** The merchant's page to which a payer's browser returns, in the dialect's own words; undefined: it stays here. */
  returnUrl(payment: Payment): Promise<string | undefined>;
  /**
   * The bytes to send, where the signature stands in the body and a key of the platform makes it: from the fixed body, the same each
   * time. Absent: the body as it was committed.
   */
  bodyOf?(notification: Notification, app: App): Promise<string>;
  /** Headers beside content-type; where the signature is one, it is made here, from the fixed body. */
  headersOf(notification: Notification, app: App): Promise<Readonly<Record<string, string>>>;
  /** Whether the merchant's answer means "received". */
  isAcknowledged(httpStatus: number, body: string, app: App): boolean;
  /** How long a try waits for its answer at most; absent, or longer than the gateway's own limit: that. */
  readonly tryTimeoutMs?: number;
  /** Waits after the first, second, … failed try, in milliseconds. */
  readonly retryDelaysMs: readonly number[];
  /** Absent: its merchants get no files of statements. */
  readonly statementWords?: StatementWords;
  /** The answer with which a receiver acknowledges, `/sandbox/inbox` among them. */
  readonly acknowledgement: string;
  /** What a notification or question of this dialect is about, or undefined when it is none of its own. */
  recognise(body: string, headers: Readonly<Record<string, string>>): Recognised | undefined;
  /** Whether the signature of a notification or question is right: for `/sandbox/inbox` and tests. */
  verifyNotification(body: string, headers: Readonly<Record<string, string>>, app: App): boolean;
  /** Undefined when the request is not of this dialect. */
  explain(
    request: RequestAsSent,
    findApp: (appId: string) => Promise<App | undefined>,
  ): Promise<Explanation | undefined>;
}
