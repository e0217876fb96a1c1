// An operation of the API as data: where it is reached, which fields it takes, and what it does with them.
import type { Static, TObject } from 'typebox';
import { type Outcome, type Reason, refuse } from '../../core/reasons.ts';
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import type { RateLimit } from '../../kernel/rate-limit.ts';
import type { About } from '../about.ts';
import { rateLimitOf } from '../admit-caller.ts';
import { readJsonParam } from '../json-param.ts';
import { compileStrictFields, type FieldSource } from '../strict-fields.ts';
import { timestampOf } from '../timestamps.ts';
import type { Caller } from './authenticate.ts';
import { type Code, codeOf, success } from './codes.ts';
import type { PaycoolsDeps } from './deps.ts';
import type { Received } from './received.ts';
import { settingsOf } from './settings.ts';
import type { Member } from './signature.ts';

export interface Call<Fields> extends Caller {
  readonly fields: Fields;
  /** The members around `param`, or the fields themselves. */
  readonly received: Received;
  readonly now: Instant;
}

/** What an answer says. */
export type Said = Code & { readonly data?: unknown };

/**
 * Where the business fields stand: `flat`, beside `appId` and `sign` (paycools.md 2.2), or in `param`, a text of JSON (2.3).
 */
export type Envelope = 'flat' | 'param';

export interface Operation extends About {
  readonly method: 'GET' | 'POST';
  /** A path variable stands in braces: `/api/v1/payment/{transactionId}`. */
  readonly path: string;
  readonly pathVariable: string | undefined;
  readonly envelope: Envelope;
  readonly fields: TObject;
  /** Those of them that stand beside `param`. */
  readonly beside: readonly string[];
  /** Codes that a refusal has in this operation alone. */
  readonly ownCodes: readonly Code[];
  /** Checks the fields of an authenticated request and runs it. Never rejects. */
  run(caller: Caller, received: Received, pathVariable: Member | undefined, deps: PaycoolsDeps): Promise<Said>;
}

interface Definition<Schema extends TObject> extends About {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Absent: flat. */
  readonly envelope?: Envelope;
  /** Fields that the schema does not name are ignored (paycools.md 7, row 9); a path variable stands for a field. */
  readonly fields: Schema;
  /** Those of them that stand beside `param`, as `appId` and `sign` do (2.3). */
  readonly beside?: readonly (keyof Static<Schema> & string)[];
  /** How far the field `timestamp` may lie from the gateway's time, where the request has one (7, row 10). */
  readonly timestampWindowMs?: number;
  /** Of a query about one order, whose statuses merchants poll: which one it asks for, so that it is not asked for too often. */
  readonly perOrder?: (fields: Static<Schema>) => string;
  /** What a refusal is called in this operation, where that is not what it is called elsewhere. */
  readonly codes?: Readonly<Partial<Record<Reason, Code>>>;
  readonly handle: (call: Call<Static<Schema>>, deps: PaycoolsDeps) => Promise<Outcome<unknown>>;
}

/** Gives an operation its compiled fields. `handle` decodes them, asks the core and encodes `data`. */
export function defineOperation<Schema extends TObject>(given: Definition<Schema>): Operation {
  const { method, path, fields, envelope = 'flat', beside = [], timestampWindowMs, ...more } = given;
  const { perOrder, codes = {}, handle, ...about } = more;
  const readFields = compileStrictFields(fields);

  async function perform(
    caller: Caller,
    received: Received,
    pathVariable: Member | undefined,
    deps: PaycoolsDeps,
  ): Promise<Outcome<unknown>> {
    const source = sourceOf(received, { envelope, beside }, pathVariable);
    if (!source.ok) return source;
    const read = readFields(source.value);
    if (!read.ok) return read;
    const now = deps.clock.now();
    if (timestampWindowMs !== undefined && !isTimely(source.value.value('timestamp'), now, timestampWindowMs)) {
      return refuse('timestamp_expired', `timestamp must be within ${timestampWindowMs / 60_000} minutes of now`);
    }
    const call = { ...caller, fields: read.value, received, now };
    if (perOrder && isTooOften(perOrder(read.value), call, deps)) return refuse('rate_exceeded');
    return handle(call, deps);
  }

  return {
    ...about,
    method,
    path,
    pathVariable: /\{(\w+)\}/.exec(path)?.[1],
    envelope,
    fields,
    beside,
    ownCodes: Object.values(codes),
    async run(caller, received, pathVariable, deps) {
      let outcome: Outcome<unknown>;
      try {
        outcome = await perform(caller, received, pathVariable, deps);
      } catch (error) {
        deps.log.error({ error, operation: path }, 'A PayCools request failed.');
        outcome = refuse('unavailable');
      }
      if (!outcome.ok) return codes[outcome.reason] ?? codeOf(outcome);
      const code = envelope === 'param' ? settingsOf(caller.app).checkoutSuccessCode : success.code;
      return { ...success, code, data: outcome.value };
    },
  };
}

/** How often an app may ask for one order (paycools.md 7, row 13), where it may not ask as often as it likes. */
const orderLimit: RateLimit = { perSecond: 5, burst: 5 };

function isTooOften(order: string, { app, now }: Call<unknown>, { rateLimiter, mode }: PaycoolsDeps): boolean {
  return rateLimitOf(app, mode) !== undefined && !rateLimiter.take(`${app.id}|${order}`, orderLimit, now);
}

function sourceOf(
  received: Received,
  { envelope, beside }: Pick<Operation, 'envelope' | 'beside'>,
  pathVariable: Member | undefined,
): Outcome<FieldSource> {
  if (envelope === 'param') {
    const param = received.value('param');
    if (typeof param !== 'string') return refuse('request_malformed', 'param must be a string of JSON');
    const inside = readJsonParam(param);
    if (!inside.ok || beside.length === 0) return inside;
    const sourceFor = (name: string) => (beside.includes(name) ? received : inside.value);
    return accept({ value: (name) => sourceFor(name).value(name), source: (name) => sourceFor(name).source(name) });
  }
  if (!pathVariable) return accept(received);
  const [name, text] = pathVariable;
  return accept({ ...received, value: (asked) => (asked === name ? text : received.value(asked)) });
}

/** A request without a time is as timely as any: whether it needs one, its fields say. */
function isTimely(value: unknown, now: Instant, windowMs: number): boolean {
  if (value === undefined) return true;
  const at = timestampOf(value);
  return at !== undefined && Math.abs(at - now) <= windowMs;
}
