// The hosted page on which a payer pays one payment and sees how it ended.
import { type Html, html, raw } from './html.ts';
import { type Messages, messages } from './messages.ts';
import {
  classNames,
  liveData,
  type OrderView,
  renderDetails,
  renderLanguages,
  renderLogo,
  renderMark,
  renderNumber,
  sizeOf,
} from './page-parts.ts';
import { pageScript } from './page-script.ts';
import { renderPage } from './page-shell.ts';
import type { PageStatus } from './page-subject.ts';
import { safeUrl } from './safe-url.ts';
import { renderRibbon, renderSandbox, type SandboxUrls } from './sandbox-panel.ts';

export interface PaymentPageView extends OrderView {
  /** As the payer knows it: `GCash`, `QR Ph`; undefined where none was chosen. */
  channelName: string | undefined;
  status: PageStatus;
  /** What the status address answers as long as nothing is new; absent: the status. */
  state?: string | undefined;
  failure?: string | undefined;
  /** Made by `renderQrSvg`, and by nothing else: it is not escaped. */
  qrSvg?: string | undefined;
  /** The number under which the payer pays, where it is one for this payment. */
  account?: PaymentAccount | undefined;
  /** Where the payer can choose another channel. */
  changeUrl?: string | undefined;
  /** POST targets of the two buttons; they must answer with a redirect to a page of this host. */
  sandbox?: SandboxUrls | undefined;
}

export interface PaymentAccount {
  readonly number: string;
  /** He transfers to it, or says it at a counter. */
  readonly at: 'bank' | 'counter';
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
    languages: renderLanguages(view, say),
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
  return html`<main id="payment" class="${classNames(isPayable ? view.qrSvg !== undefined && 'wide' : 'idle', sizeOf(view))}"${liveData(view, view.state ?? view.status, waiting, say)}>
${view.sandbox && renderRibbon(say)}
<h1 tabindex="-1">${renderLogo(view)}${headline(view, say)} <span class="amount">${view.amount ?? say.enterAmount}</span></h1>
${isPayable && renderWay(view, say)}
<div class="rest">
<p class="status"><span class="dot" aria-hidden="true"></span><span id="status" role="status" aria-live="polite">${waiting}</span></p>
<p id="announcement" class="unseen" aria-live="polite"></p>
${renderDetails(view, { counting: isPayable, channelName: view.channelName }, say)}
<noscript><a class="button plain" href="${safeUrl(view.pageUrl)}">${say.refresh}</a></noscript>
${isPayable && view.sandbox && renderSandbox(view.sandbox, say, { asksAmount: view.amount === undefined })}
${isPayable && view.changeUrl !== undefined && html`<a class="button plain" href="${safeUrl(view.changeUrl)}">${say.otherWay}</a>`}
${backUrl !== undefined && html`<a class="back" href="${backUrl}">${say.backTo(view.merchantName)}</a>`}
</div>
</main>`;
}

function renderWay(view: PaymentPageView, say: Messages): Html | undefined {
  const { channelName = '' } = view;
  if (view.account !== undefined) return renderAccount(view.account, channelName, say);
  if (view.qrSvg === undefined) return html`<p class="centred">${say.continueIn(channelName)}</p>`;
  return html`<figure class="qr">
<figcaption>${say.scanToPay(channelName)}</figcaption>
<div class="code" role="img" aria-label="${say.qrName(view.merchantName, channelName)}">${raw(view.qrSvg)}</div>
<p class="quiet">${say.samePhone}</p>
</figure>`;
}

function renderAccount({ number, at }: PaymentAccount, channelName: string, say: Messages): Html {
  return at === 'bank'
    ? renderNumber({ number, title: say.transferTo(channelName), name: say.accountNumber, text: say.transferText }, say)
    : renderNumber({ number, title: say.showCode(channelName), name: say.paymentCode, text: say.codeText }, say);
}

function renderResult(view: EndedView, say: Messages, backUrl: string | undefined): Html {
  const returnMs = backUrl === undefined ? undefined : returnSeconds[view.status] * 1000;
  return html`<main id="payment" class="${classNames('result', view.status, sizeOf(view))}"
 data-status="${view.state ?? view.status}" data-return-ms="${returnMs}">
${view.sandbox && renderRibbon(say)}
${renderMark(markOf[view.status])}
<h1 tabindex="-1"><span class="title">${headline(view, say)}</span> ${view.amount !== undefined && html`<span class="amount">${view.amount}</span>`}</h1>
<p class="quiet centred">${explain(view, say)}</p>
${renderDetails(view, { counting: false, channelName: view.channelName }, say)}
${backUrl !== undefined && html`<a id="back" class="button" href="${backUrl}">${say.backTo(view.merchantName)}</a>`}
${backUrl !== undefined && html`<p class="quiet centred" role="status">${say.returning(view.merchantName)}</p>`}
</main>`;
}

function explain(view: EndedView, say: Messages): string {
  if (view.status === 'completed') return say.paidTo(view.merchantName);
  if (view.status === 'returned') return say.returnedText(view.merchantName);
  return view.status === 'failed' ? (view.failure ?? say.failedText) : say.closedText(view.merchantName);
}

const markOf = { completed: 'check', failed: 'cross', closed: 'clock', returned: 'arrow' } as const;
