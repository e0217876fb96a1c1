// Words on the hosted pages can be read by weak eyes, in light and in dark.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageStyle } from './page-style.ts';

describe('the style', () => {
  const pairs = [
    'ink card',
    'ink desk',
    'quiet card',
    'quiet desk',
    'on-accent accent',
    'accent card',
    'bad card',
    'sandbox sandbox-tint',
    'ink bad-tint',
    'ink tint',
  ];
  const [light = '', dark = ''] = pageStyle.split('prefers-color-scheme: dark');
  for (const [scheme, text] of Object.entries({ light, dark })) {
    for (const pair of pairs) {
      it(`has AA contrast (4.5) in ${scheme} for ${pair}`, () => {
        const [a = 0, b = 0] = pair.split(' ').map((name) => luminance(colourOf(text, name)));
        assert.ok((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) >= 4.5);
      });
    }
  }
});

function colourOf(style: string, name: string): string {
  const short = new RegExp(`--${name}: #([0-9a-f]+);`).exec(style)?.[1];
  assert.ok(short, name);
  return short.length === 3 ? short.replace(/./g, '$&$&') : short;
}

/** Relative luminance of sRGB, as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = (hex.match(/../g) ?? []).map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
