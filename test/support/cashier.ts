// The hosted pages over an engine in memory: a checkout of one merchant's, its payer's requests, and the bank that confirms his money.
import assert from 'node:assert/strict';
import Fastify from 'fastify';
import { cashierPlugin } from '../../src/cashier/plugin.ts';
import type { Channel } from '../../src/core/channel/channel.ts';
import type { Checkout } from '../../src/core/checkout/checkout.ts';
import type { CommandName, CommandOf, ValueOf } from '../../src/core/commands.ts';
import type { Connector } from '../../src/engine/connector.ts';
import { createIdSource } from '../../src/kernel/id.ts';
import { accept } from '../../src/kernel/outcome.ts';
import { createTokenSigner } from '../../src/kernel/token.ts';
import { aCheckout } from './commands.ts';
import { channelOf, createTestEngine, merchantId, testDialect } from './engine.ts';
import { createMemoryStore } from './memory-store.ts';

export interface CashierOptions {
  readonly live?: boolean;
  readonly checkout?: Partial<CommandOf<'create-checkout'>>;
  /** What the page knows of the engine's channels WEB and QR. */
  readonly channels?: Readonly<Record<string, Partial<Channel>>>;
  readonly connector?: { readonly [Name in keyof Connector]?: Connector[Name] | undefined };
  readonly merchantName?: string;
}

/** A checkout of ₱500.00, to be paid by GCash or QR Ph, on a server that does not listen yet. */
export async function openCashier(options: CashierOptions = {}) {
  const t = createTestEngine([createMemoryStore()]);
  const tokens = createTokenSigner(new Uint8Array(32));
  const known: Record<string, Channel> = {
    WEB: channelOf('WEB', 'web', { name: 'GCash', type: 'ewallet', ...options.channels?.['WEB'] }),
    QR: channelOf('QR', 'qr', { name: 'QR Ph', type: 'qr', ...options.channels?.['QR'] }),
    OFF: channelOf('OFF', 'web', { name: 'Maya', type: 'ewallet', enabled: false }),
  };
  const connector = {
    code: 'test',
    presentCode: (_channel: Channel, { id }: { id: string }) => `code of ${id}`,
    presentAccount: (_channel: Channel, { paymentId }: { paymentId: string }) => `88${paymentId.slice(1)}`,
    ...options.connector,
  } as Connector;
  const acts: string[] = [];
  const created: string[] = [];
  const execute = async <Name extends CommandName>(name: Name, command: CommandOf<Name>): Promise<ValueOf<Name>> => {
    const outcome = await t.engine.execute(0, name, command);
    if (!outcome.ok) throw new Error(`${name}: ${outcome.reason}`);
    return outcome.value;
  };
  const confirm = (paymentId: string, amountMinor = 50_000n) =>
    execute('confirm-credit', { paymentId, bankReference: `B${paymentId}`, amountMinor });
  const server = Fastify();
  await server.register(
    cashierPlugin({
      engine: t.engine,
      directory: {
        findApp: async () => undefined,
        findMerchant: async () => ({ name: options.merchantName ?? 'Manila Coffee Co.', limits: {} }),
        channel: (code: string) => known[code],
      } as unknown as Parameters<typeof cashierPlugin>[0]['directory'],
      connectors: { of: () => connector },
      dialects: [testDialect()],
      tokens,
      clock: t.clock,
      ids: createIdSource(),
      baseUrl: () => 'https://gw.example',
      onCreated: ({ id }) => created.push(id),
      payer: options.live
        ? undefined
        : {
            async act(reference, outcome) {
              acts.push(`${reference} ${outcome}`);
              if (outcome === 'paid') await confirm(reference);
              else await execute('fail-payment', { paymentId: reference, failure: 'channel_rejected' });
              return accept(undefined);
            },
            identify: () => Promise.reject(new Error('Nobody is checked here.')),
          },
    }),
  );
  const asked = aCheckout(t, { returnUrl: 'https://shop.example/done?order=1', ...options.checkout });
  await execute('create-checkout', asked);
  const url = `/pay/${tokens.tokenFor(asked.id)}`;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return {
    ...t,
    server,
    url,
    checkoutId: asked.id,
    acts,
    created,
    execute,
    confirm,
    async checkout(): Promise<Checkout> {
      const row = await t.engine.find(0, 'checkouts', asked.id);
      assert.ok(row);
      return row;
    },
    get: (path = '', headers: Readonly<Record<string, string>> = {}) => server.inject({ url: url + path, headers }),
    post: (path: string, payload = '') => server.inject({ method: 'POST', url: url + path, payload, headers: form }),
    /** Picks a channel; answers the try. */
    async choose(code: string): Promise<string> {
      await server.inject({ method: 'POST', url: `${url}/channel`, payload: `channel=${code}`, headers: form });
      return (await t.engine.find(0, 'checkouts', asked.id))?.paymentId ?? '';
    },
    close: () => execute('close-checkout', { checkoutId: asked.id, merchantId }),
    async expire() {
      t.clock.advance(3_600_000);
      await execute('expire-checkout', { checkoutId: asked.id });
    },
  };
}
