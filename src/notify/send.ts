// Sends a body to a merchant's address, where the outbound rules let anything go there: notifications, and what a merchant is asked.
import { failureText } from './answer-text.ts';
import { createOutboundRules, type Mode, type Resolve } from './outbound-address.ts';
import { createPoster, type Posted, type Poster } from './post.ts';

/** No complete answer came, or nothing was sent at all; `problem` says why in a sentence. */
export interface Unanswered {
  readonly status: null;
  readonly problem: string;
}

export interface Sender extends Pick<Poster, 'forget' | 'close'> {
  /** Never rejects. `withinMs` lasts from the call until the last byte of the answer. No redirect is followed. */
  send(
    address: string,
    headers: Readonly<Record<string, string>>,
    body: string,
    withinMs: number,
  ): Promise<Posted | Unanswered>;
}

export interface SenderDeps {
  readonly mode: Mode;
  /** How long a connection may take to open. */
  readonly timeoutMs: number;
  /** Looks host names up in live mode; the system's name servers by default. */
  readonly resolve?: Resolve | undefined;
}

/** Connections to one endpoint at a time. */
export const maxConnections = 32;
const maxAnswerBytes = 64 * 1024;
const ownHeaders = { 'content-type': 'application/json', 'user-agent': 'Polypay' };

export function createSender({ mode, timeoutMs, resolve }: SenderDeps): Sender {
  const rules = createOutboundRules(mode, timeoutMs, resolve);
  const poster = createPoster({ rules, maxConnections, maxAnswerBytes });
  return {
    async send(address, headers, body, withinMs) {
      const url = URL.parse(address);
      if (!url) return { status: null, problem: 'There is no valid URL.' };
      const refusal = rules.refusalOf(url);
      if (refusal !== undefined) return { status: null, problem: refusal };
      try {
        return await poster.post(url, { ...ownHeaders, ...headers }, Buffer.from(body, 'utf8'), withinMs);
      } catch (error) {
        return { status: null, problem: failureText(error, withinMs) };
      }
    },
    forget: poster.forget,
    close: poster.close,
  };
}
