// Tells a developer what the gateway signed over and why a signature fails, by trying the usual mistakes one by one.
import type { Explanation, RequestAsSent } from '../../engine/dialect.ts';
import type { TerminalDirectory } from '../../engine/directory.ts';
import type { Terminal } from '../../engine/terminals.ts';
import { fewestMistakes, type Variant } from '../fewest-mistakes.ts';
import { queryOf, readQueryPairs } from '../query.ts';
import {
  bodyVariants,
  headerVariant,
  queryRecipes,
  queryVariants,
  type Recipe,
  requestRecipes,
  signVariants,
} from './explain-variants.ts';
import { pathPrefixes } from './operations.ts';
import { receive } from './received.ts';
import { cashierPaths } from './routes/open-cashier.ts';
import { queryText, verifyQuery, verifyRequest } from './signature.ts';

type Explain = (request: RequestAsSent) => Promise<Explanation | undefined>;
type Terminals = TerminalDirectory['terminals'];

/** A key is never shown: its name stands where it was signed. Undefined when the path is not of this dialect. */
export function createExplain({ terminals }: TerminalDirectory): Explain {
  return async (request) => {
    const path = request.path.split('?', 1)[0] ?? '';
    if (cashierPaths.some((own) => own === path)) return explainQuery(terminals, queryOf(request.path));
    if (!pathPrefixes.some((prefix) => path.startsWith(prefix))) return undefined;
    return explainBody(terminals, path, request);
  };
}

async function explainBody(terminals: Terminals, path: string, { headers, body }: RequestAsSent): Promise<Explanation> {
  const signer = path === '/terminal/activate' || path.startsWith('/v2/merchant/') ? 'vendor' : 'terminal';
  const signedText = `${body}<${signer}_key>`;
  const { authorization = '' } = headers;
  if (authorization.trim() === '') return failed(signedText, 'The Authorization header is missing; it is <sn> <sign>.');
  const members = receive(Buffer.from(body, 'utf8')).members();
  const bodySn = members.ok ? members.value.text(`${signer}_sn`) : '';
  const header = headerVariant(authorization, bodySn);
  if (!header)
    return failed(signedText, 'The Authorization header is not two parts with a blank between: <sn> <sign>.');
  const { sn, sign } = header.value;
  const told = header.cause === undefined ? [] : [header.cause];

  const keys = signer === 'vendor' ? await vendorKeys(terminals, sn) : await terminalKeys(terminals, sn, bodySn);
  if (typeof keys === 'string') return failed(signedText, ...told, keys);
  const isRight = keys.some(
    ({ value, cause }) => cause === undefined && verifyRequest(Buffer.from(body, 'utf8'), value, sign),
  );
  if (isRight && told.length === 0) {
    const isOther = bodySn !== '' && bodySn !== sn;
    const other = `The signature is right, but the body names another ${signer}_sn than the header: it is refused.`;
    return { dialect: 'upay', valid: true, signedText, causes: isOther ? [other] : [] };
  }
  if (isRight) return failed(signedText, ...told);
  const { causes, tried } = fewestMistakes<[string, string, string, Recipe]>(
    [bodyVariants(body), keys, signVariants(sign), requestRecipes],
    (text, key, given, recipe) => recipe(text, key) === given.toLowerCase(),
  );
  return failed(signedText, ...told, ...(causes ?? [...shapeProblems(sign), unexplained(tried)]));
}

async function explainQuery(terminals: Terminals, query: string): Promise<Explanation> {
  const pairs = readQueryPairs(query);
  if (typeof pairs === 'string') return failed('', `The request cannot be read: ${pairs}`);
  const all = [...pairs];
  const filled = all.filter(([, value]) => value !== '');
  const signedText = `${queryText(filled)}&key=<terminal_key>`;
  const sign = pairs.get('sign') ?? '';
  if (sign === '') return failed(signedText, 'The parameter sign is missing.');
  const keys = await terminalKeys(terminals, pairs.get('terminal_sn') ?? '', '');
  if (typeof keys === 'string') return failed(signedText, keys);
  for (const { value: key, cause } of keys) {
    if (cause !== undefined || !verifyQuery(all, key, sign)) continue;
    const text = verifyQuery(filled, key, sign) ? signedText : `${queryText(all)}&key=<terminal_key>`;
    return { dialect: 'upay', valid: true, signedText: text, causes: [] };
  }
  const { causes, tried } = fewestMistakes<[string, string, string, Recipe]>(
    [queryVariants(all), keys, signVariants(sign), queryRecipes],
    (text, key, given, recipe) => recipe(text, key) === given.toLowerCase(),
  );
  if (!causes) return failed(signedText, ...shapeProblems(sign), unexplained(tried));
  const isLower = /[a-f]/.test(sign);
  return failed(signedText, ...causes, ...(isLower ? ['The sign of a query is written in upper case.'] : []));
}

function failed(signedText: string, ...causes: string[]): Explanation {
  return { dialect: 'upay', valid: false, signedText, causes };
}

async function vendorKeys(terminals: Terminals, sn: string): Promise<Variant<string>[] | string> {
  const vendor = await terminals.findVendor(sn);
  if (!vendor) {
    const terminal = await terminals.findTerminal(sn);
    return terminal
      ? `${sn} is a terminal; this path is signed with the vendor's number and key.`
      : `There is no vendor ${shown(sn)}.`;
  }
  if (!vendor.enabled) return `The vendor ${sn} is disabled.`;
  return own(vendor.keys);
}

/** The terminal's keys, then those that are easily taken for them. */
async function terminalKeys(terminals: Terminals, sn: string, bodySn: string): Promise<Variant<string>[] | string> {
  const terminal = await terminals.findTerminal(sn);
  if (!terminal) {
    const vendor = await terminals.findVendor(sn);
    return vendor
      ? `${sn} is a vendor; this path is signed with a terminal's number and key.`
      : `There is no terminal ${shown(sn)}.`;
  }
  const vendor = await terminals.findVendor(terminal.vendorId);
  const named = bodySn === '' || bodySn === sn ? undefined : await terminals.findTerminal(bodySn);
  const others = await terminals.listTerminals(terminal.storeId, '', 10);
  return [
    ...own(terminal.keys),
    ...terminal.keys.map((key) =>
      mistaken(key.toUpperCase(), 'The key was written in upper case; it is used as it was handed out.'),
    ),
    ...(vendor?.keys ?? []).map((key) =>
      mistaken(key, "The vendor's key was used; only activation and onboarding are signed with it."),
    ),
    ...(named ? keysOfOther(named) : []),
    ...others.filter(({ id }) => id !== sn && id !== named?.id).flatMap(keysOfOther),
  ];
}

function own(keys: readonly string[]): Variant<string>[] {
  return keys.map((value) => ({ value, cause: undefined }));
}

function keysOfOther({ id, keys }: Terminal): Variant<string>[] {
  return keys.map((key) => mistaken(key, `The key of the terminal ${id} was used.`));
}

function mistaken(value: string, cause: string): Variant<string> {
  return { value, cause };
}

function shapeProblems(sign: string): string[] {
  return /^[0-9a-f]{32}$/i.test(sign) ? [] : ['The sign is not the 32 hex digits of an MD5 digest, or it was cut.'];
}

function unexplained(tried: number): string {
  return (
    `None of ${tried} usual mistakes explains it. Most likely the key is an older one (each check-in makes a new key, and only the ` +
    'newest two are valid) or of somebody else, or the text changed after signing (compare signedText with what was signed).'
  );
}

function shown(sn: string): string {
  return JSON.stringify(sn.slice(0, 64));
}
