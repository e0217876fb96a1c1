// The document around every hosted page: head, landmarks, style and script under one nonce.
import { assertNonce } from './content-security-policy.ts';
import { type Html, html, raw, toText } from './html.ts';
import { pageStyle } from './page-style.ts';

export interface PageShell {
  tag: string;
  title: string;
  nonce: string;
  /** Where and when a browser without JavaScript goes by itself. */
  refresh?: { seconds: number; url?: string | undefined } | undefined;
  /** The whole `<main>`. */
  main: Html;
  footer?: string | undefined;
  languages?: Html | undefined;
  script?: string | undefined;
}

export function renderPage(shell: PageShell): string {
  assertNonce(shell.nonce);
  const { refresh, script } = shell;
  const hasFooter = shell.footer !== undefined || shell.languages !== undefined;
  const page = html`<!doctype html>
<html lang="${shell.tag}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shell.title}</title>
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" content="#f1f3f1" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0e1311" media="(prefers-color-scheme: dark)">
<link rel="icon" href="data:,">
${refresh && html`<noscript><meta http-equiv="refresh" content="${refreshContent(refresh)}"></noscript>`}
<style nonce="${shell.nonce}">${raw(pageStyle)}</style>
</head>
<body>
${shell.main}
${hasFooter && html`<footer id="footer">${shell.footer !== undefined && html`<p class="quiet">${shell.footer}</p>`}${shell.languages}</footer>`}
${script !== undefined && html`<script nonce="${shell.nonce}">${raw(script)}</script>`}
</body>
</html>
`;
  return toText(page);
}

function refreshContent(refresh: { seconds: number; url?: string | undefined }): string {
  return refresh.url === undefined ? String(refresh.seconds) : `${refresh.seconds}; url=${refresh.url}`;
}
