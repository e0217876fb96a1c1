// Reads one HTTP/1.1 message with a Content-Length out of received text: all that the bench's client and receiver need.

export interface HttpMessage {
  readonly head: string;
  readonly body: string;
  /** How many characters of the text it took. */
  readonly length: number;
}

/** Undefined until the whole message is there. The text is latin1: one character a byte. */
export function readHttpMessage(text: string): HttpMessage | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = text.slice(0, headEnd);
  const bodyStart = headEnd + 4;
  const length = bodyStart + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  return text.length < length ? undefined : { head, body: text.slice(bodyStart, length), length };
}

/** A POST of JSON as it goes over the wire. The body is ASCII. */
export function writePost(path: string, body: string): string {
  return `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** What stands between `"name":"` and the next quote; empty when it is not there. Cheaper than parsing the whole body. */
export function memberOf(json: string, name: string): string {
  const label = `"${name}":"`;
  const start = json.indexOf(label);
  return start < 0 ? '' : json.slice(start + label.length, json.indexOf('"', start + label.length));
}
