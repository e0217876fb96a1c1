// Guards that nothing is asked of a provider that keeps no money aside.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelOf } from '../../../../test/support/engine.ts';
import type { TerminalCaller } from '../operation.ts';
import { authorise } from './authorise.ts';

test('a provider that keeps nothing aside is refused, and no order number is used', async () => {
  const broken = () => assert.fail('Nothing is to be asked for.');
  const deps = {
    engine: { execute: broken },
    serials: { next: broken },
    directory: { channel: (code: string) => channelOf(code, 'wallet') },
    connectors: { of: () => ({ code: 'test' }) },
  } as unknown as Parameters<typeof authorise>[0];
  const caller = { merchant: {}, app: {} } as TerminalCaller;
  const names = { referenceScope: 's', reference: 'r', operationReference: 'o' };
  const asked = { ...names, amountMinor: 1n, payerCode: '28', details: {} };
  assert.deepEqual(await authorise(deps, caller, '1', asked), { ok: false, reason: 'channel_unavailable' });
});
