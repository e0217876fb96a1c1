// The hosted page on which a payer pays one payment and sees how it ended.
import { type Html, html, raw } from './html.ts';
import { type Language, type Messages, messages } from './messages.ts';
import { pageScript } from './page-script.ts';
import { renderPage } from './page-shell.ts';
import type { PageStatus } from './page-subject.ts';
import { safeUrl } from './safe-url.ts';
import { renderRibbon, renderSandbox, type SandboxUrls } from './sandbox-panel.ts';

export interface PaymentPageView {
  language: Language;
  /** Fresh for each answer; the same one goes into `contentSecurityPolicy`. */
  nonce: string;
  merchantName: string;
  /** As the payer knows it: `GCash`, `QR Ph`. */
  channelName: string;
  /** For people, `₱500.10`; undefined when the payer enters it. */
  amount: string | undefined;
  /** What the payer may quote to the merchant: the payment's public id. */
  reference: string;
  status: PageStatus;
  failure?: string | undefined;
  /** Made by `renderQrSvg`, and by nothing else: it is not escaped. */
  qrSvg?: string | undefined;
  /** Milliseconds since 1970, as is `now`. */
  expiresAt: number | undefined;
  now: number;
  /** GET answers `{"status", "next"?}`. Once it is another, the page goes to `next` on this host, else loads itself again. */
  statusUrl: string;
  returnUrl?: string | undefined;
  /** POST targets of the two buttons; they must answer with a redirect to a page of this host. */
  sandbox?: SandboxUrls | undefined;
}

/** Time enough to read how it ended, and what to do, before the browser goes back to the merchant by itself. */
const returnSeconds = { completed: 6, failed: 6, closed: 15, returned: 6 } as const;
const refreshSeconds = 10;

type EndedView = PaymentPageView & { readonly status: keyof typeof returnSeconds };
type OpenView = PaymentPageView & { readonly status: Exclude<PageStatus, keyof typeof returnSeconds> };

export function renderPaymentPage(view: PaymentPageView): string {
  const say = messages[view.language];
  const { status } = view;
  const isOver = status !== 'preparing' && status !== 'pending' && status !== 'reversing';
  const backUrl = safeUrl(view.returnUrl);
  return renderPage({
    tag: say.tag,
    title: [headline(view, say), view.amount, isOver && view.merchantName].filter(Boolean).join(' · '),
    nonce: view.nonce,
    refresh: isOver
      ? backUrl === undefined
        ? undefined
        : { seconds: returnSeconds[status], url: backUrl }
      : { seconds: refreshSeconds },
    main: isOver ? renderResult({ ...view, status }, say, backUrl) : renderOpen({ ...view, status }, say, backUrl),
    footer: status === 'pending' ? say.advice : undefined,
    script: pageScript,
  });
}

function headline(view: PaymentPageView, say: Messages): string {
  if (view.status === 'pending' || view.status === 'preparing') return say.payTo(view.merchantName);
  if (view.status === 'closed' && view.expiresAt !== undefined && view.expiresAt <= view.now) return say.expired;
  return say[view.status];
}

/** What may still change: it asks to be paid, to be waited for, or to be left alone while it is taken back. */
function renderOpen(view: OpenView, say: Messages, backUrl: string | undefined): Html {
  const isPayable = view.status === 'pending';
  const waiting = { preparing: say.preparing, pending: say.waiting, reversing: say.reversingText }[view.status];
  return html`<main id="payment" class="${classNames(isPayable ? view.qrSvg !== undefined && 'wide' : 'idle', sizeOf(view))}"
 data-status="${view.status}" data-status-url="${safeUrl(view.statusUrl)}" data-now="${view.now}" data-expires-at="${view.expiresAt}"
 data-waiting="${waiting}" data-lost="${say.connectionLost}" data-time-up="${say.timeUp}"
 data-five-minutes="${say.fiveMinutesLeft}" data-one-minute="${say.oneMinuteLeft}">
${view.sandbox && renderRibbon(say)}
<h1>${headline(view, say)} <span class="amount">${view.amount ?? say.enterAmount}</span></h1>
${isPayable && renderQr(view, say)}
<div class="rest">
<p class="status"><span class="dot" aria-hidden="true"></span><span id="status" role="status" aria-live="polite">${waiting}</span></p>
<p id="announcement" class="unseen" aria-live="polite"></p>
${renderDetails(view, say)}
<noscript><a class="button plain" href="">${say.refresh}</a></noscript>
${isPayable && view.sandbox && renderSandbox(view.sandbox, view.amount === undefined, say)}
${backUrl !== undefined && html`<a class="back" href="${backUrl}">${say.backTo(view.merchantName)}</a>`}
</div>
</main>`;
}

