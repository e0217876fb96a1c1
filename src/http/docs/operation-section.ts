// One operation of an API on its page: what it is for, its fields, a request that works, its answer.
import { type Html, html } from '../../cashier/html.ts';
import type { DocumentedOperation, OpenApiDocument } from '../../kernel/openapi.ts';
import type { PlacedOperation } from './operation-groups.ts';
import { exampleText } from './example-text.ts';
import { renderInline, renderMarkdown } from './markdown.ts';
import { rowsOf } from './schema-rows.ts';
import { renderRows, renderTable } from './schema-table.ts';

export function anchorOf({ operationId }: DocumentedOperation): string {
  return operationId;
}

export function renderOperation(placed: PlacedOperation, document: OpenApiDocument): Html {
  const { method, path, operation } = placed;
  const { summary, description, requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  const answer = acceptedOf(responses['200']?.content?.['application/json']?.schema);
  const example = exampleText(placed, document);
  return html`
<article id="${anchorOf(operation)}">
<h3><span class="method">${method}</span><code>${path}</code></h3>
<p>${renderInline(summary)}</p>
${description !== undefined && renderMarkdown(description)}
${renderParameters('In the path', operation, 'path')}
${renderParameters('In the query', operation, 'query')}
${body && html`<h4>Body</h4>${renderTable(body)}`}
${example !== undefined && html`<h4>Example</h4>${renderLines(example)}`}
${answer && html`<h4>Answer</h4>${renderTable(answer)}`}
${renderOthers(responses)}
</article>`;
}

function renderParameters(title: string, { parameters = [] }: DocumentedOperation, place: 'path' | 'query') {
  const rows = parameters
    .filter((parameter) => parameter.in === place)
    .flatMap(({ name, required, schema, description }) =>
      rowsOf({
        type: 'object',
        properties: { [name]: { ...schema, ...(description !== undefined && { description }) } },
        required: required ? [name] : [],
      }),
    );
  return rows.length > 0 && html`<h4>${title}</h4>${renderRows(rows)}`;
}

/** Where refusals have the same status, the first of both is what accepted requests are answered with. */
function acceptedOf(schema: object | undefined): object | undefined {
  const { oneOf } = (schema ?? {}) as { readonly oneOf?: readonly object[] };
  return oneOf?.[0] ?? schema;
}

/** Each answer that has no table above: refusals, and what is no JSON. */
function renderOthers(responses: DocumentedOperation['responses']): Html | undefined {
  const others = Object.entries(responses).filter(
    ([status, { content }]) => status !== '200' || !content?.['application/json'],
  );
  if (others.length === 0) return undefined;
  return html`<h4>HTTP status</h4><ul>${others.map(([status, { description }]) => html`<li><code>${status}</code> ${description}</li>`)}</ul>`;
}

/** Line by line: `html` keeps the breaks that are its own. */
function renderLines(text: string): Html {
  return html`<pre>${text.split('\n').map((line) => html`${line}\n`)}</pre>`;
}
