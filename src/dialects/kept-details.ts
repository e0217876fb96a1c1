// What of a request is kept with its order, to be said again or to be told to whoever pays later.
import type { Details } from '../core/payment/payment.ts';

type Kept = string | number | boolean | object | undefined;

/** Objects and lists are kept as JSON text, and null stands for what was not said. */
export function keepDetails(fields: Readonly<Record<string, Kept>>): Details {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : (value ?? null),
    ]),
  );
}
