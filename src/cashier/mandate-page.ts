// The hosted page on which a payer permits a merchant to debit him, or does not, and sees what he decided.
import { type Html, html } from './html.ts';
import { type Messages, messages } from './messages.ts';
import { liveData, type OrderView, renderDetails, renderLanguages, renderMark } from './page-parts.ts';
import { pageScript } from './page-script.ts';
import { renderPage } from './page-shell.ts';
import { safeUrl } from './safe-url.ts';
import { renderRibbon, renderSandbox, type SandboxUrls } from './sandbox-panel.ts';

/** `lapsed`: nobody decided in time; `ended`: it was given, and is over. */
export type MandatePageStatus = 'requested' | 'given' | 'declined' | 'lapsed' | 'ended';

export interface MandatePageView extends Omit<OrderView, 'amount' | 'expiresAt' | 'logo'> {
  readonly channelName: string;
  readonly status: MandatePageStatus;
  /** POST targets of the two buttons; absent: the payer decides at the channel. */
  readonly sandbox?: SandboxUrls | undefined;
}

const returnSeconds = 6;

export function renderMandatePage(view: MandatePageView): string {
  const say = messages[view.language];
  const { status } = view;
  const backUrl = safeUrl(view.returnUrl);
  const title = titleOf(view, say);
  return renderPage({
    tag: say.tag,
    title: status === 'requested' ? title : `${title} · ${view.merchantName}`,
    nonce: view.nonce,
    refresh: status !== 'requested' && backUrl !== undefined ? { seconds: returnSeconds, url: backUrl } : undefined,
    main: status === 'requested' ? renderRequest(view, say, backUrl) : renderResult({ ...view, status }, say, backUrl),
    languages: renderLanguages(view, say),
    script: pageScript,
  });
}

function titleOf({ status, merchantName }: MandatePageView, say: Messages): string {
  switch (status) {
    case 'requested':
      return say.permit(merchantName);
    case 'given':
      return say.permitted;
    case 'declined':
    case 'lapsed':
      return say.notPermitted;
    case 'ended':
      return say.permissionEnded;
  }
}

function renderRequest(view: MandatePageView, say: Messages, backUrl: string | undefined): Html {
  const { merchantName, channelName, sandbox } = view;
  const order: OrderView = { ...view, amount: undefined, expiresAt: undefined };
  return html`<main id="payment"${liveData(order, view.status, '', say)}>
${sandbox && renderRibbon(say)}
<h1 tabindex="-1"><span class="title">${titleOf(view, say)}</span></h1>
<p class="centred">${say.permitText(merchantName, channelName)}</p>
<p class="quiet centred">${say.permitEnd}</p>
<p id="status" class="status" role="status" aria-live="polite"></p>
${renderDetails(order, { counting: false, channelName }, say)}
${sandbox ? renderSandbox(sandbox, say, { doIt: say.allow }) : html`<p class="centred">${say.permitIn(channelName)}</p>`}
${backUrl !== undefined && html`<a class="back" href="${backUrl}">${say.backTo(merchantName)}</a>`}
</main>`;
}

type Decided = MandatePageView & { readonly status: Exclude<MandatePageStatus, 'requested'> };

function renderResult(view: Decided, say: Messages, backUrl: string | undefined): Html {
  const { merchantName, channelName, status } = view;
  const { name, mark } = markOf[status];
  const text = { given: say.permittedText, declined: say.declinedText, lapsed: say.lapsedText, ended: say.endedText };
  const returnMs = backUrl === undefined ? undefined : returnSeconds * 1000;
  const order: OrderView = { ...view, amount: undefined, expiresAt: undefined };
  return html`<main id="payment" class="result ${name}" data-status="${status}" data-return-ms="${returnMs}">
${view.sandbox && renderRibbon(say)}
${renderMark(mark)}
<h1 tabindex="-1"><span class="title">${titleOf(view, say)}</span></h1>
<p class="quiet centred">${text[status](merchantName)}</p>
${renderDetails(order, { counting: false, channelName }, say)}
${backUrl !== undefined && html`<a id="back" class="button" href="${backUrl}">${say.backTo(merchantName)}</a>`}
${backUrl !== undefined && html`<p class="quiet centred" role="status">${say.returning(merchantName)}</p>`}
</main>`;
}

/** The names are those of the style. */
const markOf = {
  given: { name: 'completed', mark: 'check' },
  declined: { name: 'failed', mark: 'cross' },
  lapsed: { name: 'closed', mark: 'clock' },
  ended: { name: 'closed', mark: 'clock' },
} as const satisfies Record<Decided['status'], object>;
