// Builds HTML from template literals in which every interpolated value is escaped unless it was made here.

const trusted = Symbol('trusted html');

/** Markup that needs no escaping: made by `html` or vouched for with `raw`. Input from outside can never be one. */
export interface Html {
  readonly [trusted]: string;
}

type Interpolated = string | number | Html | readonly Html[] | undefined | false;

/** `html\`<p>${text}</p>\`` escapes text, joins lists of markup, and leaves out `undefined` and `false`. */
export function html(parts: TemplateStringsArray, ...values: Interpolated[]): Html {
  let markup = parts[0] ?? '';
  for (const [index, value] of values.entries()) markup += toMarkup(value) + (parts[index + 1] ?? '');
  return raw(markup);
}

/** Vouches for markup, styles or scripts that come from this program itself. */
export function raw(markup: string): Html {
  return { [trusted]: markup };
}

export function toText(markup: Html): string {
  return markup[trusted];
}

function toMarkup(value: Interpolated): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (trusted in value) return value[trusted];
  return value.map(toText).join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// Control characters have no place in a page, and direction overrides let a name repaint the words around it.
const unprintable = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text that is safe as an element's content and inside a quoted attribute. */
function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(unprintable, ' ')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
