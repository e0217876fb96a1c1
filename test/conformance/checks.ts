// What steps have in common: their amounts, and what an answer must be.
import assert from 'node:assert/strict';
import { aNumber, feeMinor, usualMinor } from './orders.ts';
import type { Shop } from './shop.ts';
import type { Ability, Act, Answer, Asked, Named, Said, Speaker, Voice } from './speaker.ts';

export interface Step {
  readonly title: string;
  /** Without it there is nothing to check. */
  readonly needs?: Ability;
  readonly check: (shop: Shop, another: () => Promise<Shop>) => Promise<void>;
}

export function accepts(speaker: Speaker, act: Act, answer: Answer): void {
  says(answer, speaker.accepts[act]);
}

/** Code, message and HTTP status, all of them. */
export function says({ httpStatus, code, message, body }: Answer, expected: Said | undefined): void {
  assert.deepEqual({ httpStatus, code, message }, expected, JSON.stringify(body));
}

/** A step is checked where its dialect is able to it, so that what is absent there is a mistake of its driver. */
export function able<Call>(call: Call | undefined): Call {
  assert.ok(call, 'the driver neither has this call nor says that it lacks it');
  return call;
}

/** Asks, and answers under which names it was accepted. */
export async function accepted(
  { speaker }: Shop,
  act: Act,
  asked: Asked,
  ask: ((asked: Asked) => Promise<Answer>) | undefined,
): Promise<Named> {
  const answer = await able(ask)(asked);
  accepts(speaker, act, answer);
  return { id: String(answer.shown.id), number: asked.number };
}

export function withOwnKey({ payout }: Voice): (asked: Asked) => Promise<Answer> {
  return (asked) => able(payout)(asked, aNumber());
}

/** What a refund takes from the merchant's balance. */
export function costOf(amountMinor: number, { returnsFee }: Speaker): number {
  return returnsFee ? amountMinor - (amountMinor * feeMinor) / usualMinor : amountMinor;
}

export async function booksBalance({ gateway }: Shop): Promise<void> {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
}
