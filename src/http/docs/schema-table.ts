// A JSON Schema as a table: members, their types, whether they must be there, and what is to be known of them.
import { type Html, html } from '../../cashier/html.ts';
import { renderInline } from './markdown.ts';
import { type Choice, rowsOf, rulesOf, type SchemaRow } from './schema-rows.ts';

export function renderTable(schema: object): Html {
  return renderRows(rowsOf(schema), rulesOf(schema));
}

export function renderRows(rows: readonly SchemaRow[], rules: readonly string[] = []): Html {
  return html`<div class="table"><table>
<thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">What it is</th></tr></thead>
<tbody>${rows.map(renderRow)}</tbody>
</table></div>
${rules.map((rule) => html`<p>${rule}</p>`)}`;
}

/** Deeper than this nothing is moved further to the right. */
const deepest = 4;

function renderRow({ depth, name, type, required, notes, choices }: SchemaRow): Html {
  return html`<tr>
<td class="d${Math.min(depth, deepest)}"><code>${name}</code></td>
<td class="type">${type}${!required && html`<br>optional`}</td>
<td>${notes.map((note) => html`<p>${renderInline(note)}</p>`)}${renderChoices(choices)}</td>
</tr>`;
}

function renderChoices(choices: readonly Choice[]): Html | undefined {
  if (choices.length === 0) return undefined;
  if (choices.every(({ meaning }) => meaning === undefined))
    return html`<p>${choices.map(({ value }, index) => html`${index > 0 && ', '}<code>${value}</code>`)}</p>`;
  return html`<ul>${choices.map(({ value, meaning }) => html`<li><code>${value}</code> ${meaning}</li>`)}</ul>`;
}
