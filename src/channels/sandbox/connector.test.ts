// Reads what the sandbox presents to payers: QR codes, and parameters for the page or app of a wallet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { md5Hex } from '../../kernel/digest.ts';
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

const order = {
  paymentId: '7890000000000001',
  amountMinor: 1_250n,
  surface: 'wallet_page',
  payerId: 'o1',
  at: 1_767_571_200_999,
} as const;
const wallet = (change: object) => connector.presentOrder(channel, { ...order, ...change });

test('an order is presented as the page of a wallet wants it, signed over all other parameters', () => {
  const { sign, ...others } = wallet({});
  assert.deepEqual(Object.keys(others).sort(), ['appid', 'noncestr', 'package', 'prepayid', 'timestamp']);
  assert.equal(others['timestamp'], '1767571200');
  const text = Object.keys(others)
    .sort()
    .map((name) => `${name}=${others[name]}`)
    .join('&');
  assert.equal(sign, md5Hex(`${text}&key=polypay-sandbox-wallet`).toUpperCase());
});

test('parameters keep the lengths of their documentation, and name payment, payer and surface', () => {
  const { appid, noncestr, prepayid } = wallet({});
  for (const text of [appid, noncestr]) assert.ok(text !== undefined && text.length > 0 && text.length <= 32);
  assert.ok(prepayid !== undefined && prepayid.length <= 64);
  assert.equal(wallet({ at: 0 })['prepayid'], prepayid);
  for (const change of [{ paymentId: '7890000000000002' }, { payerId: 'o2' }, { surface: 'mini_program' }]) {
    assert.notEqual(wallet(change)['prepayid'], prepayid);
  }
  assert.notEqual(wallet({ surface: 'mini_program' })['appid'], appid);
});