function renderQr(view: PaymentPageView, say: Messages): Html {
  if (view.qrSvg === undefined) return html`<p class="centred">${say.continueIn(view.channelName)}</p>`;
  return html`<figure class="qr">
<figcaption>${say.scanToPay(view.channelName)}</figcaption>
<div class="code" role="img" aria-label="${say.qrName(view.merchantName, view.channelName)}">${raw(view.qrSvg)}</div>
<p class="quiet">${say.samePhone}</p>
</figure>`;
}

function renderDetails(view: PaymentPageView, say: Messages): Html {
  const counting = view.status === 'pending' && view.expiresAt !== undefined;
  return html`<dl aria-label="${say.details}">
${counting && html`<div><dt>${say.timeLeft}</dt><dd id="clock" class="clock" role="timer" aria-live="off">${remaining(view)}</dd></div>`}
<div><dt>${say.channel}</dt><dd>${view.channelName}</dd></div>
<div><dt>${say.reference}</dt><dd class="reference">${view.reference}</dd></div>
</dl>`;
}

function renderResult(view: EndedView, say: Messages, backUrl: string | undefined): Html {
  const returnMs = backUrl === undefined ? undefined : returnSeconds[view.status] * 1000;
  return html`<main id="payment" class="${classNames('result', view.status, sizeOf(view))}"
 data-status="${view.status}" data-return-ms="${returnMs}">
${view.sandbox && renderRibbon(say)}
<svg class="mark" viewBox="0 0 48 48" aria-hidden="true" focusable="false"><circle cx="24" cy="24" r="24"/><path d="${markOf[view.status]}"/></svg>
<h1><span class="title">${headline(view, say)}</span> ${view.amount !== undefined && html`<span class="amount">${view.amount}</span>`}</h1>
<p class="quiet centred">${explain(view, say)}</p>
${renderDetails(view, say)}
${backUrl !== undefined && html`<a id="back" class="button" href="${backUrl}">${say.backTo(view.merchantName)}</a>`}
${backUrl !== undefined && html`<p class="quiet centred" role="status">${say.returning(view.merchantName)}</p>`}
</main>`;
}

function explain(view: EndedView, say: Messages): string {
  if (view.status === 'completed') return say.paidTo(view.merchantName);
  if (view.status === 'returned') return say.returnedText(view.merchantName);
  return view.status === 'failed' ? (view.failure ?? say.failedText) : say.closedText(view.merchantName);
}

/** A check, a cross, a clock's hands, and an arrow back. */
const markOf = {
  completed: 'M14 25l7 7 14-15',
  failed: 'M16 16l16 16M32 16L16 32',
  closed: 'M24 13v11l7 5',
  returned: 'M34 24H14M22 16l-8 8 8 8',
};

function sizeOf({ amount }: PaymentPageView): string | undefined {
  if (amount === undefined) return 'open';
  return amount.length > 11 ? 'long' : undefined;
}

function classNames(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}

/** The time left as the page's script shows it too: `4:05`, `1:00:00`. */
function remaining({ expiresAt = 0, now }: PaymentPageView): string {
  const seconds = Math.max(0, Math.ceil((expiresAt - now) / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const clock = [hours > 0 ? String(minutes).padStart(2, '0') : minutes, String(seconds % 60).padStart(2, '0')];
  return (hours > 0 ? [hours, ...clock] : clock).join(':');
}
