// The examples of Upay's document work: sent to a fresh gateway in their order, each succeeds and is answered as its operation describes it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Compile } from 'typebox/compile';
import { examples } from '../../src/dialects/upay/examples.ts';
import { operations } from '../../src/dialects/upay/operations.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { tellStory } from '../support/stories.ts';
import { createUpayClient, type UpayClient } from '../support/upay-client.ts';

let gateway: TestGateway;
let client: UpayClient;
before(async () => {
  gateway = await startTestGateway();
  const { vendorSn, vendorKey, terminalSn, terminalKey } = gateway.demo.upay;
  const vendor = { sn: vendorSn, key: vendorKey };
  client = createUpayClient({ baseUrl: gateway.url, vendor, terminal: { sn: terminalSn, key: terminalKey } });
});
after(() => gateway.close());

test('every operation has an example that works and is answered as described', async () => {
  const told = await tellStory(examples, {
    gateway,
    operator: { ...gateway.demo.upay },
    send: ({ operation }, fields) => {
      const [method, path = ''] = operation.split(' ');
      return method === 'GET' ? open(path, fields as Record<string, string>) : call(path, fields);
    },
  });
  for (const { path, answer } of operations) {
    const answers = told.filter(({ operation }) => operation === `POST ${path}`);
    assert.ok(answers.length > 0, `${path} has no example`);
    const schema = Compile(answer);
    for (const said of answers) assert.deepEqual(schema.Errors(said.answer), [], path);
  }
});

async function call(path: string, fields: object): Promise<unknown> {
  const { signer } = operations.find((operation) => operation.path === path) ?? {};
  const answer =
    path === '/terminal/activate'
      ? await client.activate(fields)
      : path === '/terminal/checkin'
        ? await client.checkIn(fields)
        : await (signer === 'vendor' ? client.callAsVendor(path, fields) : client.call(path, fields));
  assert.match(answer.outcome, /^200$|SUCCESS$/, `${path}: ${answer.outcome} ${answer.message}`);
  return answer.body;
}

/** What a browser gets. */
async function open(path: string, fields: Readonly<Record<string, string>>): Promise<unknown> {
  const isCashier = path.endsWith('/gateway');
  const url = isCashier
    ? client.cashierUrl(fields).replace('/gateway', path)
    : `${gateway.url}${path}?${new URLSearchParams(fields).toString()}`;
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  assert.deepEqual(
    [response.status, location?.startsWith(`${gateway.url}/pay/`)],
    isCashier ? [302, true] : [200, undefined],
  );
  return { location };
}
