// Joins what many commands ask for into one set of keys without repeats.
import type { Keys, LookupName } from './state.ts';

export function mergeKeys(all: readonly (Keys | undefined)[]): Keys {
  const merged = new Map<LookupName, Map<string, readonly string[]>>();
  for (const keys of all) {
    for (const lookup in keys) {
      const names = keys[lookup as LookupName] ?? [];
      let known = merged.get(lookup as LookupName);
      if (!known) merged.set(lookup as LookupName, (known = new Map()));
      for (const name of names) known.set(name.length === 1 ? (name[0] as string) : name.join('\u0000'), name);
    }
  }
  return Object.fromEntries(
    [...merged].filter(([, names]) => names.size > 0).map(([lookup, names]) => [lookup, [...names.values()]]),
  );
}
