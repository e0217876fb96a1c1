// The parameters of a URL as whoever signed them meant them: each name once, values decoded.

/** What follows the question mark; empty where there is none. */
export function queryOf(url: string): string {
  const question = url.indexOf('?');
  return question < 0 ? '' : url.slice(question + 1);
}

/** Names and values in the order received, or a sentence: broken escapes, a name twice, half characters and U+0000. */
export function readQueryPairs(query: string): Map<string, string> | string {
  const pairs = new Map<string, string>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decodeFormText(equals < 0 ? part : part.slice(0, equals));
    const text = equals < 0 ? '' : decodeFormText(part.slice(equals + 1));
    if (name === undefined || text === undefined) return 'The query is not URL-encoded UTF-8.';
    if (pairs.has(name)) return `The query names ${name.slice(0, 40)} twice.`;
    pairs.set(name, text);
  }
  return pairs;
}

/** application/x-www-form-urlencoded: `+` is a space. Undefined for invalid escapes, invalid UTF-8 and U+0000. */
function decodeFormText(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return decoded.includes('\0') || !decoded.isWellFormed() ? undefined : decoded;
  } catch {
    return undefined;
  }
}
