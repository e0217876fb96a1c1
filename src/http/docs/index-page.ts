// The index of the documentation: which APIs are served here.
import { html } from '../../cashier/html.ts';
import type { OpenApiDocument } from '../../kernel/openapi.ts';
import { renderInline } from './markdown.ts';
import { renderShell } from './page-shell.ts';

export interface IndexEntry {
  readonly name: string;
  readonly info: OpenApiDocument['info'];
}

export function renderIndexPage(entries: readonly IndexEntry[]): string {
  const rows = entries.map(
    ({ name, info }) => html`
<article>
<h3><a href="/docs/${name}">${info.title}</a></h3>
<p>${renderInline(info.description.split('\n', 1)[0] ?? '')}</p>
<p><a href="/docs/${name}/openapi.json">OpenAPI document</a></p>
</article>`,
  );
  return renderShell(
    'Polypay',
    html`<main class="index"><h1>Polypay</h1><p>The APIs that this gateway speaks.</p>${rows}</main>`,
  );
}
