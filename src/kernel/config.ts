// The gateway's settings, read from the environment. A wrong value stops the start with one sentence that names it.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { maxCells } from './id.ts';
import { readMasterKey } from './seal.ts';

export interface Config {
  readonly mode: 'sandbox' | 'live';
  readonly host: string;
  readonly port: number;
  /** Absolute path of the folder for everything that the gateway keeps outside its database. */
  readonly dataFolder: string;
  /** Absent: PostgreSQL is embedded, its data in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly cells: number;
  /** Absent in sandbox mode: one is made and kept in the data folder. */
  readonly masterKey: Uint8Array | undefined;
  readonly logLevel: LogLevel;
  /** Under which address payers and merchants reach the gateway; absent: host and port. */
  readonly publicUrl: string | undefined;
  /** Addresses and CIDR blocks of proxies in front of the gateway, whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
}

export type LogLevel = (typeof logLevels)[number];

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Throws an Error whose message says which setting is wrong and what it must be. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const read = (name: string) => {
    const text = environment[name]?.trim();
    return text === '' ? undefined : text;
  };
  const mode = oneOf('POLYPAY_MODE', read('POLYPAY_MODE') ?? 'sandbox', ['sandbox', 'live'] as const);
  const masterKey = read('POLYPAY_MASTER_KEY');
  if (mode === 'live' && masterKey === undefined) {
    throw new Error(
      'POLYPAY_MASTER_KEY is required in live mode: 32 random bytes as 64 hexadecimal digits, for example from `openssl rand -hex 32`.',
    );
  }
  return {
    mode,
    host: read('HOST') ?? '127.0.0.1',
    port: wholeNumber('PORT', read('PORT') ?? '8080', 0, 65_535),
    dataFolder: resolve(read('POLYPAY_DATA') ?? 'data'),
    databaseUrl: databaseUrl(read('DATABASE_URL')),
    cells: wholeNumber('POLYPAY_CELLS', read('POLYPAY_CELLS') ?? '1', 1, maxCells),
    masterKey: masterKey === undefined ? undefined : checkedMasterKey(masterKey),
    logLevel: oneOf('LOG_LEVEL', read('LOG_LEVEL') ?? 'info', logLevels),
    publicUrl: publicUrl(read('POLYPAY_PUBLIC_URL')),
    trustedProxies: addresses('POLYPAY_TRUSTED_PROXIES', read('POLYPAY_TRUSTED_PROXIES')),
  };
}

function oneOf<Value extends string>(name: string, text: string, allowed: readonly Value[]): Value {
  const value = allowed.find((candidate) => candidate === text);
  if (value === undefined) throw new Error(`${name} is "${text}"; it must be one of ${allowed.join(', ')}.`);
  return value;
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new Error(`${name} is "${text}"; it must be a whole number from ${min} to ${max}.`);
  }
  return value;
}

function checkedMasterKey(text: string): Uint8Array {
  try {
    return readMasterKey(text);
  } catch {
    throw new Error(
      'POLYPAY_MASTER_KEY is not a key; it must be 32 random bytes, as 64 hexadecimal digits or as base64.',
    );
  }
}

function databaseUrl(text: string | undefined): string | undefined {
  if (text === undefined || (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text))) return text;
  throw new Error(
    'DATABASE_URL is not the address of a PostgreSQL database; it must look like postgres://user:password@host:5432/name.',
  );
}

function addresses(name: string, text: string | undefined): string[] {
  const list = (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const wrong = list.find((part) => {
    const [address = '', bits, ...rest] = part.split('/');
    const longest = isIP(address) === 4 ? 32 : 128;
    return (
      isIP(address) === 0 ||
      rest.length > 0 ||
      (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
    );
  });
  if (wrong === undefined) return list;
  throw new Error(
    `${name} has "${wrong}"; it must be addresses or blocks with commas between them, such as 10.0.0.7,10.1.0.0/16.`,
  );
}

function publicUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new Error(
      `POLYPAY_PUBLIC_URL is "${text}"; it must be an http or https address such as https://pay.example.com.`,
    );
  }
  return text.replace(/\/+$/, '');
}
