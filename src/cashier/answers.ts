// What answers of the hosted pages have in common: their headers, their addresses in a header, and the pages that only say something.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomHex } from '../kernel/random.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { languageOf } from './draw-page.ts';
import { messages } from './messages.ts';
import { renderNoticePage } from './notice-page.ts';
import type { Picture } from './safe-url.ts';

export function notice(request: FastifyRequest, reply: FastifyReply, status: number) {
  const language = languageOf(request);
  const nonce = randomHex(16);
  const say = messages[language];
  const [title, text] = status === 503 ? [say.unavailable, say.unavailableText] : [say.notFound, say.notFoundText];
  return reply
    .code(status)
    .headers(pageHeaders(nonce))
    .type('text/html; charset=utf-8')
    .send(renderNoticePage({ language, nonce, title, text }));
}

export function pageHeaders(nonce: string, picture?: Picture): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(nonce, picture),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** A header carries ASCII only: what a browser would percent-encode is encoded here. */
export function asciiUrl(url: string): string {
  return url.replace(/[^\x21-\x7e]+/g, (characters) => encodeURIComponent(characters.toWellFormed()));
}
