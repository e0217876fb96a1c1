// What an attempt keeps of its answer: a short text that is safe to store and to show, whatever the other side sent.

const mostBytes = 500;

/** The first 500 bytes of an answer as text, without control characters and without a character cut in half. */
export function answerText(body: Buffer): string {
  const text = body.subarray(0, mostBytes).toString('utf8');
  return readable(body.length > mostBytes ? text.replace(/\uFFFD$/, '') : text);
}

/** What went wrong, as a sentence, for an attempt without an answer. */
export function failureText(error: unknown, timeoutMs: number): string {
  const { code, message } = (error instanceof Error ? error : new Error(String(error))) as NodeJS.ErrnoException;
  switch (code) {
    case 'ECONNREFUSED':
      return 'The connection was refused.';
    case 'ENOTFOUND':
    case 'ENODATA':
      return 'The host name was not found.';
    case 'NOTIFY_TIMEOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `No complete answer came within ${timeoutMs / 1000} s.`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return 'The connection was closed before a complete answer came.';
    case 'OUTBOUND_REFUSED':
      return readable(message);
    default:
      return readable(`The request failed: ${message === '' ? code : message}`.slice(0, mostBytes));
  }
}

function readable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim();
}
