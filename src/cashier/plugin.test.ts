// The hosted pages over the real engine: what a payer sees of an order, from its first moment until all of it went back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { appId, createTestEngine, merchantId, testDialect } from '../../test/support/engine.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import type { Directory } from '../engine/directory.ts';
import type { Engine } from '../engine/engine.ts';
import { createIdSource, orderNumber } from '../kernel/id.ts';
import { accept } from '../kernel/outcome.ts';
import { createTokenSigner } from '../kernel/token.ts';
import { cashierPlugin } from './plugin.ts';

const id = orderNumber(0, 7);
const token = createTokenSigner(new Uint8Array(32)).tokenFor(id);
const desktop = 'Mozilla/5.0 Chrome/126';
const wechat = 'Mozilla/5.0 (iPhone) MicroMessenger/8.0';

/** An order of CNY 12.50 by WeChat, of which its channel has not heard yet. */
async function open({ live = false } = {}) {
  const t = createTestEngine([createMemoryStore()]);
  const wallet = { code: 'CN_WECHAT', name: '微信', kind: 'wallet', currency: 'CNY', country: 'CN' } as const;
  const channel = { ...wallet, enabled: true, minAmount: 1n, maxAmount: 10_000n, connector: 'test' };
  const directory = {
    findApp: async () => ({ dialect: 'paycools' }),
    findMerchant: async () => ({ name: '咖啡店' }),
    channel: () => channel,
  } as unknown as Directory;
  const acts: string[] = [];
  const server = Fastify();
  await server.register(
    cashierPlugin({
      engine: inYuan(t.engine),
      directory,
      dialects: [testDialect()],
      tokens: createTokenSigner(new Uint8Array(32)),
      clock: t.clock,
      connectors: { of: () => ({ code: 'test' }) },
      ids: createIdSource(),
      baseUrl: () => 'https://gw.example',
      payer: live
        ? undefined
        : {
            async act(reference, outcome) {
              acts.push(`${reference} ${outcome}`);
              return accept(undefined);
            },
            identify: () => Promise.reject(new Error('Nobody is checked here.')),
          },
    }),
  );
  const execute: typeof t.engine.execute = async (...command) => {
    const outcome = await t.engine.execute(...command);
    assert.ok(outcome.ok, `${command[1]}: ${outcome.ok ? '' : outcome.reason}`);
    return outcome;
  };
  const plain = { merchantId, appId, referenceScope: merchantId, reference: 'W1', notifyUrl: null, details: {} };
  const where = { channel: 'WEB', returnUrl: 'https://shop.example/done' };
  await execute(0, 'create-payment', {
    id,
    ...plain,
    ...where,
    amountMinor: 1250n,
    entry: 'order',
    expirySeconds: 240,
  });
  const read = async (path = '', headers: Readonly<Record<string, string>> = {}) =>
    (await server.inject({ url: `/pay/${token}${path}`, headers })).body;
  return {
    server,
    acts,
    read,
    accepted: () => execute(0, 'await-answer', { subject: 'payment', id, during: 'send', trouble: null }),
    paid: () => execute(0, 'confirm-credit', { paymentId: id, bankReference: 'B1', amountMinor: 1250n }),
    reversed: () => execute(0, 'reverse-payment', { paymentId: id, merchantId, sameDay: true, details: {} }),
    async expired() {
      t.clock.advance(240_000);
      await execute(0, 'expire-payment', { paymentId: id });
    },
    async settled(result: { kind: 'stopped' } | { kind: 'succeeded'; bankReference: string }) {
      const payment = await t.engine.find(0, 'payments', id);
      await execute(0, 'settle-refund', { refundId: payment?.lastRefundId ?? '', paymentId: id, result });
    },
  };
}

/** The engine's own channels are Philippine ones. */
function inYuan(engine: Engine): Engine {
  const find: Engine['find'] = async (...question) => {
    const row = await engine.find(...question);
    return row && 'entry' in row ? { ...row, currency: 'CNY', channel: 'CN_WECHAT' } : row;
  };
  return { ...engine, find };
}

type Order = Awaited<ReturnType<typeof open>>;

const stopped = { kind: 'stopped' } as const;
const givenBack = { kind: 'succeeded', bankReference: 'B2' } as const;

