// What the pages of accounts promise about their markup, whatever the merchant and its numbers are called; and that where money is real
// nothing on them plays the payer.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AccountPageView, renderAccountPage } from './account-page.ts';
import { type AccountsPageView, renderAccountsPage } from './accounts-page.ts';
import { type Language, messages } from './messages.ts';

const nonce = 'c2l4dGVlbiBieXRlcyE9PQ==';
const view: AccountPageView = {
  language: 'en',
  nonce,
  merchantName: 'Manila Coffee Co.',
  amount: undefined,
  reference: 'LOAN-42',
  channelName: 'GCash',
  channelType: 'ewallet',
  number: 'PC0000000010024',
  holder: 'Manila Coffee Co.',
  bank: undefined,
  minAmount: undefined,
  maxAmount: undefined,
  validUntil: undefined,
  status: 'payable',
  languageUrl: (language) => `/pay/VA5?lang=${language}`,
  sandbox: { payUrl: '/pay/VA5/pay', amount: undefined },
};
const all: AccountsPageView = {
  language: 'en',
  nonce,
  merchantName: 'Manila Coffee Co.',
  amount: '₱500.10',
  reference: 'LOAN-42',
  accounts: [
    { name: 'GCash', type: 'ewallet', number: 'PC0000000010024', url: '/pay/VA5' },
    { name: '7-Eleven', type: 'otc', number: 'PC0000000010025', url: '/pay/VA6' },
  ],
  isOpen: true,
  languageUrl: (language) => `/pay/VA5/all?lang=${language}`,
  sandbox: true,
};
const languages = Object.keys(messages) as Language[];
const statuses = ['payable', 'off', 'closed', 'expired'] as const;
const types = ['ewallet', 'otc', 'bank_transfer'] as const;

