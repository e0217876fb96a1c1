// Guards that in live mode nothing inside a network can be reached through a notification's URL.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createOutboundRules, isPublicAddress, type Resolve } from './outbound-address.ts';

test('only addresses of the public internet are public', () => {
  const rows: [address: string, expected: boolean][] = [
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['127.0.0.1', false],
    ['127.255.255.254', false],
    ['0.0.0.0', false],
    ['10.1.2.3', false],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['192.168.0.1', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['192.0.2.1', false],
    ['198.18.0.1', false],
    ['224.0.0.1', false],
    ['240.0.0.1', false],
    ['255.255.255.255', false],
    ['::', false],
    ['::1', false],
    ['::ffff:127.0.0.1', false],
    ['::ffff:8.8.8.8', false],
    ['::7f00:1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['2001::1', false],
    ['fe80::1', false],
    ['fe80::1%eth0', false],
    ['fc00::1', false],
    ['fd12::1', false],
    ['fec0::1', false],
    ['ff02::1', false],
    ['2001:db8::1', false],
    ['', false],
    ['localhost', false],
  ];
  for (const [address, expected] of rows) assert.equal(isPublicAddress(address), expected, address);
});

test('a live URL that cannot be right is refused before anything is sent', () => {
  const rules = createOutboundRules('live', 1000);
  const rows: [url: string, refusal: RegExp | undefined][] = [
    ['https://merchant.example/notify', undefined],
    ['https://8.8.8.8/notify', undefined],
    ['http://merchant.example/notify', /https/],
    ['ftp://merchant.example/notify', /https/],
    ['https://user:pass@merchant.example/', /user name or password/],
    ['https://127.0.0.1/', /not a public one/],
    ['https://2130706433/', /not a public one/],
    ['https://0x7f.1/', /not a public one/],
    ['https://10.0.0.1/', /not a public one/],
    ['https://169.254.169.254/latest/meta-data', /not a public one/],
    ['https://[::1]/', /not a public one/],
    ['https://[::ffff:127.0.0.1]/', /not a public one/],
    ['https://[::127.0.0.1]/', /not a public one/],
    ['https://localhost/', /not a public one/],
    ['https://LOCALHOST./', /not a public one/],
    ['https://api.localhost/', /not a public one/],
  ];
  for (const [url, refusal] of rows) {
    const said = rules.refusalOf(new URL(url));
    if (refusal) assert.match(said ?? '', refusal, url);
    else assert.equal(said, undefined, url);
  }
});

test('sandbox mode allows whatever is HTTP', () => {
  const rules = createOutboundRules('sandbox', 1000);
  for (const url of ['http://127.0.0.1:1/', 'https://localhost/', 'http://a:b@[::1]/']) {
    assert.equal(rules.refusalOf(new URL(url)), undefined, url);
  }
  assert.match(rules.refusalOf(new URL('file:///etc/passwd')) ?? '', /http/);
});

test('a name that resolves to inner addresses is not connected to, whatever it was when its URL was checked', async (t) => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const port = String((server.address() as AddressInfo).port);
  const inner = [['127.0.0.1'], ['::ffff:127.0.0.1'], ['10.0.0.1', '127.0.0.1', '::1'], []];
  for (const addresses of inner) {
    const error = await connect(async () => addresses, 'merchant.example', port);
    assert.match(error.message, /not a public one/, addresses.join(' '));
  }
  for (const hostname of ['127.0.0.1', '::1', '[::1]', 'localhost']) {
    const error = await connect(async () => ['127.0.0.1'], hostname, port);
    assert.match(error.message, /not a public one/, hostname);
  }
  assert.equal(connections, 0);
});

test('a name that cannot be resolved fails with what the resolver said', async () => {
  const error = await connect(
    () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })),
    'a.example',
    '1',
  );
  assert.equal((error as NodeJS.ErrnoException).code, 'ENOTFOUND');
});

function connect(resolve: Resolve, hostname: string, port: string): Promise<Error> {
  const rules = createOutboundRules('live', 1000, resolve);
  return new Promise((done, reject) => {
    rules.connect({ hostname, host: hostname, protocol: 'https:', port }, (...[error]) => {
      if (error) done(error);
      else reject(new Error(`${hostname} was connected to.`));
    });
  });
}
