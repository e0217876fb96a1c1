// What a part of the gateway may log: facts first, then a sentence. The secrets among the facts are struck out.

export interface Log {
  debug(facts: object, sentence: string): void;
  info(facts: object, sentence: string): void;
  warn(facts: object, sentence: string): void;
  error(facts: object, sentence: string): void;
}

/** Names under which a secret might be logged, at any of the first three levels. */
const secretNames = [
  'sign',
  'authorization',
  'secret',
  'callbackSecret',
  'callbackSecrets',
  'privateKey',
  'merchantPrivateKey',
  'masterKey',
  'adminToken',
  'token',
  'password',
  'accountNo',
  'body',
] as const;

export const redactedPaths: string[] = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
