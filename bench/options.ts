// What may be asked of the bench on its command line.
import { parseArgs } from 'node:util';

export const phases = ['tpcb', 'creations', 'lifecycles', 'merchants', 'paced'] as const;
export type Phase = (typeof phases)[number];

export interface BenchOptions {
  /** How long each figure is measured. */
  readonly seconds: number;
  readonly only: readonly Phase[];
  readonly connections: number;
  /** How many the one hot merchant is compared with. */
  readonly merchants: number;
  /** pgbench's own measure of its database; 20 is 2,000,000 accounts. */
  readonly scale: number;
  /** Millions of payments to store before lifecycles are measured once more; may be a fraction. */
  readonly millions: number;
  /** A folder for a CPU profile of the gateway. */
  readonly profile: string | undefined;
}

export const defaults: BenchOptions = {
  seconds: 10,
  only: phases,
  connections: 256,
  merchants: 1000,
  scale: 20,
  millions: 0,
  profile: undefined,
};

export const usage = `npm run bench -- [--seconds 10] [--only ${phases.join(',')}] [--connections 256]
                 [--merchants 1000] [--millions 0] [--profile FOLDER]`;

/** Throws a sentence that says what is wrong. */
export function readOptions(args: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: text, only: text, connections: text, merchants: text, millions: text, profile: text },
  });
  const only = values.only?.split(',') ?? phases;
  const unknown = only.find((name) => !phases.some((phase) => phase === name));
  if (unknown !== undefined) throw new Error(`There is nothing called ${unknown} to measure: ${phases.join(', ')}.`);
  return {
    ...defaults,
    only: only as readonly Phase[],
    seconds: positive('seconds', values.seconds) ?? defaults.seconds,
    connections: positive('connections', values.connections) ?? defaults.connections,
    merchants: positive('merchants', values.merchants) ?? defaults.merchants,
    millions: positive('millions', values.millions) ?? defaults.millions,
    profile: values.profile,
  };
}

function positive(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!(number > 0)) throw new Error(`--${name} must be a number above zero.`);
  return number;
}
