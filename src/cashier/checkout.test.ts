// A checkout as its payer sees it: picks a way, pays, picks another one, comes late, in one tab or in several.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { type CashierOptions, openCashier } from '../../test/support/cashier.ts';
import { mostTries } from '../core/checkout/choose-channel.ts';

type Cashier = Awaited<ReturnType<typeof openCashier>>;

const buttons = (page: string) =>
  [...page.matchAll(/<button class="way" name="channel" value="([A-Z]+)"/g)].map(([, code]) => code);
const headline = (page: string) => /<title>([^<]*)</.exec(page)?.[1];
const stateOf = async (cashier: Cashier) =>
  (JSON.parse((await cashier.get('/status')).body) as { status: string }).status;

test('the page names the merchant, the amount and the open ways, grouped, and none before it is chosen', async () => {
  const cashier = await openCashier();
  const { body, statusCode } = await cashier.get();
  assert.deepEqual([statusCode, headline(body)], [200, 'Pay Manila Coffee Co. · ₱500.00']);
  assert.deepEqual(buttons(body), ['QR', 'WEB']);
  assert.match(
    body,
    /<legend>QR code<\/legend><button[^>]*><span>QR Ph<[^]*<legend>E-wallet<\/legend><button[^>]*><span>GCash</,
  );
  assert.match(body, /role="timer" aria-live="off">1:00:00</);
  assert.doesNotMatch(body, /role="alert"|\/decline|Chosen/);
  assert.equal((await cashier.checkout()).paymentId, null);
});

const hidden: [title: string, options: CashierOptions, shown: string[]][] = [
  ['is off by now', { channels: { WEB: { enabled: false } } }, ['QR']],
  ['does not take the amount any more', { channels: { WEB: { maxAmount: 1000n } } }, ['QR']],
  ['was not asked for', { checkout: { channels: ['QR'] } }, ['QR']],
];
const noCode: CashierOptions = { connector: { presentCode: undefined } };
const noAccount: CashierOptions = {
  connector: { presentAccount: undefined },
  channels: { WEB: { type: 'bank_transfer' } },
};
const noNumber: CashierOptions = { connector: { presentAccount: undefined }, channels: { WEB: { type: 'otc' } } };
const busy: CashierOptions = {
  connector: { admit: ({ code }) => (code === 'QR' ? { ok: false, reason: 'channel_unavailable' } : undefined) },
};
const unable: [title: string, options: CashierOptions, shown: string[]][] = [
  ['can show no code', noCode, ['WEB']],
  ['can show no account', noAccount, ['QR']],
  ['can show no number', noNumber, ['QR']],
  ['does not take such orders now', busy, ['WEB']],
];
for (const [title, options, shown] of [...hidden, ...unable]) {
  test(`a way that ${title} is not shown`, async () => {
    const cashier = await openCashier(options);
    assert.deepEqual(buttons((await cashier.get()).body), shown);
  });
}
for (const [title, options, [shown]] of unable) {
  test(`a way that ${title} is refused, and the payer is told`, async () => {
    const cashier = await openCashier(options);
    const { statusCode, headers } = await cashier.post('/channel', `channel=${shown === 'QR' ? 'WEB' : 'QR'}`);
    assert.deepEqual([statusCode, headers.location], [303, `${cashier.url}?refused=1`]);
    assert.match((await cashier.get('?refused=1')).body, /role="alert">This way to pay cannot be used right now/);
    assert.equal((await cashier.checkout()).paymentId, null);
  });
}

test('without any way left the page says so', async () => {
  const cashier = await openCashier({ channels: { WEB: { enabled: false }, QR: { enabled: false } } });
  const { body } = await cashier.get();
  assert.match(body, /There is no way to pay this right now. Contact Manila Coffee Co./);
  assert.doesNotMatch(body, /<form/);
});

test('what is chosen is shown as it is paid: a code, a wallet, an account, a number to show', async () => {
  const cases: [code: string, options: CashierOptions, seen: RegExp][] = [
    ['QR', {}, /<figcaption>Scan to pay with QR Ph<\/figcaption>\s*<div class="code" role="img"[^>]*><svg/],
    ['WEB', {}, /Continue in GCash to finish paying/],
    [
      'WEB',
      { channels: { WEB: { type: 'bank_transfer', name: 'BCA' } } },
      /Transfer to this account at BCA<[^]*Account number<[^]*<span>8800</,
    ],
    [
      'WEB',
      { channels: { WEB: { type: 'otc', name: '7-Eleven' } } },
      /Show this code at a 7-Eleven counter<[^]*Payment code<[^]*<span>8800<[^]*once\. This code is/,
    ],
  ];
  for (const [code, options, seen] of cases) {
    const cashier = await openCashier(options);
    const id = await cashier.choose(code);
    const { body } = await cashier.get();
    assert.match(body, seen);
    assert.match(body, new RegExp(`class="reference">${id}<`));
    assert.deepEqual(cashier.created, [id]);
    assert.match(body, /action="[^"]*\/pay">/);
  }
});

