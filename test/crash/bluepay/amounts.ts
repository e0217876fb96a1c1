// Which amounts the shop asks for and gives back: their last four digits tell the sandbox's bank what to do.
import type { Random } from '../../support/random.ts';
import { scenarios } from '../book.ts';
import { type ShopOrder, shopScenarios } from './book.ts';

export function anAmount(random: Random, kind: ShopOrder['kind']): number {
  const whole = random.between(1, 99) * 10_000;
  const draw = random.next();
  if (draw < 0.1) return whole + random.pick(scenarios.failing);
  if (draw < 0.2) return whole + scenarios.answerLost;
  if (draw < 0.28) return whole + scenarios.confirmedTwice;
  if (draw < 0.31) return whole + (kind === 'payout' ? scenarios.staysPending : scenarios.otherAmount);
  if (draw < 0.34 && kind === 'web') return whole + shopScenarios.voidRefused;
  return whole + random.between(0, 8_999);
}

/** A part of the rest, now and then one with which the bank has its trouble. */
export function aPart(random: Random, rest: number): number {
  const special = troublePart(random);
  return special > 0 && special <= rest ? special : random.between(1, Math.min(rest, 8_999));
}

function troublePart(random: Random): number {
  const draw = random.next();
  if (draw < 0.12) return scenarios.answerLost;
  if (draw < 0.2) return random.pick(scenarios.failing);
  if (draw < 0.26) return scenarios.confirmedTwice;
  return draw < 0.3 ? shopScenarios.refundStays : 0;
}
