// What the suite knows of a dialect: how a merchant says things in it and what he hears, in neutral words. Its drivers are written from
// the documentation of the APIs and share nothing with the gateway, so that what they say of codes, messages and words is a second opinion.
import type { DialectName } from '../../src/core/merchant/merchant.ts';
import type { TestGateway } from '../support/gateway.ts';
import type { Received, ReceiverAnswer } from '../support/receiver.ts';

/** What every answer says. */
export interface Said {
  readonly httpStatus: number;
  /** All layers of it in one text: `1003`, `400 ILLEGAL_SIGN`. */
  readonly code: string;
  readonly message: string;
}

/** What is shown of a payment, a refund or a payout. */
export interface Shown {
  /** The platform's. */
  readonly id: string;
  /** The merchant's. */
  readonly number: string;
  readonly amountMinor: number;
  readonly status: 'pending' | 'completed' | 'failed';
}

export interface Answer extends Said {
  /** What it shows, as far as it does. */
  readonly shown: Partial<Shown>;
  /** The whole body. */
  readonly body: unknown;
}

/** A notification that the platform made. */
export interface Told extends Shown {
  readonly about: 'payment' | 'refund' | 'payout';
}

export interface Asked {
  readonly number: string;
  readonly amountMinor: number;
}

export type Named = Pick<Shown, 'id' | 'number'>;

/** A merchant who asks. What his dialect cannot say is absent, and its driver says why. */
export interface Voice {
  /** A pay-in whose payer acts later. */
  payIn(asked: Asked): Promise<Answer>;
  /** A payer shows a code, and has paid. */
  charge?(asked: Asked): Promise<Answer>;
  query(payment: Named): Promise<Answer>;
  refund(payment: Named, asked: Asked): Promise<Answer>;
  queryRefund(payment: Named, number: string): Promise<Answer>;
  /** Takes a payment back whole. */
  takeBack?(payment: Named, number: string): Promise<Answer>;
  payout?(asked: Asked, idempotencyKey: string): Promise<Answer>;
  queryPayout?(number: string): Promise<Answer>;
  /** What is available, in minor units. */
  balance?(): Promise<number>;
  /** Sends this text to where pay-ins go, signed as far as a text can be that is no request. */
  send(text: string): Promise<Answer>;
}

/** What a voice may lack. */
export const abilities = ['charge', 'takeBack', 'payout', 'balance'] as const;
export type Ability = (typeof abilities)[number];

export type Act = 'payIn' | 'charge' | 'query' | 'refund' | 'takeBack' | 'payout';

/** What every dialect refuses. */
export type Refusal =
  | 'forged'
  | 'stranger'
  | 'addressForbidden'
  | 'tooOften'
  | 'suspended'
  | 'appOff'
  | 'channelOff'
  | 'overLimit'
  | 'noPath'
  | 'noMethod'
  | 'tooLong'
  | 'notJson'
  | 'payInRepeated'
  | 'refundRepeated'
  | 'refundTooLarge'
  | 'noPayment'
  | 'noPaymentToRefund'
  | 'noRefund';
/** What those refuse that can be asked for it. */
export type AbleRefusal =
  | 'noPaymentToTakeBack'
  | 'payoutKeyRepeated'
  | 'payoutNumberRepeated'
  | 'balanceTooSmall'
  | 'noPayout';

export interface Disguise {
  /** Signs with a key that is not the app's. */
  readonly forged?: boolean;
  /** Asks in the name of nobody. */
  readonly stranger?: boolean;
  /** What goes over the line goes through this. */
  readonly fetch?: typeof globalThis.fetch;
}

/** An app of a merchant. */
export interface Member {
  readonly appId: string;
  voice(disguise?: Disguise): Voice;
  /** What the platform told; undefined where somebody else made it, or changed it. */
  told(received: Pick<Received, 'body' | 'headers'>): Told | undefined;
}

export interface Speaker {
  readonly dialect: DialectName;
  readonly currency: 'PHP' | 'THB' | 'CNY';
  /** By which its pay-ins go; no other driver's. */
  readonly channel: string;
  /** What its API has no words for, each with the reason. */
  readonly lacks: Readonly<Partial<Record<Ability, string>>>;
  readonly accepts: Readonly<Record<Extract<Act, 'payIn' | 'query' | 'refund'>, Said> & Partial<Record<Act, Said>>>;
  readonly refuses: Readonly<Record<Refusal, Said> & Partial<Record<AbleRefusal, Said>>>;
  /** A merchant's answer to a notification. */
  readonly acknowledgement: ReceiverAnswer;
  /** From what happened to the first try, and from there to the second. */
  readonly tellsAfterSeconds: readonly [first: number, second: number];
  /** Whether a refund gives the fee back in proportion. */
  readonly returnsFee: boolean;
  readonly payInPath: string;
  /** Below a prefix of the dialect, and of no operation. */
  readonly strangePath: string;
  readAnswer(httpStatus: number, text: string): Said;
  /** Makes an app for a merchant. */
  join(gateway: TestGateway, merchantId: string, notifyUrl: string): Promise<Member>;
}
