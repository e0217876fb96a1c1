// The little Markdown that documents are described in, as HTML: paragraphs, lists, `code`, **bold**, links.
import { type Html, html } from '../../cashier/html.ts';

/** Whatever else stands in the text is text. */
export function renderMarkdown(text: string): Html {
  return html`${text.split(/\n{2,}/).map(renderBlock)}`;
}

/** The same within one paragraph. */
export function renderInline(text: string): Html {
  return html`${text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/).map(renderSpan)}`;
}

function renderBlock(block: string): Html {
  const lines = block.split('\n');
  if (!lines.every((line) => line.startsWith('- '))) return html`<p>${renderInline(block)}</p>`;
  return html`<ul>${lines.map((line) => html`<li>${renderInline(line.slice(2))}</li>`)}</ul>`;
}

function renderSpan(span: string): Html {
  if (span.length > 2 && span.startsWith('`') && span.endsWith('`')) return html`<code>${span.slice(1, -1)}</code>`;
  if (span.length > 4 && span.startsWith('**') && span.endsWith('**'))
    return html`<strong>${renderInline(span.slice(2, -2))}</strong>`;
  const [, label, address] = /^\[([^\]]+)\]\((https:[^)\s]+|\/[^)\s]*)\)$/.exec(span) ?? [];
  return label !== undefined && address !== undefined ? html`<a href="${address}">${label}</a>` : html`${span}`;
}
