// Checks what payers paid: money that an act was answered for is at the bank, once; and what is at the bank, somebody paid.
import { type Act, arrivingMinor } from './book.ts';

/** `named`: what was paid; `booked`: what the bank has of it; `acts`: those of payers who could pay. */
export function checkCredits(named: string, booked: readonly number[], acts: readonly Act[], found: string[]): void {
  const rest = [...booked];
  for (const { amountMinor, done } of acts) {
    const arriving = arrivingMinor(amountMinor);
    const at = rest.indexOf(arriving);
    if (at >= 0) rest.splice(at, 1);
    else if (done) found.push(`${named} was paid ${arriving}, and the bank has [${booked.join(', ')}]`);
  }
  if (rest.length > 0) found.push(`for ${named} the bank has ${rest.join(', ')}, which nobody paid`);
}
