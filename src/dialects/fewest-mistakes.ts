// Finds out what went wrong with a signature: each way of doing a step with the sentence about it, tried in combination.

export interface Variant<Value> {
  readonly value: Value;
  /** Undefined where nothing is wrong. */
  readonly cause: string | undefined;
}

/** The right way, then the wrong ones that differ from it and from each other. */
export function variantsOf<Value>(right: Value, wrong: readonly (readonly [Value, string])[]): Variant<Value>[] {
  const causes = new Map<Value, string | undefined>([[right, undefined]]);
  for (const [value, cause] of wrong) if (!causes.has(value)) causes.set(value, cause);
  return Array.from(causes, ([value, cause]) => ({ value, cause }));
}

type Choices<Values extends readonly unknown[]> = { readonly [Step in keyof Values]: readonly Variant<Values[Step]>[] };

/**
 * The sentences about the fewest mistakes that together make the signature right, one choice for each step; undefined when none
 * do. `tried` counts the combinations.
 */
export function fewestMistakes<Values extends readonly unknown[]>(
  steps: Choices<Values>,
  holds: (...values: Values) => boolean,
): { readonly causes: readonly string[] | undefined; readonly tried: number } {
  let combinations: { values: unknown[]; causes: string[] }[] = [{ values: [], causes: [] }];
  for (const variants of steps as readonly (readonly Variant<unknown>[])[]) {
    combinations = combinations.flatMap(({ values, causes }) =>
      variants.map(({ value, cause }) => ({
        values: [...values, value],
        causes: cause === undefined ? causes : [...causes, cause],
      })),
    );
  }
  combinations.sort((one, other) => one.causes.length - other.causes.length);
  const found = combinations.find(({ values }) => holds(...(values as unknown as Values)));
  return { causes: found?.causes, tried: combinations.length };
}
