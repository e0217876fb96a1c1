// What a route of the admin API is: its description, which is also its documentation, and what it does.
import type { Static, TObject } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Clock } from '../kernel/clock.ts';
import type { RouteDescription } from '../kernel/openapi.ts';
import type { Outcome } from '../kernel/outcome.ts';
import type { DialectName } from '../core/merchant/merchant.ts';
import type { Directory, DirectoryAdmin, TerminalDirectory } from '../engine/directory.ts';
import type { Engine } from '../engine/engine.ts';
import type { FileDirectory } from '../engine/files.ts';
import { readInput, readQuery } from './read-input.ts';

export interface AdminDeps {
  readonly directory: Directory & DirectoryAdmin & TerminalDirectory & FileDirectory;
  readonly engine: Engine;
  readonly clock: Clock;
  /** The dialects in which this version can answer. */
  readonly servedDialects: readonly DialectName[];
  readonly log: { error(fields: object, message: string): void };
}

export type AdminRefusal = 'malformed' | 'not_found' | 'conflict' | 'unavailable';

/** The value is answered as JSON, in which bigint are whole numbers; a refusal's detail is a sentence. */
export type AdminAnswer = Outcome<object, AdminRefusal>;

export interface Route extends RouteDescription {
  /** Checks what came with the request, then acts. `who` is the operator's name. */
  handle(input: RawInput): Promise<AdminAnswer>;
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly who: string;
}

type Fields = Record<string, never>;

interface Definition<Params extends TObject, Query extends TObject, Body extends TObject>
  extends Omit<RouteDescription, 'params' | 'query' | 'body'> {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  act(input: Input<Params, Query, Body>): Promise<AdminAnswer>;
}

interface Input<Params extends TObject, Query extends TObject, Body extends TObject> {
  readonly params: Static<Params>;
  readonly query: Static<Query>;
  readonly body: Static<Body>;
  readonly who: string;
}

/** A route whose `act` sees only what its schemas allow. Unknown fields are refused. */
export function route<
  Params extends TObject = TObject<Fields>,
  Query extends TObject = TObject<Fields>,
  Body extends TObject = TObject<Fields>,
>({ act, ...description }: Definition<Params, Query, Body>): Route {
  const check = {
    params: description.params && Compile(description.params),
    query: description.query && Compile(description.query),
    body: description.body && Compile(description.body),
  };
  return {
    ...description,
    async handle({ params, query, body, who }) {
      const named = readInput<Static<Params>>(check.params, params, 'The address');
      if (!named.ok) return { ok: false, reason: 'not_found', detail: 'There is nothing of that name.' };
      const asked = readInput<Static<Query>>(check.query, readQuery(description.query, query), 'The query');
      if (!asked.ok) return asked;
      const given = readInput<Static<Body>>(check.body, body ?? {}, 'The body');
      if (!given.ok) return given;
      return act({ params: named.value, query: asked.value, body: given.value, who });
    },
  };
}
