// What the hosted pages show in sandbox mode only: the ribbon, and buttons that play the payer.
import { type Html, html } from './html.ts';
import type { Messages } from './messages.ts';
import { safeUrl } from './safe-url.ts';

export interface SandboxUrls {
  payUrl: string;
  declineUrl: string;
}

export function renderRibbon(say: Messages): Html {
  return html`<p class="ribbon">${say.sandbox}</p>`;
}

/** `doIt`: what the first button says. When the payment has no amount yet, it also posts `amount`: main units with at most two decimals, `500.10`. */
export function renderSandbox(urls: SandboxUrls, asksAmount: boolean, say: Messages, doIt = say.pay): Html {
  const amount = html`<label>${say.sandboxAmount}
<input name="amount" inputmode="decimal" autocomplete="off" required pattern="[0-9]{1,12}([.][0-9]{1,2})?"></label>`;
  return html`<section class="sandbox" aria-label="${say.sandbox}">
<p>${say.sandboxText}</p>
<div class="choices">
<form method="post" action="${safeUrl(urls.payUrl)}">${asksAmount && amount}<button class="button main">${doIt}</button></form>
<form method="post" action="${safeUrl(urls.declineUrl)}"><button class="button">${say.decline}</button></form>
</div>
</section>`;
}
