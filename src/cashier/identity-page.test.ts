// What the page of an identity check promises about its markup: it says who asks and for what, keeps what was typed, and cannot be taken over.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { emptyForm } from './identity-form.ts';
import { type IdentityPageView, renderIdentityPage } from './identity-page.ts';
import { type Language, messages } from './messages.ts';

const nonce = 'c2l4dGVlbiBieXRlcyE9PQ==';
const sandbox = {
  answerUrl: '/identity/EK5',
  rejectUrl: '/identity/EK5/reject',
  typed: emptyForm,
  wrong: [],
  today: '2026-03-17',
};
const view: IdentityPageView = {
  language: 'en',
  nonce,
  merchantName: 'Manila Coffee Co.',
  channelName: 'PhilSys',
  reference: 'REQUEST1',
  status: 'awaited',
  now: Date.UTC(2026, 2, 17, 10),
  statusUrl: '/identity/EK5/status',
  pageUrl: '/identity/EK5',
  returnUrl: '/identity/EK5/return',
  languageUrl: (language) => `/identity/EK5?lang=${language}`,
  sandbox,
};
const languages = Object.keys(messages) as Language[];
const statuses = ['awaited', 'passed', 'rejected', 'lapsed'] as const;
const fields = ['fullName', 'birthDate', 'idType', 'idNumber'] as const;

describe('the page of an identity check', () => {
  it('is small, in its language, with one h1 and one main, and works under the policy', () => {
    for (const language of languages) {
      for (const status of statuses) {
        const page = renderIdentityPage({ ...view, language, status, sandbox: { ...sandbox, wrong: fields } });
        assert.ok(Buffer.byteLength(page) < 30_000);
        assert.match(page, /^<!doctype html>\n<html lang="(en|fil|th|id|zh-Hans)">/);
        for (const tag of ['<h1', '<main']) assert.equal(page.match(new RegExp(tag, 'g'))?.length, 1, tag);
        assert.doesNotMatch(page, /<[^>]*\s(on[a-z]+|style|src)\s*=/i);
        for (const [tag] of page.matchAll(/<(style|script)\b[^>]*>/g)) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
        assert.equal(page.match(/lang=[a-z]+" lang=/g)?.length, languages.length - 1);
        assert.ok(page.includes('REQUEST1') && page.includes('Manila Coffee Co.'));
      }
    }
  });

  it('asks by a plain form in the sandbox, and where papers are real says that the channel asks', () => {
    const page = renderIdentityPage(view);
    assert.match(page, /<form class="fields" method="post" action="\/identity\/EK5" novalidate>/);
    assert.match(page, /<form class="sandbox" method="post" action="\/identity\/EK5\/reject">/);
    assert.match(page, /Manila Coffee Co\. wants to be sure that you are who you say you are/);
    assert.match(page, /type="date" value="" min="1900-01-01" max="2026-03-17"/);
    assert.doesNotMatch(page, /role="alert"|aria-invalid="| autofocus/);
    const live = renderIdentityPage({ ...view, sandbox: undefined });
    assert.doesNotMatch(live, /<form|<input|Sandbox/);
    assert.match(live, /PhilSys asks you for your ID in its own app or page/);
  });

  it('says at each field what is wrong there, goes to the first, and keeps what was typed', () => {
    const typed = { fullName: 'Juan 2', birthDate: '2030-01-01', idType: 'Passport', idNumber: '12' };
    const page = renderIdentityPage({ ...view, sandbox: { ...sandbox, typed, wrong: ['birthDate', 'idNumber'] } });
    assert.match(page, /role="alert">Some answers are not right yet/);
    for (const field of fields) {
      const control = new RegExp(`<(?:input|select) id="${field}"[^>]*>`).exec(page)?.[0] ?? '';
      const isWrong = field === 'birthDate' || field === 'idNumber';
      assert.equal(control.includes('aria-invalid="true"'), isWrong, field);
      assert.equal(control.includes(`${field}-wrong`), isWrong, field);
      assert.equal(page.includes(`id="${field}-wrong"`), isWrong, field);
      assert.equal(control.includes('autofocus'), field === 'birthDate', field);
    }
    for (const value of ['Juan 2', '2030-01-01', '12']) assert.ok(page.includes(`value="${value}"`), value);
    assert.equal(page.match(/ selected>/g)?.length, 1);
    assert.match(page, /<option value="Passport" selected>/);
  });

  it('goes back to the merchant by itself once it is decided, without JavaScript as well', () => {
    for (const status of statuses) {
      const page = renderIdentityPage({ ...view, status });
      const goesBack = page.includes('http-equiv="refresh" content="6; url=/identity/EK5/return"');
      assert.deepEqual([goesBack, page.includes('data-return-ms="6000"')], Array(2).fill(status !== 'awaited'));
      assert.match(page, /href="\/identity\/EK5\/return">Back to Manila Coffee Co\.</);
      assert.equal(page.includes('<form'), status === 'awaited');
      assert.doesNotMatch(renderIdentityPage({ ...view, status, returnUrl: undefined }), /Back to|refresh"|Taking you/);
    }
  });

  it('cannot be taken over by hostile texts and addresses', () => {
    const evil = `"'><script>alert(1)</script>`;
    for (const status of statuses) {
      const page = renderIdentityPage({
        ...view,
        status,
        merchantName: evil,
        channelName: evil,
        reference: evil,
        returnUrl: `javascript:${evil}`,
        sandbox: {
          answerUrl: `javascript:${evil}`,
          rejectUrl: evil,
          typed: { fullName: evil, birthDate: evil, idType: evil, idNumber: evil },
          wrong: fields,
          today: evil,
        },
      });
      assert.equal(page.match(/<script/g)?.length, 1);
      assert.doesNotMatch(page, /"'>|(?:href|action)="javascript:/);
    }
  });
});
