// Valid requests made wrong in many ways: in their fields, bytes and path. How they are signed before or after that, each dialect's
// own mutator says.
import {
  oddBodies,
  oddMethods,
  oddNames,
  oddPaths,
  oddQueries,
  oddSegments,
  oddTypes,
  oddValues,
} from './odd-values.ts';
import type { Random } from './random.ts';

export interface RawRequest {
  readonly method: string;
  /** With its query, as it goes over the line. */
  readonly path: string;
  readonly contentType: string | undefined;
  /** Of the header of that name. */
  readonly authorization?: string | undefined;
  readonly body: Buffer | undefined;
}

/** A request as fields, each with its text: JSON for a body, plain for a query. */
export interface Draft {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly fields: readonly Field[];
  /** Sent as a page's form is, not as JSON. */
  readonly isForm?: boolean;
}

export type Field = readonly [name: string, text: string];

export function draftOf(method: Draft['method'], path: string, params: Readonly<Record<string, unknown>>): Draft {
  const write = (value: unknown) => (method === 'GET' ? plain(JSON.stringify(value ?? '')) : JSON.stringify(value));
  return { method, path, fields: Object.entries(params).map(([name, value]) => [name, write(value)]) };
}

/** What a page's button sends. */
export function formOf(path: string, params: Readonly<Record<string, string>>): Draft {
  return { ...draftOf('POST', path, params), isForm: true };
}

/** Changes requests that carry no signature. */
export function createPlainMutator(random: Random) {
  return function mutate(draft: Draft): RawRequest {
    const request = write(random.chance(1 / 4) ? draft : changeFields(random, draft));
    return spoilPathNowAndThen(random, spoilBytesNowAndThen(random, request));
  };
}

export function changeFields(random: Random, draft: Draft): Draft {
  const isBody = draft.method !== 'GET';
  let fields = [...draft.fields];
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const index = random.below(fields.length);
    const [name, text] = fields[index] ?? ['x', '"y"'];
    const value = isBody ? random.pick(oddValues) : plain(random.pick(oddValues));
    switch (random.below(7)) {
      case 0:
        fields = fields.filter((_, at) => at !== index);
        break;
      case 1:
        fields.splice(random.below(fields.length + 1), 0, [name, random.chance(1 / 2) ? text : value]);
        break;
      case 2:
        fields[index] = [random.chance(1 / 2) ? random.pick(oddNames) : name.toUpperCase(), text];
        break;
      case 3:
        fields.push([random.pick(oddNames), value]);
        break;
      case 4:
        fields[index] = [name, isBody && text.startsWith('"') ? digitsOf(text) : `"${plain(text)}"`];
        break;
      default:
        fields[index] = [name, value];
    }
  }
  return { ...draft, fields };
}

/** A number where there was a text. */
function digitsOf(text: string): string {
  return text.replace(/\D/g, '') || '7';
}

/** The text of a JSON value without its quotation marks. */
function plain(json: string): string {
  return json.startsWith('"') ? json.slice(1, -1) : json;
}

export function write({ method, path, fields, isForm = false }: Draft): RawRequest {
  if (isForm) {
    const body = Buffer.from(encode(fields.map(([name, value]) => [name, plain(value)])), 'utf8');
    return { method, path, contentType: 'application/x-www-form-urlencoded', body };
  }
  if (method !== 'GET') {
    const text = `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
    return { method, path, contentType: 'application/json', body: Buffer.from(text, 'utf8') };
  }
  return { method, path: `${path}?${encode(fields)}`, contentType: undefined, body: undefined };
}

function encode(fields: readonly Field[]): string {
  return fields
    .map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`)
    .join('&');
}

export function spoilBytesNowAndThen(random: Random, request: RawRequest): RawRequest {
  return random.chance(1 / 6) ? { ...request, body: spoilBytes(random, request.body) } : request;
}

export function spoilPathNowAndThen(random: Random, request: RawRequest): RawRequest {
  return random.chance(1 / 6) ? spoilPath(random, request) : request;
}

function spoilBytes(random: Random, given: Buffer | undefined): Buffer {
  const body = given ?? Buffer.from('{}');
  const at = random.below(body.length + 1);
  const end = at + random.below(body.length - at + 1);
  switch (random.below(10)) {
    case 0:
      return body.subarray(0, at);
    case 1:
      return Buffer.concat([body.subarray(0, end), body.subarray(at)]);
    case 2:
      return Buffer.concat([body.subarray(0, at), Buffer.from([random.below(256)]), body.subarray(at + 1)]);
    case 3:
      return Buffer.concat([body.subarray(0, at), Buffer.from([0xff, 0xc0, 0x80]), body.subarray(at)]);
    case 4:
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]);
    case 5:
      return Buffer.concat([body, body]);
    case 6:
      return Buffer.alloc(0);
    case 7:
      return Buffer.from(Array.from({ length: random.below(200) }, () => random.below(256)));
    case 8:
      return Buffer.from(random.pick(oddBodies));
    default:
      return Buffer.concat([Buffer.from('[ '), body, Buffer.from(']')]);
  }
}

function spoilPath(random: Random, request: RawRequest): RawRequest {
  const [path = '', query = ''] = request.path.split('?', 2);
  const again = query === '' ? '' : `?${query}`;
  switch (random.below(8)) {
    case 0:
      // What is too long to be read is answered with a body, which a HEAD must not have.
      return { ...request, method: request.path.length > 8_000 ? request.method : random.pick(oddMethods) };
    case 1:
      return { ...request, path: path.replace(/[^/]*$/, random.pick(oddSegments)) + again };
    case 2:
      return { ...request, path: path.replace(/\/[^/]*(?=\/[^/]*$)/, `/${random.pick(oddSegments)}`) + again };
    case 3:
      return { ...request, path: random.pick(oddPaths) + again };
    case 4:
      return { ...request, path: path + random.pick(oddQueries) };
    case 5:
      return { ...request, path: `${path}${random.pick(['/', '//', '/.', '%20'])}${again}` };
    case 6:
      return { ...request, contentType: random.pick(oddTypes) };
    default:
      return { ...request, path: `${path}/${random.pick(oddSegments)}${again}` };
  }
}
