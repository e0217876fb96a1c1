// An OpenAPI document as a page to read: every operation with its fields, an example and its answer, then codes and callbacks.
import { type Html, html } from '../../cashier/html.ts';
import type { DocumentedOperation, OpenApiDocument } from '../../kernel/openapi.ts';
import { renderInline, renderMarkdown } from './markdown.ts';
import { type Group, groupsOf } from './operation-groups.ts';
import { anchorOf, renderOperation } from './operation-section.ts';
import { renderShell } from './page-shell.ts';
import { renderTable } from './schema-table.ts';

export function renderDocumentPage(document: OpenApiDocument, name: string): string {
  const { info, servers = [], components, webhooks = {} } = document;
  const groups = groupsOf(document);
  const callbacks = Object.entries(webhooks).map(([event, { post }]) => ({ event, operation: post }));
  const body = html`<div class="columns">
<nav aria-label="Operations">
<p><a href="/docs">All APIs</a></p>
${groups.map(renderLinks)}
<ul><li><a href="#refusals">Refusals</a></li></ul>
${callbacks.length > 0 && html`<strong>Callbacks</strong><ul>${callbacks.map(renderCallbackLink)}</ul>`}
</nav>
<main>
<h1>${info.title}</h1>
${servers.map(({ url }) => html`<p class="quiet"><code>${url}</code></p>`)}
<p><a href="/docs/${name}/openapi.json">OpenAPI 3.1 document</a></p>
${renderMarkdown(info.description)}
${groups.map((group) => renderGroup(group, document))}
<h2 id="refusals">Refusals</h2>
<p>What a request is answered with that is not accepted.</p>
${renderTable(components.schemas.Refusal)}
${callbacks.length > 0 && html`<h2 id="callbacks">Callbacks</h2><p>What the gateway sends, as POST with JSON.</p>`}
${callbacks.map(renderCallback)}
</main>
</div>`;
  return renderShell(info.title, body);
}

function renderLinks({ name, operations }: Group): Html {
  const links = operations.map(
    ({ method, path, operation }) =>
      html`<li><a href="#${anchorOf(operation)}"><span class="method">${method}</span>${breakable(path)}</a></li>`,
  );
  return html`${name !== '' && html`<strong>${name}</strong>`}<ul>${links}</ul>`;
}

/** A long path breaks behind its slashes. */
function breakable(path: string): Html {
  return html`${path.split(/(?<=\/)/).map((part) => html`${part}<wbr>`)}`;
}

function renderGroup({ name, description, operations }: Group, document: OpenApiDocument): Html {
  return html`
${name !== '' && html`<h2>${name}</h2><p>${renderInline(description)}</p>`}
${operations.map((placed) => renderOperation(placed, document))}`;
}

interface Callback {
  readonly event: string;
  readonly operation: DocumentedOperation;
}

function renderCallbackLink({ event, operation }: Callback): Html {
  return html`<li><a href="#${anchorOf(operation)}">${event}</a></li>`;
}

function renderCallback({ event, operation }: Callback): Html {
  const body = operation.requestBody?.content['application/json']?.schema;
  const answer = operation.responses['200']?.content?.['application/json']?.schema;
  return html`
<article id="${anchorOf(operation)}">
<h3><code>${event}</code></h3>
<p>${renderInline(operation.summary)}</p>
${body && renderTable(body)}
${answer && html`<h4>Your answer</h4>${renderTable(answer)}`}
</article>`;
}
