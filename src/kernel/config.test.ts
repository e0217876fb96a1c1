// Guards that each setting is read as it is meant, and that a wrong one is named in one sentence.
import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { type Config, readConfig } from './config.ts';

const hexKey = '0123456789abcdef'.repeat(4);
const keyBytes = Buffer.from(hexKey, 'hex');

test('without settings it is a sandbox on this machine alone', () => {
  assert.deepEqual(readConfig({}), {
    mode: 'sandbox',
    host: '127.0.0.1',
    port: 8080,
    dataFolder: resolve('data'),
    databaseUrl: undefined,
    cells: 1,
    masterKey: undefined,
    logLevel: 'info',
    publicUrl: undefined,
    trustedProxies: [],
  });
});

const right: [name: string, text: string, setting: keyof Config, value: unknown][] = [
  ['POLYPAY_MODE', 'sandbox', 'mode', 'sandbox'],
  ['HOST', '0.0.0.0', 'host', '0.0.0.0'],
  ['HOST', '', 'host', '127.0.0.1'],
  ['PORT', '0', 'port', 0],
  ['PORT', '65535', 'port', 65_535],
  ['PORT', ' 80 ', 'port', 80],
  ['PORT', '  ', 'port', 8080],
  ['POLYPAY_DATA', '/var/lib/polypay', 'dataFolder', '/var/lib/polypay'],
  ['POLYPAY_DATA', 'here', 'dataFolder', resolve('here')],
  ['DATABASE_URL', 'postgres://u:p@db:5432/pay', 'databaseUrl', 'postgres://u:p@db:5432/pay'],
  ['DATABASE_URL', 'postgresql://db/pay', 'databaseUrl', 'postgresql://db/pay'],
  ['POLYPAY_CELLS', '1', 'cells', 1],
  ['POLYPAY_CELLS', '100', 'cells', 100],
  ['POLYPAY_MASTER_KEY', hexKey, 'masterKey', keyBytes],
  ['POLYPAY_MASTER_KEY', keyBytes.toString('base64'), 'masterKey', keyBytes],
  ...(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const).map(
    (level): [string, string, keyof Config, string] => ['LOG_LEVEL', level, 'logLevel', level],
  ),
  ['POLYPAY_PUBLIC_URL', 'https://pay.example.com', 'publicUrl', 'https://pay.example.com'],
  ['POLYPAY_PUBLIC_URL', 'http://10.0.0.1:8080/pay//', 'publicUrl', 'http://10.0.0.1:8080/pay'],
  ['POLYPAY_TRUSTED_PROXIES', '10.0.0.7, 10.1.0.0/16,,::1', 'trustedProxies', ['10.0.0.7', '10.1.0.0/16', '::1']],
  ['POLYPAY_TRUSTED_PROXIES', 'fd00::/8', 'trustedProxies', ['fd00::/8']],
];

test('a right value is read as it is meant', () => {
  for (const [name, text, setting, value] of right) {
    const read = readConfig({ [name]: text })[setting];
    assert.deepEqual(read instanceof Uint8Array ? Buffer.from(read) : read, value, `${name}=${text}`);
  }
});

const wrong: [name: string, ...texts: string[]][] = [
  ['POLYPAY_MODE', 'production', 'Live', 'live sandbox'],
  ['PORT', '-1', '65536', '80.5', 'http', '0x50', '1e3', '８０'],
  ['POLYPAY_CELLS', '0', '101', '-1', '1.5', 'many'],
  ['POLYPAY_MASTER_KEY', 'secret', hexKey.slice(1), `${hexKey}00`, keyBytes.subarray(1).toString('base64')],
  ['DATABASE_URL', 'mysql://db/pay', 'db:5432', 'postgres:/db', 'postgres://[', 'http://db'],
  ['LOG_LEVEL', 'verbose', 'INFO', 'infos'],
  ['POLYPAY_PUBLIC_URL', 'pay.example.com', 'ftp://pay', 'https://pay/?a=1', 'https://pay/#x', 'https://'],
  ['POLYPAY_TRUSTED_PROXIES', 'proxy', '10.0.0', '10.0.0.1/33', '::1/129', '10.0.0.0/8/8', '10.0.0.0/', '10.0.0.0/x'],
];

test('a wrong value stops the start with one sentence that names its setting', () => {
  for (const [name, ...texts] of wrong) {
    for (const text of texts) {
      assert.throws(
        () => readConfig({ [name]: text }),
        (error: Error) => {
          assert.match(error.message, new RegExp(`^${name} .+ must .+\\.$`), `${name}=${text}`);
          assert.equal(error.message.includes('\n'), false);
          return true;
        },
        `${name}=${text}`,
      );
    }
  }
});

test('neither a key nor a database’s password is repeated in the sentence', () => {
  const secrets: [name: string, text: string, secret: string][] = [
    ['POLYPAY_MASTER_KEY', `${hexKey}00`, hexKey],
    ['DATABASE_URL', 'mysql://user:hunter2@db/pay', 'hunter2'],
  ];
  for (const [name, text, secret] of secrets) {
    assert.throws(
      () => readConfig({ [name]: text }),
      (error: Error) => !error.message.includes(secret),
    );
  }
});

test('live mode needs a master key, and takes it', () => {
  assert.throws(() => readConfig({ POLYPAY_MODE: 'live' }), /^Error: POLYPAY_MASTER_KEY is required in live mode/);
  const config = readConfig({ POLYPAY_MODE: 'live', POLYPAY_MASTER_KEY: hexKey });
  assert.equal(config.mode, 'live');
  assert.deepEqual(Buffer.from(config.masterKey ?? []), keyBytes);
});