describe('every page of accounts', () => {
  const pages = languages.flatMap((language) => [
    ...statuses.flatMap((status) =>
      types.map((channelType) => renderAccountPage({ ...view, language, status, channelType })),
    ),
    ...(['paid', 'amount', 'declined', 'failed'] as const).map((notice) =>
      renderAccountPage({ ...view, language, notice, minAmount: '₱1.00', maxAmount: '₱2.00', bank: 'AllBank' }),
    ),
    renderAccountsPage({ ...all, language }),
    renderAccountsPage({ ...all, language, accounts: [] }),
    renderAccountsPage({ ...all, language, isOpen: false }),
  ]);

  it('is small, in its language, with one h1 and one main, and works under the policy', () => {
    for (const page of pages) {
      assert.ok(Buffer.byteLength(page) < 30_000);
      assert.match(page, /^<!doctype html>\n<html lang="(en|fil|th|id|zh-Hans)">/);
      for (const tag of ['<h1', '<main']) assert.equal(page.match(new RegExp(tag, 'g'))?.length, 1, tag);
      assert.doesNotMatch(page, /<[^>]*\s(on[a-z]+|style|src)\s*=/i);
      for (const [tag] of page.matchAll(/<(style|script)\b[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
      assert.equal(page.match(/lang=[a-z]+" lang=/g)?.length, languages.length - 1);
      assert.ok(page.includes('LOAN-42') && page.includes('Manila Coffee Co.'));
    }
  });

  it('cannot be taken over by hostile texts and addresses', () => {
    const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;
    const texts = { merchantName: evil, amount: evil, reference: evil };
    for (const channelType of types) {
      const page = renderAccountPage({
        ...view,
        ...texts,
        channelType,
        channelName: evil,
        number: evil,
        holder: evil,
        bank: evil,
        minAmount: evil,
        maxAmount: evil,
        validUntil: evil,
        othersUrl: `javascript:${evil}`,
        sandbox: { payUrl: evil, amount: evil },
        languageUrl: () => evil,
      });
      assert.equal(page.match(/<script/g)?.length, 1);
      assert.doesNotMatch(page, /<img|"'>|href="javascript:/);
    }
    const page = renderAccountsPage({
      ...all,
      ...texts,
      accounts: [{ name: evil, type: 'otc', number: evil, url: `javascript:${evil}` }],
    });
    assert.doesNotMatch(page, /<script|<img|"'>|href="javascript:/);
  });
});

describe('the page of an account', () => {
  it('shows its number in groups that are copied as one, and says how it is paid where it is paid', () => {
    const cases: [type: (typeof types)[number], bank: string | undefined, said: RegExp][] = [
      ['ewallet', undefined, /<h2>Type this number in GCash<[^]*Choose the biller Acme\./],
      ['otc', undefined, /<h2>Give this number at GCash<[^]*you pay a bill of Acme\./],
      [
        'bank_transfer',
        'AllBank',
        /<h2>Transfer to this account at AllBank<[^]*Choose GCash if you are asked[^]*Acme as/,
      ],
    ];
    for (const [channelType, bank, said] of cases) {
      const page = renderAccountPage({ ...view, channelType, bank, holder: 'Acme' });
      assert.match(page, said);
      assert.match(
        page,
        /<span class="number"><span>PC00<\/span><span>0000<\/span><span>0010<\/span><span>024<\/span>/,
      );
      assert.match(page, /data-copy="PC0000000010024" data-copied="Copied" hidden>Copy</);
      assert.equal(page.match(/<li>/g)?.length, 4 + languages.length);
    }
  });

  it('says what may be paid, where its merchant bounds that', () => {
    const cases: [least: string | undefined, most: string | undefined, said: string | undefined][] = [
      ['₱1.00', '₱2.00', '₱1.00 to ₱2.00'],
      ['₱1.00', undefined, 'At least ₱1.00'],
      [undefined, '₱2.00', 'At most ₱2.00'],
      ['₱2.00', '₱2.00', '₱2.00'],
      [undefined, undefined, undefined],
    ];
    for (const [minAmount, maxAmount, said] of cases) {
      const page = renderAccountPage({ ...view, minAmount, maxAmount, sandbox: undefined });
      assert.equal(/<dt>Amount<\/dt><dd>([^<]*)</.exec(page)?.[1], said);
    }
  });

  it('shows neither its number nor a form once it is over, nor while its channel is off', () => {
    for (const [status, said] of [
      ['closed', 'Number closed'],
      ['expired', 'Number expired'],
      ['off', 'This way to pay cannot be used right now'],
    ] as const) {
      const page = renderAccountPage({ ...view, status });
      assert.ok(page.includes(said), status);
      assert.doesNotMatch(page, /PC00|<form|before you pay/);
    }
  });

  it('is paid by a form in the sandbox, and by nothing where money is real', () => {
    const page = renderAccountPage({ ...view, sandbox: { payUrl: '/pay/VA5/pay', amount: '500.10' } });
    assert.match(page, /<form method="post" action="\/pay\/VA5\/pay">[^]*name="amount" value="500.10"/);
    assert.equal(page.match(/<form/g)?.length, 1);
    const live = renderAccountPage({ ...view, sandbox: undefined });
    assert.doesNotMatch(live, /<form|Sandbox/);
    assert.match(live, /Type this number in GCash/);
  });
});

describe('the page over all accounts', () => {
  it('leads to each account, in groups, with its number', () => {
    const page = renderAccountsPage(all);
    assert.match(page, /<h3>E-wallet<\/h3><ul><li><a class="way" href="\/pay\/VA5"><span>GCash /);
    assert.match(page, /<h3>Over the counter<\/h3><ul><li><a class="way" href="\/pay\/VA6"><span>7-Eleven /);
    assert.match(page, /<title>Pay Manila Coffee Co. · ₱500.10</);
    assert.doesNotMatch(page, /Bank transfer/);
  });

  it('says when nothing can be paid now, and when nothing is left', () => {
    assert.match(renderAccountsPage({ ...all, accounts: [] }), /There is no way to pay this right now/);
    const over = renderAccountsPage({ ...all, accounts: [], isOpen: false });
    assert.match(over, /<title>Number closed · Manila Coffee Co.<[^]*This number is no longer valid/);
    assert.doesNotMatch(over, /₱500/);
  });
});
