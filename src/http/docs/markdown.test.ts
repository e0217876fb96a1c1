// Guards that descriptions are shown as they are meant, and that nothing in them becomes markup which nobody meant.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toText } from '../../cashier/html.ts';
import { renderMarkdown } from './markdown.ts';

const rows: readonly (readonly [title: string, markdown: string, markup: string])[] = [
  ['paragraphs', 'One.\n\nTwo.', '<p>One.</p><p>Two.</p>'],
  ['a list', '- one\n- `two`', '<ul><li>one</li><li><code>two</code></li></ul>'],
  [
    'code and bold, inside each other',
    '**The `sign`.** Of it.',
    '<p><strong>The <code>sign</code>.</strong> Of it.</p>',
  ],
  [
    'a link within and one outside',
    '[a](/docs) [b](https://x.example/)',
    '<p><a href="/docs">a</a> <a href="https://x.example/">b</a></p>',
  ],
  ['a link that runs something is text', '[a](javascript:x)', '<p>[a](javascript:x)</p>'],
  ['markup is text', '<b>&', '<p>&lt;b&gt;&amp;</p>'],
];

for (const [title, markdown, markup] of rows) {
  test(title, () => assert.equal(toText(renderMarkdown(markdown)), markup));
}
