// What `html`, `safeUrl` and the security policy promise against hostile text.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { html, raw, toText } from './html.ts';
import { safeUrl } from './safe-url.ts';

describe('html', () => {
  it('lets no interpolated text open a tag or leave its attribute', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      const markup = toText(html`<p title="${text}">${text}</p>`);
      const [, title = '<', content = '<'] = /^<p title="([^"]*)">([^<]*)<\/p>$/.exec(markup) ?? [];
      assert.doesNotMatch(title + content, /[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('shows a reader the text that was meant', () => {
    assert.equal(
      toText(html`<b>${'Tom & "Jerry\'s" <Bar>'}</b>`),
      '<b>Tom &amp; &quot;Jerry&#39;s&quot; &lt;Bar&gt;</b>',
    );
  });

  it('takes away characters that turn the direction of the words around them', () => {
    assert.equal(toText(html`${'Shop\u202e05.1\u2066\u0000!'}`), 'Shop 05.1  !');
  });

  it('keeps its own markup, joins lists and leaves out what is absent', () => {
    const items = ['a', '<'].map((name) => html`<li>${name}</li>`);
    assert.equal(toText(html`${items}${undefined}${false}${0}${raw('<hr>')}`), '<li>a</li><li>&lt;</li>0<hr>');
  });
});

describe('safeUrl', () => {
  const cases: [address: string | undefined, safe: string | undefined][] = [
    ['https://shop.example/orders/1?a=1&b=2#c', 'https://shop.example/orders/1?a=1&b=2#c'],
    ['http://shop.example', 'http://shop.example/'],
    ['/pay/C1/return', '/pay/C1/return'],
    ['https://shop.example/"><script>', 'https://shop.example/%22%3E%3Cscript%3E'],
    ['javascript:alert(1)', undefined],
    ['JaVaScRiPt:alert(1)', undefined],
    [' \u0001javascript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['data:text/html,<script>alert(1)</script>', undefined],
    ['vbscript:msgbox(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['intent://pay#Intent;end', undefined],
    ['https://', undefined],
    ['', undefined],
    [undefined, undefined],
  ];
  for (const [address, safe] of cases) {
    it(`makes ${JSON.stringify(safe)} of ${JSON.stringify(address)}`, () => assert.equal(safeUrl(address), safe));
  }
});

describe('contentSecurityPolicy', () => {
  it('allows styles and scripts by nonce only', () => {
    const policy = contentSecurityPolicy('c2l4dGVlbiBieXRlcyE9PQ==');
    assert.match(policy, /^default-src 'none';/);
    assert.match(policy, /script-src 'nonce-c2l4dGVlbiBieXRlcyE9PQ=='/);
    assert.match(policy, /style-src 'nonce-c2l4dGVlbiBieXRlcyE9PQ=='/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
  });

  it('refuses a nonce that is short or could end the directive', () => {
    for (const nonce of ['', 'short', `'; script-src *; ${'a'.repeat(30)}`, `${'a'.repeat(30)}\r\nX: y`]) {
      assert.throws(() => contentSecurityPolicy(nonce));
    }
  });
});
