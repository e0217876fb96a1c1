// The examples of BluePay's documents work, in both versions: sent to a fresh gateway in their order, each is accepted and answered as
// its operation describes it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Compile } from 'typebox/compile';
import { operations } from '../../src/dialects/bluepay/operations.ts';
import { examples as examplesV1 } from '../../src/dialects/bluepay/v1/examples.ts';
import { examples as examplesV2 } from '../../src/dialects/bluepay/v2/examples.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { tellStory } from '../support/stories.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

for (const version of ['v1', 'v2'] as const) {
  test(`every operation of ${version} has an example that works and is answered as described`, async () => {
    const { demo, manage } = gateway;
    const client = version === 'v1' ? gateway.bluepayV1 : gateway.bluepayV2;
    const app = version === 'v1' ? demo.bluepayV1 : demo.bluepayV2;
    if (version === 'v1') await manage('PATCH', `/apps/${app.appId}`, { switches: { jt: true } });
    const partner = await manage<{ merchantId: string }>('POST', '/merchants', { name: 'Partner', city: 'Bangkok' });
    const told = await tellStory(version === 'v1' ? examplesV1 : examplesV2, {
      gateway,
      operator: { ...app, partnerId: partner.merchantId },
      async send({ operation }, fields) {
        const { code, message, data, list } = await client.call(operation.replace('POST ', ''), fields);
        assert.equal(code, 10000, `${operation}: ${message}\n${gateway.log()}`);
        return { code, message, data: list.length > 0 ? list : data };
      },
    });
    for (const { path, answer } of operations.filter((one) => one.versions.includes(version))) {
      const answers = told.filter(({ operation }) => operation === `POST ${path}`);
      assert.ok(answers.length > 0, `${path} has no example`);
      const schema = Compile(answer);
      for (const said of answers) assert.deepEqual(schema.Errors((said.answer as { data: unknown }).data), [], path);
    }
  });
}