test('another way closes the one before: its code is dead, its money nobody’s; the list marks the way that waits', async () => {
  const cashier = await openCashier();
  const first = await cashier.choose('QR');
  const list = (await cashier.get('?change=1')).body;
  assert.deepEqual(buttons(list), ['QR', 'WEB']);
  assert.match(list, /value="QR"><span>QR Ph<\/span> <small>Chosen<\/small>/);
  assert.equal(await cashier.choose('QR'), first);
  const second = await cashier.choose('WEB');
  assert.notEqual(second, first);
  assert.match((await cashier.get()).body, /Continue in GCash/);
  assert.equal((await cashier.confirm(first)).booked, 'suspense');
  assert.equal((await cashier.confirm(second)).booked, 'completed');
  assert.equal((await cashier.checkout()).paymentId, second);
  assert.deepEqual(cashier.created, [first, second]);
});

test('every change of an open page is news to it, and nothing else is', async () => {
  const cashier = await openCashier();
  const states = [await stateOf(cashier)];
  const news = async () => {
    states.push(await stateOf(cashier));
    assert.equal((await cashier.get()).body.includes(`data-status="${states.at(-1)}"`), true);
  };
  await news();
  await cashier.choose('QR');
  await news();
  await cashier.choose('WEB');
  await news();
  await cashier.post('/decline');
  await news();
  await cashier.choose('WEB');
  await news();
  await cashier.post('/pay');
  await news();
  assert.equal(states[0], states[1]);
  assert.equal(new Set(states).size, states.length - 1);
});

test('after a try that failed the payer is told, and chooses again', async () => {
  const cashier = await openCashier();
  await cashier.choose('WEB');
  await cashier.post('/decline');
  const { body } = await cashier.get();
  assert.match(body, /role="alert">That payment did not go through. Choose how to pay./);
  assert.deepEqual(buttons(body), ['QR', 'WEB']);
});

type Ending = [title: string, end: (cashier: Cashier) => Promise<unknown>, headline: RegExp];
const endings: Ending[] = [
  ['paid', async (cashier) => cashier.confirm(await cashier.choose('QR')), /^Payment complete · ₱500.00/],
  ['closed before a choice', (cashier) => cashier.close(), /^Payment closed/],
  [
    'closed with a try',
    async (cashier) => {
      await cashier.choose('QR');
      await cashier.close();
    },
    /^Payment closed/,
  ],
  ['expired', (cashier) => cashier.expire(), /^Payment expired/],
];
for (const [title, end, expected] of endings) {
  test(`a checkout that is ${title} offers nothing any more, and leads back to the merchant`, async () => {
    const cashier = await openCashier();
    await end(cashier);
    for (const path of ['', '?change=1', '?refused=1']) {
      const { body } = await cashier.get(path);
      assert.match(headline(body) ?? '', expected);
      assert.doesNotMatch(body, /<form|<button|id="clock"/);
      assert.match(body, /data-return-ms="\d+"/);
    }
    const before = await cashier.checkout();
    const { statusCode, headers } = await cashier.post('/channel', 'channel=WEB');
    assert.deepEqual([statusCode, headers.location], [303, cashier.url]);
    await cashier.post('/pay');
    assert.deepEqual([await cashier.checkout(), cashier.acts], [before, []]);
    const back = await cashier.get('/return');
    assert.deepEqual([back.statusCode, back.headers.location], [302, 'https://shop.example/done?order=1']);
  });
}

test('a checkout closed by its merchant is not called expired when its time is up later', async () => {
  const cashier = await openCashier();
  await cashier.close();
  cashier.clock.advance(7_200_000);
  assert.match(headline((await cashier.get()).body) ?? '', /^Payment closed/);
});

test('a page that is played with ends in a refusal, not in a full table', async () => {
  const cashier = await openCashier();
  for (let index = 0; index < mostTries + 5; index++) await cashier.choose(index % 2 ? 'WEB' : 'QR');
  assert.equal((await cashier.checkout()).tries, mostTries);
  const { headers } = await cashier.post('/channel', 'channel=QR');
  assert.equal(headers.location, `${cashier.url}?change=1&refused=1`);
});

