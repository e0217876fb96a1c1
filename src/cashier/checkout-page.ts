// The hosted page on which the payer of a checkout picks how to pay.
import type { ChannelType } from '../core/channel/channel.ts';
import { type Html, html } from './html.ts';
import { typeNameOf } from './channel-names.ts';
import { type Messages, messages } from './messages.ts';
import {
  classNames,
  liveData,
  type OrderView,
  renderDetails,
  renderLanguages,
  renderLogo,
  sizeOf,
} from './page-parts.ts';
import { pageScript } from './page-script.ts';
import { renderPage } from './page-shell.ts';
import { safeUrl } from './safe-url.ts';
import { renderRibbon } from './sandbox-panel.ts';

/** One way to pay. */
export interface Way {
  readonly code: string;
  /** As the payer knows it. */
  readonly name: string;
  readonly type: ChannelType;
}

export interface CheckoutPageView extends OrderView {
  ways: readonly Way[];
  /** The way of the try that waits. */
  chosen?: string | undefined;
  /** Why the payer has to choose again. */
  notice?: 'failed' | 'unavailable' | undefined;
  state: string;
  /** POST target; `channel` names the way. It must answer with a redirect to a page of this host. */
  chooseUrl: string;
  sandbox: boolean;
}

export function renderCheckoutPage(view: CheckoutPageView): string {
  const say = messages[view.language];
  const title = say.payTo(view.merchantName);
  const backUrl = safeUrl(view.returnUrl);
  const notice = view.notice && { failed: say.chooseAgain, unavailable: say.wayUnavailable }[view.notice];
  const main = html`<main id="payment" class="${classNames('choosing', sizeOf(view))}"${liveData(view, view.state, '', say)}>
${view.sandbox && renderRibbon(say)}
<h1 tabindex="-1">${renderLogo(view)}${title} <span class="amount">${view.amount}</span></h1>
${notice !== undefined && html`<p class="notice" role="alert">${notice}</p>`}
${view.ways.length === 0 ? html`<p class="centred">${say.noWays(view.merchantName)}</p>` : renderWays(view, say)}
<p id="status" class="status" role="status" aria-live="polite"></p>
<p id="announcement" class="unseen" aria-live="polite"></p>
${renderDetails(view, { counting: true }, say)}
<noscript><a class="button plain" href="${safeUrl(view.pageUrl)}">${say.refresh}</a></noscript>
${backUrl !== undefined && html`<a class="back" href="${backUrl}">${say.backTo(view.merchantName)}</a>`}
</main>`;
  return renderPage({
    tag: say.tag,
    title: [title, view.amount].filter(Boolean).join(' · '),
    nonce: view.nonce,
    main,
    footer: say.advice,
    languages: renderLanguages(view, say),
    script: pageScript,
  });
}

/** In the order in which they are shown. */
const types = [
  'qr',
  'ewallet',
  'online_banking',
  'bank_transfer',
  'otc',
  'card',
  'paylater',
  'direct_debit',
] as const satisfies ChannelType[];

function renderWays({ ways, chosen, chooseUrl }: CheckoutPageView, say: Messages): Html {
  const groups = types.map((type) => ({ type, members: ways.filter((way) => way.type === type) }));
  const fieldsets = groups
    .filter(({ members }) => members.length > 0)
    .map(({ type, members }) => {
      const buttons = members.map(
        ({ code, name }) =>
          html`<button class="way" name="channel" value="${code}"><span>${name}</span>${code === chosen && html` <small>${say.chosen}</small>`}</button>`,
      );
      return html`<fieldset><legend>${typeNameOf(type, say)}</legend>${buttons}</fieldset>`;
    });
  return html`<form class="ways" method="post" action="${safeUrl(chooseUrl)}" aria-labelledby="choose">
<h2 id="choose">${say.choose}</h2>
${fieldsets}
</form>`;
}
