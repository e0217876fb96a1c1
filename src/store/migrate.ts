// Brings the database to the shape this code expects: forward-only SQL files, each applied once, in order.
//
// Files in migrations/directory/ go into the schema `directory`, files in migrations/cell/ into the schema of every cell,
// files in migrations/sandbox-bank/ into the schema `sandbox_bank` where there is a sandbox.
// They write unqualified names; the schema they run in is the search path.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sql, TransactionSql } from './database.ts';

export interface MigrateOptions {
  cells: number;
  /** Whether the sandbox's bank has its tables here as well, in the schema `sandbox_bank`. */
  sandbox?: boolean;
  folder?: string;
}

type Migration = { name: string; text: string; checksum: string };
type Applied = { name: string; checksum: string };

const defaultFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Applies what is missing and gives the names of what it applied, as `schema/file`. Several gateways may call it at once.
 * Refuses a file changed after it was applied, a file that came too late for its number, and a database newer than the code.
 */
export async function migrate(
  sql: Sql,
  { cells, sandbox = false, folder = defaultFolder }: MigrateOptions,
): Promise<string[]> {
  await refuseToLeaveCells(sql, cells);
  const forDirectory = await readMigrations(join(folder, 'directory'));
  const forCell = await readMigrations(join(folder, 'cell'));
  const done = await migrateSchema(sql, 'directory', forDirectory);
  for (let cell = 0; cell < cells; cell += 1) done.push(...(await migrateSchema(sql, cellSchema(cell), forCell)));
  if (sandbox)
    done.push(...(await migrateSchema(sql, 'sandbox_bank', await readMigrations(join(folder, 'sandbox-bank')))));
  return done;
}

/** Cells that are there and not served would hold merchants whom nobody finds. */
async function refuseToLeaveCells(sql: Sql, cells: number): Promise<void> {
  const present = await sql<{ name: string }[]>`
    select nspname as name from pg_namespace where nspname ~ '^cell_[0-9][0-9]$' order by nspname`;
  const most = present.length === 0 ? 0 : Number(present.at(-1)?.name.slice(-2)) + 1;
  if (most > cells) {
    throw new Error(`The database has ${most} cells, and POLYPAY_CELLS is ${cells}: it may grow, not shrink.`);
  }
}

/** The schema in which a cell's rows live: `cell_00`, `cell_01`, … */
export function cellSchema(cell: number): string {
  return `cell_${String(cell).padStart(2, '0')}`;
}

async function migrateSchema(sql: Sql, schema: string, migrations: Migration[]): Promise<string[]> {
  const done: string[] = [];
  let missing = missingOf(schema, migrations, await listAppliedIfAny(sql, schema));
  while (missing.length > 0) {
    const applied = await applyNext(sql, schema, migrations);
    if (!applied) break;
    done.push(`${schema}/${applied.name}`);
    missing = missing.filter((migration) => migration.name > applied.name);
  }
  return done;
}

/**
 * One transaction a file, under a lock on the schema: of two gateways that start together one applies it, and the other,
 * once it has the lock, sees that it is there.
 */
async function applyNext(sql: Sql, schema: string, migrations: Migration[]): Promise<Migration | undefined> {
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${`polypay migrations of ${schema}`}, 0))`;
    await tx`set local client_min_messages to warning`;
    // Asked of the catalogue, because `if not exists` may still believe what this session knew before it got the lock.
    const [present] = await tx`select 1 from pg_namespace where nspname = ${schema}`;
    if (!present) await tx`create schema ${tx(schema)}`;
    await tx`
      create table if not exists ${tx(schema)}.schema_migrations (
        name text primary key,
        checksum text not null,
        applied_at timestamptz not null default now()
      )`;
    const [next] = missingOf(schema, migrations, await listApplied(tx, schema));
    if (!next) return undefined;
    await tx`select set_config('search_path', ${schema}, true)`;
    await tx.unsafe(next.text).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`The migration ${next.name} failed in ${schema}, and nothing of it was kept: ${reason}`, {
        cause,
      });
    });
    await tx`
      insert into ${tx(schema)}.schema_migrations (name, checksum) values (${next.name}, ${next.checksum})`;
    return next;
  });
}

/** A start on an up-to-date database only looks: it takes no lock and needs no right to create. */
async function listAppliedIfAny(sql: Sql, schema: string): Promise<Applied[]> {
  const [table] = await sql`select to_regclass(${`${schema}.schema_migrations`}) is not null as present`;
  return table?.['present'] === true ? listApplied(sql, schema) : [];
}

async function listApplied(sql: TransactionSql, schema: string): Promise<Applied[]> {
  return sql<Applied[]>`select name, checksum from ${sql(schema)}.schema_migrations order by name`;
}

function missingOf(schema: string, migrations: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const file = known.get(name);
    if (!file) {
      throw new Error(
        `The database is newer than this Polypay: its schema ${schema} has the migration ${name}, which is unknown here. ` +
          'Start the newer version, or restore a backup made by this one.',
      );
    }
    if (file.checksum !== checksum) {
      throw new Error(
        `The migration ${name} was changed after it had been applied to ${schema}. ` +
          'Restore the file as it was, and put the change into a new migration.',
      );
    }
  }
  const latest = applied.at(-1)?.name ?? '';
  const missing = migrations.slice(applied.length);
  const late = migrations.find(({ name }) => name < latest && !applied.some((row) => row.name === name));
  if (late) {
    throw new Error(
      `The migration ${late.name} comes before ${latest}, which ${schema} already has. ` +
        'Migrations only go forward: give it the next free number.',
    );
  }
  return missing;
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder).catch(() => {
    throw new Error(`There is no folder ${folder} with migrations: is the installation complete?`);
  });
  const names = entries.filter((name) => name.endsWith('.sql')).sort();
  names.forEach((name, index) => {
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name)) {
      throw new Error(`The migration ${name} in ${folder} must be named like 0001-what-it-does.sql.`);
    }
    const previous = names[index - 1];
    if (previous?.slice(0, 4) === name.slice(0, 4)) {
      throw new Error(`The migrations ${previous} and ${name} in ${folder} have the same number.`);
    }
  });
  return Promise.all(names.map((name) => readMigration(folder, name)));
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  // Git may check files out with other line ends on another system; that is not a change.
  const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
  if (!text.startsWith('-- ')) {
    throw new Error(`The migration ${name} in ${folder} must begin with a comment that says what it is for.`);
  }
  return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
}
