// `param`: the business parameters of a request as JSON in a string, signed as they were sent (paycools.md 2.3, bluepay.md 2.2).
import { type Outcome, refuse } from '../core/reasons.ts';
import { readJsonObject } from '../kernel/json-text.ts';
import { accept } from '../kernel/outcome.ts';
import type { FieldSource } from './strict-fields.ts';

/** Refuses what is no JSON object. Members that are null are absent, inside objects too, and so are empty texts. */
export function readJsonParam(param: string): Outcome<FieldSource> {
  const json = readJsonObject(param, { maxDepth: 32 });
  if (!json.ok) return refuse('request_malformed', `param: ${json.problem}`);
  const { value: object, source } = json;
  return accept({
    value: (name) => (Object.hasOwn(object, name) ? withoutNulls(object[name]) : undefined),
    source,
  });
}

function withoutNulls(value: unknown): unknown {
  if (value === '' || value === null) return undefined;
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'object' ? withoutNulls(item) : item));
  if (typeof value !== 'object') return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutNulls(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}
