// What the pages on which a payer pays have in common: what they know of the order, what their script reads, and their small parts.
import { type Html, html } from './html.ts';
import { type Language, languages, type Messages, messages } from './messages.ts';
import type { Picture } from './safe-url.ts';
import { safeUrl } from './safe-url.ts';

export interface OrderView {
  language: Language;
  /** Fresh for each answer; the same one goes into `contentSecurityPolicy`. */
  nonce: string;
  merchantName: string;
  /** The merchant's picture; the same one goes into `contentSecurityPolicy`. */
  logo?: Picture | undefined;
  /** For people, `₱500.10`; undefined when the payer enters it. */
  amount: string | undefined;
  /** What the payer may quote to the merchant: the order's public id. */
  reference: string;
  /** Milliseconds since 1970, as is `now`. */
  expiresAt: number | undefined;
  now: number;
  /** GET answers `{"status"}`. Once it is another than the page's own, the page is drawn again. */
  statusUrl: string;
  /** The same as server-sent events; absent: only asked for. */
  eventsUrl?: string | undefined;
  /** What is drawn then; absent: the page's own address. */
  pageUrl?: string | undefined;
  returnUrl?: string | undefined;
  /** The address of the page in another language; absent: it offers none. */
  languageUrl?: ((language: Language) => string) | undefined;
}

/** What the script needs to keep a page fresh. `state` is opaque: what the status address answers as long as nothing is new. */
export function liveData(view: OrderView, state: string, waiting: string, say: Messages): Html {
  return html` data-status="${state}" data-status-url="${safeUrl(view.statusUrl)}" data-events-url="${safeUrl(view.eventsUrl)}"
 data-page-url="${safeUrl(view.pageUrl)}" data-now="${view.now}" data-expires-at="${view.expiresAt}"
 data-waiting="${waiting}" data-lost="${say.connectionLost}" data-time-up="${say.timeUp}"
 data-five-minutes="${say.fiveMinutesLeft}" data-one-minute="${say.oneMinuteLeft}"`;
}

/** The merchant's name stands in the headline, so the picture says nothing new. */
export function renderLogo({ logo }: OrderView): Html | undefined {
  return (
    logo &&
    html`<img class="logo" src="${logo.src}" alt="" width="56" height="56" referrerpolicy="no-referrer" decoding="async">`
  );
}

export interface Details {
  /** Whether the time that is left counts down. */
  readonly counting: boolean;
  readonly channelName?: string | undefined;
}

export function renderDetails(view: OrderView, { counting, channelName }: Details, say: Messages): Html {
  const clock = counting && view.expiresAt !== undefined;
  return html`<dl aria-label="${say.details}">
${clock && html`<div><dt>${say.timeLeft}</dt><dd id="clock" class="clock" role="timer" aria-live="off">${remaining(view)}</dd></div>`}
${channelName !== undefined && html`<div><dt>${say.channel}</dt><dd>${channelName}</dd></div>`}
<div><dt>${say.reference}</dt><dd class="reference">${view.reference}</dd></div>
</dl>`;
}

export interface NumberView {
  readonly number: string;
  readonly title: string;
  /** What it is, for those who hear it without its box. */
  readonly name: string;
  readonly text?: string | undefined;
}

/** A number to type elsewhere. The script shows the button where the browser can copy. */
export function renderNumber({ number, title, name, text }: NumberView, say: Messages): Html {
  return html`<section class="account">
<h2>${title}</h2>
<p><span class="unseen">${name}</span> ${renderGroups(number)}</p>
<button type="button" class="copy" data-copy="${number}" data-copied="${say.copied}" hidden>${say.copy}</button>
${text !== undefined && html`<p class="quiet">${text}</p>`}
</section>`;
}

/** Drawn in groups that can be read, and copied as one. */
export function renderGroups(number: string): Html {
  const groups = (number.match(/.{1,4}/gsu) ?? []).map((group) => html`<span>${group}</span>`);
  return html`<span class="number">${groups}</span>`;
}

/** How it ended, as a drawing: a check, a cross, a clock's hands, an arrow back. */
export function renderMark(mark: keyof typeof marks): Html {
  return html`<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false"><circle cx="24" cy="24" r="24"/><path d="${marks[mark]}"/></svg>`;
}

const marks = {
  check: 'M14 25l7 7 14-15',
  cross: 'M16 16l16 16M32 16L16 32',
  clock: 'M24 13v11l7 5',
  arrow: 'M34 24H14M22 16l-8 8 8 8',
} as const;

/** Each language under its own name, for whoever cannot read the page's. */
export function renderLanguages(
  { language, languageUrl }: Pick<OrderView, 'language' | 'languageUrl'>,
  say: Messages,
): Html | undefined {
  if (!languageUrl) return undefined;
  const links = languages.map((other) => {
    const { tag, name } = messages[other];
    if (other === language) return html`<li><span lang="${tag}" aria-current="true">${name}</span></li>`;
    return html`<li><a href="${safeUrl(languageUrl(other))}" lang="${tag}" hreflang="${tag}">${name}</a></li>`;
  });
  return html`<nav class="languages" aria-label="${say.languages}"><ul>${links}</ul></nav>`;
}

/** How large the amount can be drawn. */
export function sizeOf({ amount }: Pick<OrderView, 'amount'>): string | undefined {
  if (amount === undefined) return 'open';
  return amount.length > 11 ? 'long' : undefined;
}

export function classNames(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** The time left as the page's script shows it too: `4:05`, `1:00:00`. */
function remaining({ expiresAt = 0, now }: OrderView): string {
  const seconds = Math.max(0, Math.ceil((expiresAt - now) / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const clock = [hours > 0 ? String(minutes).padStart(2, '0') : minutes, String(seconds % 60).padStart(2, '0')];
  return (hours > 0 ? [hours, ...clock] : clock).join(':');
}
