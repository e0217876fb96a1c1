// What every dialect refuses, in its own codes: requests of people who may not ask or not so, and what is another merchant's. Whatever is
// refused leaves nothing behind, and goes through under the same number once it is right.
import assert from 'node:assert/strict';
import { accepts, says, type Step, withOwnKey } from './checks.ts';
import { anOrder, mostMinor, payoutFeeMinor, usualMinor } from './orders.ts';
import type { Shop } from './shop.ts';
import type { Answer, Asked, Disguise, Named, Refusal, Said, Speaker, Voice } from './speaker.ts';

/** Makes it wrong, and answers how that ends. */
type Bring = (shop: Shop) => Promise<() => Promise<unknown>>;

const patch =
  (path: (shop: Shop) => string, wrong: object, right: object): Bring =>
  async (shop) => {
    await shop.gateway.manage('PATCH', path(shop), wrong);
    return () => shop.gateway.manage('PATCH', path(shop), right);
  };
const ofApp = ({ appId }: Shop) => `/apps/${appId}`;

/** Who may not ask, whatever he asks. */
const callers: readonly {
  readonly what: string;
  readonly refusal: Refusal;
  readonly bring?: Bring;
  readonly disguise?: Disguise;
}[] = [
  { what: 'a forged signature', refusal: 'forged', disguise: { forged: true } },
  { what: 'a request in the name of nobody', refusal: 'stranger', disguise: { stranger: true } },
  {
    what: 'an address that is not on the list',
    refusal: 'addressForbidden',
    bring: patch(ofApp, { ipAllowlist: ['203.0.113.9', '10.0.0.0/8'] }, { ipAllowlist: ['127.0.0.1'] }),
  },
  {
    what: 'a request above the rate',
    refusal: 'tooOften',
    async bring(shop) {
      const end = await patch(ofApp, { rateLimit: { perSecond: 0.01, burst: 1 } }, { rateLimit: null })(shop);
      await shop.voice.query({ id: 'X', number: 'X' });
      return end;
    },
  },
  {
    what: 'a suspended merchant',
    refusal: 'suspended',
    bring: patch(({ merchantId }) => `/merchants/${merchantId}`, { status: 'suspended' }, { status: 'active' }),
  },
  { what: 'an app that is off', refusal: 'appOff', bring: patch(ofApp, { enabled: false }, { enabled: true }) },
];

/** What nobody may ask so. */
const requests: readonly {
  readonly what: string;
  readonly refusal: Refusal;
  readonly bring?: Bring;
  readonly ask: (shop: Shop, asked: Asked) => Promise<Answer>;
}[] = [
  {
    what: 'a signature over other bytes',
    refusal: 'forged',
    ask: (shop, asked) => shop.disguised({ fetch: fetchChanged }).payIn(asked),
  },
  {
    what: 'a channel that is off',
    refusal: 'channelOff',
    bring: patch(({ speaker }) => `/channels/${speaker.channel}`, { enabled: false }, { enabled: true }),
    ask: (shop, asked) => shop.voice.payIn(asked),
  },
  {
    what: 'an amount above the limit',
    refusal: 'overLimit',
    ask: (shop, { number }) => shop.voice.payIn({ number, amountMinor: mostMinor + 1 }),
  },
  { what: 'a body above 1 MiB', refusal: 'tooLong', ask: (shop) => shop.voice.send('x'.repeat(1_048_577)) },
  { what: 'a body that is not JSON', refusal: 'notJson', ask: (shop) => shop.voice.send('{"amount":') },
  { what: 'a path that is none', refusal: 'noPath', ask: (shop) => raw(shop, 'POST', shop.speaker.strangePath) },
  { what: 'another method', refusal: 'noMethod', ask: (shop) => raw(shop, 'GET', shop.speaker.payInPath) },
];

export function refusalsOf(speaker: Speaker): readonly Step[] {
  const { refuses } = speaker;
  return [
    ...callers.map(({ what, refusal, bring, disguise }) => ({
      title: `${what} is refused with ${refuses[refusal].code}, whatever is asked; nothing is stored, and the same goes through later`,
      async check(shop: Shop) {
        const payment = await shop.paid();
        await shop.told('payment', payment.number);
        const asked = anOrder();
        await refusedWhole(shop, asked, bring, async () => {
          const voice = disguise ? shop.disguised(disguise) : shop.voice;
          for (const answer of await askedEverything(voice, payment, asked)) says(answer, refuses[refusal]);
        });
      },
    })),
    ...requests.map(({ what, refusal, bring, ask }) => ({
      title: `${what} is refused with ${refuses[refusal].code}; nothing is stored, and the same number goes through later`,
      async check(shop: Shop) {
        const asked = anOrder();
        await refusedWhole(shop, asked, bring, async () => says(await ask(shop, asked), refuses[refusal]));
      },
    })),
    balanceTooSmallOf(speaker),
  ];
}

/** Nothing is left of what is refused meanwhile: no row, and no number that is used up. */
async function refusedWhole(
  shop: Shop,
  asked: Asked,
  bring: Bring | undefined,
  ask: () => Promise<unknown>,
): Promise<void> {
  const before = await shop.rows();
  const end = await bring?.(shop);
  try {
    await ask();
  } finally {
    await end?.();
  }
  assert.deepEqual(await shop.rows(), before);
  accepts(shop.speaker, 'payIn', await shop.voice.payIn(asked));
  assert.notDeepEqual(await shop.rows(), before);
}

async function askedEverything(voice: Voice, payment: Named, asked: Asked): Promise<Answer[]> {
  const answers = [
    await voice.payIn(asked),
    await voice.charge?.(asked),
    await voice.query(payment),
    await voice.refund(payment, asked),
    await voice.queryRefund(payment, asked.number),
    await voice.takeBack?.(payment, asked.number),
    await voice.payout?.(asked, asked.number),
    await voice.queryPayout?.(asked.number),
  ];
  return answers.filter((answer) => answer !== undefined);
}

function balanceTooSmallOf({ refuses: { balanceTooSmall } }: Speaker): Step {
  return {
    title: `a payout whose fee the balance lacks is refused with ${balanceTooSmall?.code}; nothing is stored, and it goes through later`,
    needs: 'payout',
    async check(shop) {
      await shop.fund(usualMinor);
      const before = await shop.rows();
      const payout = withOwnKey(shop.voice);
      const asked = anOrder(usualMinor);
      says(await payout(asked), balanceTooSmall);
      assert.deepEqual(await shop.rows(), before);
      await shop.fund(payoutFeeMinor);
      accepts(shop.speaker, 'payout', await payout(asked));
    },
  };
}

/** Changes the amount on its way. */
const fetchChanged: typeof globalThis.fetch = (url, init) => {
  const sent = init?.body;
  assert.ok(typeof sent === 'string');
  const body = sent.replace(/(amount\\?":"?)20000/, '$120001');
  assert.notEqual(body, sent);
  return fetch(url, { ...init, body });
};

async function raw({ gateway, speaker }: Shop, method: 'GET' | 'POST', path: string): Promise<Answer> {
  const response = await fetch(`${gateway.url}${path}`, { method, ...(method === 'POST' && { body: '{}' }) });
  const body = await response.text();
  const said: Said = speaker.readAnswer(response.status, body);
  return { ...said, shown: {}, body };
}