test('odd requests are answered with a page, and change nothing', async () => {
  const cashier = await openCashier();
  for (const body of [
    '',
    'channel=',
    'channel=%00',
    'channel=__proto__',
    'channel=OFF',
    `channel=${'x'.repeat(5000)}`,
    'channel=WEB2',
  ]) {
    const { statusCode } = await cashier.post('/channel', body);
    assert.equal(statusCode, 303, body);
  }
  assert.equal((await cashier.checkout()).tries, 0);
  for (const query of ['?lang=xx', '?lang=en&lang=th', '?lang=constructor', '?change', '?refused=<script>']) {
    assert.equal((await cashier.get(query)).statusCode, 200, query);
  }
  const payment = await cashier.server.inject({ method: 'POST', url: `${cashier.url.slice(0, -1)}!/channel` });
  assert.ok([404, 415].includes(payment.statusCode));
});

test('the page speaks the merchant’s language until the payer picks his own, which stays with him', async () => {
  const cashier = await openCashier({ checkout: { language: 'th' } });
  const thai = await cashier.get('', { 'accept-language': 'de' });
  assert.match(thai.body, /<html lang="th">[^]*เลือกวิธีชำระเงิน/);
  assert.match(
    thai.body,
    /<span lang="th" aria-current="true">ไทย<[^]*<a href="[^"]*\?lang=id" lang="id" hreflang="id">Bahasa Indonesia</,
  );
  const page = (await cashier.get('?lang=id')).body;
  assert.match(page, /<html lang="id">/);
  assert.match(page, /action="[^"]*\/channel\?lang=id"/);
  const chosen = await cashier.post('/channel?lang=id', 'channel=WEB');
  assert.equal(chosen.headers.location, `${cashier.url}?lang=id`);
  assert.match((await cashier.get('?lang=id')).body, /href="[^"]*\?change=1&amp;lang=id">Bayar dengan cara lain</);
  assert.match(
    (await (await openCashier({ checkout: { language: 'xx' } })).get('', { 'accept-language': 'zh' })).body,
    /lang="zh-Hans"/,
  );
});

const logos: [logoUrl: string, shown: string | undefined][] = [
  ['https://shop.example/logo.png?v=1&x="', 'https://shop.example'],
  ['https://shop.example:8443/logo.png', 'https://shop.example:8443'],
  ['http://shop.example/logo.png', undefined],
  ['data:image/png;base64,AAAA', undefined],
  ['javascript:alert(1)', undefined],
  ['https://user:secret@shop.example/logo.png', undefined],
  ['//shop.example/logo.png', undefined],
  ['https://[::1]/logo.png', undefined],
  ["https://shop.example;script-src'/logo.png", undefined],
];
test('a logo is a picture of fixed size from the one https host it names, and that host learns nothing of the page', async () => {
  for (const [logoUrl, origin] of logos) {
    const cashier = await openCashier({ checkout: { logoUrl } });
    const { body, headers } = await cashier.get();
    const policy = String(headers['content-security-policy']);
    assert.ok(policy.includes(origin ? `img-src data: ${origin};` : 'img-src data:;'), `${logoUrl}: ${policy}`);
    const picture = /<img[^>]*>/.exec(body)?.[0];
    assert.equal(picture !== undefined, origin !== undefined, logoUrl);
    if (picture)
      assert.match(picture, /src="https:\/\/[^"]*" alt="" width="56" height="56" referrerpolicy="no-referrer"/);
    assert.equal(headers['referrer-policy'], 'no-referrer');
  }
});

test('a page that listens is told the state at once and each change as it happens', async () => {
  const cashier = await openCashier();
  const base = await cashier.server.listen({ port: 0, host: '127.0.0.1' });
  try {
    const events = async () => {
      const answer = await fetch(`${base}${cashier.url}/events`);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      return answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    };
    const changes: (() => Promise<unknown>)[] = [
      () => cashier.choose('QR'),
      () => cashier.post('/decline'),
      () => cashier.choose('WEB'),
      () => cashier.post('/pay'),
    ];
    for (const change of changes) {
      const reader = await events();
      const before = await stateOf(cashier);
      assert.equal((await reader?.read())?.value, `retry: 1000\ndata: {"status":"${before}"}\n\n`);
      await change();
      assert.equal((await reader?.read())?.value, `data: {"status":"${await stateOf(cashier)}"}\n\n`);
      assert.equal((await reader?.read())?.done, true);
    }
    const waiting = await openCashier();
    const other = await waiting.server.inject({ url: `${waiting.url}/events`, payloadAsStream: true });
    waiting.engine.endWaits();
    await once(other.stream().resume(), 'end');
    assert.equal((await cashier.server.inject('/pay/CH0-x/events')).statusCode, 404);
  } finally {
    cashier.server.server.closeAllConnections();
    await cashier.server.close();
  }
});

test('in live mode nothing plays the payer', async () => {
  const cashier = await openCashier({ live: true });
  await cashier.choose('WEB');
  assert.doesNotMatch((await cashier.get()).body, /Sandbox|<form/);
  assert.equal((await cashier.post('/pay')).statusCode, 404);
});
