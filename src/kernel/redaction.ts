// What must not be logged, wherever it stands among the facts of a line.

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
  'vendorKey',
  'terminalKey',
  'platformPrivateKeys',
  'keys',
  'payerCode',
  'dynamic_id',
  'adminToken',
  'token',
  'password',
  'accountNo',
  'body',
] as const;

export const redactedPaths: string[] = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
