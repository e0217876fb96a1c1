// What the sandbox's receivers of notifications got, kept across restarts: the last thousand of each name.
import { createBatcher } from '../../../kernel/batcher.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { type Query, timestamp } from './database.ts';

export interface Received {
  readonly name: string;
  readonly at: Instant;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Null: no dialect knows it. */
  readonly dialect: string | null;
  readonly signatureValid: boolean;
  readonly eventName: string | null;
}

/** As `GET /sandbox/inbox/<name>` answers it; `at` is ISO 8601. */
export interface InboxEntry {
  readonly at: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly dialect: string | null;
  readonly signatureValid: boolean;
  readonly eventName?: string;
}

export interface Inbox {
  /** Resolves when it is stored. */
  keep(received: Received): Promise<void>;
  /** Newest last. */
  list(name: string): Promise<InboxEntry[]>;
  drained(): Promise<void>;
}

export const keptPerName = 1000;

export function createInbox(query: Query): Inbox {
  const addedSincePruning = new Map<string, number>();

  const arrivals = createBatcher<Received, undefined>(async (group) => {
    await query(keepText, [
      group.map(({ name }) => name),
      group.map(({ at }) => timestamp(at)),
      group.map(({ headers }) => storable(JSON.stringify(headers))),
      group.map(({ body }) => storable(body)),
      group.map(({ dialect }) => dialect),
      group.map(({ signatureValid }) => String(signatureValid)),
      group.map(({ eventName }) => eventName),
    ]);
    for (const { name } of group) addedSincePruning.set(name, (addedSincePruning.get(name) ?? 0) + 1);
    for (const [name, added] of addedSincePruning) {
      if (added < keptPerName) continue;
      await query(pruneText, [name, keptPerName]);
      addedSincePruning.delete(name);
    }
    return [];
  });

  return {
    keep: arrivals.add,
    async list(name) {
      const rows = await query<
        Omit<InboxEntry, 'headers' | 'eventName'> & { headers: string; eventName: string | null }
      >(listText, [name, keptPerName]);
      return rows
        .map(({ eventName, headers, ...row }) => ({
          ...row,
          headers: JSON.parse(headers) as Readonly<Record<string, string>>,
          ...(eventName === null ? {} : { eventName }),
        }))
        .reverse();
    },
    drained: arrivals.drained,
  };
}

/** PostgreSQL's text cannot hold the character U+0000. */
function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
}

const keepText = `
  insert into sandbox_bank.inbox (name, at, headers, body, dialect, signature_valid, event_name)
  select name, at, headers, body, dialect, signature_valid::boolean, event_name
  from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
    as r (name, at, headers, body, dialect, signature_valid, event_name)`;

const pruneText = `
  delete from sandbox_bank.inbox where name = $1::text and id <= (
    select id from sandbox_bank.inbox where name = $1::text order by id desc offset $2::int limit 1)`;

const listText = `
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, headers, body, dialect,
    signature_valid as "signatureValid", event_name as "eventName"
  from sandbox_bank.inbox where name = $1::text order by id desc limit $2::int`;