const states: [
  title: string,
  steps: (order: Order) => Promise<void>,
  status: string,
  chinese: RegExp,
  english: RegExp,
][] = [
  ['that its channel does not have yet', async () => {}, 'preparing', /正在准备付款/, /Preparing your payment/],
  [
    'that waits for its payer',
    async (order) => void (await order.accepted()),
    'pending',
    /等待您付款/,
    /Waiting for your/,
  ],
  [
    'that its merchant cancels',
    async (order) => {
      await order.accepted();
      await order.reversed();
    },
    'reversing',
    /请勿继续付款/,
    /Do not pay any more/,
  ],
  [
    'whose time was up',
    async (order) => {
      await order.accepted();
      await order.expired();
    },
    'reversing',
    /付款正在取消/,
    /Payment is being cancelled/,
  ],
  [
    'whose time was up, and that was stopped',
    async (order) => {
      await order.accepted();
      await order.expired();
      await order.settled(stopped);
    },
    'closed',
    /付款已过期/,
    /Payment expired/,
  ],
  [
    'that its merchant has cancelled',
    async (order) => {
      await order.accepted();
      await order.reversed();
      await order.settled(stopped);
    },
    'closed',
    /付款已关闭/,
    /Payment closed/,
  ],
  ['that is paid', async (order) => void (await order.paid()), 'completed', /付款成功/, /Payment complete/],
  [
    'that is paid and being taken back',
    async (order) => {
      await order.paid();
      await order.reversed();
    },
    'reversing',
    /请勿继续付款/,
    /it comes back to you/,
  ],
  [
    'that is paid and was given back',
    async (order) => {
      await order.paid();
      await order.reversed();
      await order.settled(givenBack);
    },
    'returned',
    /款项已退回/,
    /Payment returned/,
  ],
];
for (const [title, steps, status, chinese, english] of states) {
  test(`an order ${title} is ${status}, in Chinese and in English, and has buttons only while it can be paid`, async () => {
    const order = await open();
    await steps(order);
    assert.deepEqual(JSON.parse(await order.read('/status')), { status });
    assert.match(await order.read('', { 'accept-language': 'zh-CN,zh;q=0.9' }), chinese);
    const page = await order.read('', { 'accept-language': 'en-GB' });
    assert.match(page, english);
    assert.equal(page.includes('<form'), status === 'pending');
    assert.equal(page.includes('id="clock"'), status === 'pending');
    await order.server.inject({ method: 'POST', url: `/pay/${token}/pay` });
    const acts = status === 'preparing' || status === 'reversing' ? [] : [`${id} paid`];
    assert.deepEqual(order.acts, acts);
  });
}

const surfaces: [title: string, live: boolean, userAgent: string, isDrawn: boolean][] = [
  ['in live mode, beside the wallet', true, desktop, true],
  ['in live mode, inside the wallet', true, wechat, false],
  ['in the sandbox, beside the wallet', false, desktop, false],
];
for (const [title, live, userAgent, isDrawn] of surfaces) {
  test(`${title}, the page ${isDrawn ? 'is a code that opens it there' : 'needs no code'}`, async () => {
    const order = await open({ live });
    await order.accepted();
    const page = await order.read('', { 'user-agent': userAgent, 'accept-language': 'zh' });
    assert.equal(page.includes('<figure class="qr">'), isDrawn);
    assert.ok(page.includes('微信支付') && page.includes('¥12.50'));
  });
}

test('the way back leads where the dialect says, and a token for another id nowhere', async () => {
  const { server } = await open();
  const back = await server.inject(`/pay/${token}/return`);
  assert.deepEqual([back.statusCode, back.headers.location], [302, 'https://shop.example/done']);
  for (const path of [`${orderNumber(0, 8)}${token.slice(16)}`, id, `${token}x`, '%00']) {
    assert.equal((await server.inject(`/pay/${path}`)).statusCode, 404, path);
  }
  const unknown = createTokenSigner(new Uint8Array(32));
  for (const other of [orderNumber(0, 8), orderNumber(9, 7), '789', 'X1']) {
    assert.equal((await server.inject(`/pay/${unknown.tokenFor(other)}`)).statusCode, 404, other);
  }
});
