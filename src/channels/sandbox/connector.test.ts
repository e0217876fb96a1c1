// Reads the QR codes that the sandbox presents.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEmv } from '../../kernel/emvco.ts';
import { createIdSource } from '../../kernel/id.ts';
import { catalogue } from '../catalogue.ts';
import type { Merchant } from '../../core/merchant/merchant.ts';
import { createSandboxConnector } from './connector.ts';

const connector = createSandboxConnector({} as Parameters<typeof createSandboxConnector>[0]);
const ids = createIdSource();
const merchant = { id: ids.next('M', 0, 1_700_000_000_000), name: 'Sari Sari', city: 'Manila' } as Merchant;
const [channel] = catalogue;
assert.ok(channel);

function present(amountMinor: bigint | null, dynamic: boolean): { id: string; tags: Map<string, string> } {
  const id = ids.next('QR', 0, 1_700_000_000_000);
  const code = parseEmv(
    connector.presentCode(channel as NonNullable<typeof channel>, { id, merchant, amountMinor, dynamic }),
  );
  assert.equal(code?.crcValid, true);
  return { id, tags: new Map(code.fields.map(({ tag, value }) => [tag, value])) };
}

test('a code for any amount is static and names none', () => {
  const { tags } = present(null, false);
  assert.equal(tags.get('01'), '11');
  assert.equal(tags.get('54'), undefined);
});

test('a code for one amount is dynamic, and carries amount and all digits of its own id', () => {
  const { id, tags } = present(50_010n, true);
  assert.equal(tags.get('01'), '12');
  assert.equal(tags.get('54'), '500.10');
  assert.ok(tags.get('62')?.includes(id.replace('QR', '')));
  assert.ok(tags.get('28')?.includes(merchant.id.replace('M', '')));
});
