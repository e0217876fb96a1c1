// Changes members of an object one by one, as every PATCH of the admin API does.
import type { Patch } from '../../engine/directory.ts';

/** What the change names is replaced, what it names as null is removed, the rest stays. */
export function patch<Value extends object>(before: Value, change: Patch<Value> | undefined): Value {
  if (!change) return before;
  const after = new Map(Object.entries({ ...before }));
  for (const [key, value] of Object.entries(change)) {
    if (value === null) after.delete(key);
    else if (value !== undefined) after.set(key, value);
  }
  return Object.fromEntries(after) as Value;
}
