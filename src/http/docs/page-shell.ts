// The document around every page of the documentation. It has one style, which its policy knows by its digest, and no script.
import { createHash } from 'node:crypto';
import { type Html, html, raw, toText } from '../../cashier/html.ts';
import { pageStyle } from './page-style.ts';

const styleDigest = createHash('sha256').update(pageStyle, 'utf8').digest('base64');

/** The pages' one style, and nothing else from anywhere. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleDigest}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function renderShell(title: string, body: Html): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${raw(pageStyle)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return toText(page);
}
