// The command line for operators: `node src/cli.ts <command>`.
import type { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { credentialsOf } from './admin/credentials.ts';
import type { Dialect } from './engine/dialect.ts';
import type { Directory, DirectoryAdmin } from './engine/directory.ts';
import type { Engine } from './engine/engine.ts';
import { createLog, openGatewayCore } from './gateway-core.ts';
import { readConfig } from './kernel/config.ts';
import { cellOfId } from './kernel/id.ts';
import { writeJournal } from './store/journal.ts';

export interface Core {
  readonly engine: Engine;
  readonly directory: Directory & DirectoryAdmin;
  readonly dialects: readonly Dialect[];
  close(): Promise<void>;
}

/** Where answers and complaints go. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

type Command = (work: Core & Terminal, words: readonly string[], options: Options) => Promise<object | string>;

/** Answers the exit code: 0 done, 1 refused or failed, 2 not understood. */
export async function runCommand(
  args: readonly string[],
  open: () => Promise<Core>,
  { stdout, stderr }: Terminal,
): Promise<number> {
  const read = readArguments(args);
  const found = read && commandOf(read.words);
  if (!read || !found) {
    stderr.write(usage);
    return args.length === 0 || args.includes('help') || args.includes('--help') ? 0 : 2;
  }
  let core: Core | undefined;
  try {
    core = await open();
    const answer = await found.command({ ...core, stdout, stderr }, found.rest, read.options);
    if (answer !== '') stdout.write(`${typeof answer === 'string' ? answer : JSON.stringify(answer, amounts, 2)}\n`);
    return 0;
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await core?.close();
  }
}

const usage = `Usage: npm run polypay -- <command>

  start                                     starts the gateway
  migrate                                   brings the database up to date, and nothing else
  operator create <name> [--replace]        makes an operator and prints the token, this once
  operator remove <name>                    takes an operator's token away
  merchant create [<name>] [--city <city>]  makes a merchant
  merchant list                             lists merchants
  app create <merchantId> <dialect> [--public-key <PEM or base64>]
                                            makes an app and prints its credentials, this once
  check-books                               compares every balance with its transfers
  journal                                   writes the ledger for hledger: journal | hledger -f - balance
  redeliver <notificationId>                sends a notification once more

Settings come from the environment, as those of the gateway: docs/operate.md.
`;

const optionsOf = {
  city: { type: 'string' },
  'public-key': { type: 'string' },
  replace: { type: 'boolean' },
} as const;

interface Options {
  readonly city?: string | undefined;
  readonly 'public-key'?: string | undefined;
  readonly replace?: boolean | undefined;
}

/** Whoever may use the machine's command line may do everything; the log says that it was done from there. */
const who = 'system';

const commands: Readonly<Record<string, { readonly words: number; readonly run: Command }>> = {
  migrate: { words: 0, run: async () => 'The database is up to date.' },
  'operator create': {
    words: 1,
    async run({ directory }, [name = ''], { replace }) {
      const added = await directory.addOperator(name, who, replace);
      return added.ok ? added.value : fail(`There is an operator ${name} already; --replace gives them a new token.`);
    },
  },
  'operator remove': {
    words: 1,
    async run({ directory }, [name = '']) {
      const removed = await directory.removeOperator(name, who);
      return removed.ok ? `The token of ${name} is no longer valid.` : fail(`There is no operator ${name}.`);
    },
  },
  'merchant create': {
    words: 0,
    async run({ directory }, [name = 'Merchant'], { city = 'Manila' }) {
      const created = await directory.createMerchant({ name, city, fees: {}, limits: {}, settlementDays: 0 }, who);
      return created.ok ? { merchantId: created.value.id } : fail(created.detail ?? created.reason);
    },
  },
  'merchant list': { words: 0, run: listMerchants },
  'app create': {
    words: 2,
    async run({ directory, dialects }, [merchantId = '', name = ''], options) {
      const served = dialects.flatMap(({ names }) => names);
      const dialect = served.find((candidate) => candidate === name);
      if (!dialect) return fail(`The dialect ${name} is not served by this version; ${served.join(', ')} can be used.`);
      const created = await directory.createApp({ merchantId, dialect, publicKey: options['public-key'] }, who);
      if (created.ok) return credentialsOf(created.value);
      return fail(created.detail ?? `There is no merchant ${merchantId}.`);
    },
  },
  'check-books': { words: 0, run: checkBooks },
  journal: {
    words: 0,
    async run({ engine, stdout }) {
      for (let cell = 0; cell < engine.cells; cell++) await writeJournal(engine.store(cell), stdout);
      return '';
    },
  },
  redeliver: {
    words: 1,
    async run({ engine, directory }, [id = '']) {
      const cell = cellOfId(id);
      if (cell === undefined || cell >= engine.cells) return fail(`There is no notification ${id}.`);
      await directory.audit({ who, action: 'notification.redeliver', object: id });
      const sent = await engine.execute(cell, 'redeliver', { notificationId: id });
      return sent.ok ? `${id} is sent once more as soon as a gateway runs.` : fail(`There is no notification ${id}.`);
    },
  },
};

async function listMerchants({ directory }: Core): Promise<string> {
  const lines: string[] = [];
  for (let after = ''; ; ) {
    const page = await directory.listMerchants(after, 1000);
    lines.push(...page.map(({ id, status, name, city }) => `${id}  ${status}  ${name}, ${city}`));
    const last = page.at(-1);
    if (!last || page.length < 1000) return lines.join('\n');
    after = last.id;
  }
}

async function checkBooks({ engine }: Core): Promise<string> {
  let accounts = 0;
  let transfers = 0;
  for (let cell = 0; cell < engine.cells; cell++) {
    const books = await engine.store(cell).checkBooks();
    accounts += books.accounts;
    transfers += books.transfers;
    if (books.differences.length > 0) {
      return fail(`The books do not balance:\n${JSON.stringify(books.differences, amounts, 2)}`);
    }
  }
  return `The books balance: ${accounts} accounts, ${transfers} transfers.`;
}

function readArguments(args: readonly string[]): { words: string[]; options: Options } | undefined {
  try {
    const { positionals, values } = parseArgs({ args: [...args], options: optionsOf, allowPositionals: true });
    return { words: positionals, options: values };
  } catch {
    return undefined;
  }
}

function commandOf([first = '', second = '', ...others]: readonly string[]) {
  const two = commandNamed(`${first} ${second}`);
  const found = two ?? commandNamed(first);
  const rest = two ? others : [second, ...others].filter((word) => word !== '');
  return found && rest.length >= found.words ? { command: found.run, rest } : undefined;
}

function commandNamed(name: string) {
  return Object.hasOwn(commands, name) ? commands[name] : undefined;
}

function fail(sentence: string): never {
  throw new Error(sentence);
}

function amounts(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

if (import.meta.main) {
  const args = process.argv.slice(2);
  // Standard output belongs to what was asked for.
  const open = () => openGatewayCore(readConfig(process.env), createLog({ logLevel: 'silent' }), { join: true });
  if (args[0] === 'start') await import('./main.ts');
  else process.exitCode = await runCommand(args, open, process);
}
