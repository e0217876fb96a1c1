// What the hosted pages show in sandbox mode only: the ribbon, and buttons that play the payer.
import { type Html, html } from './html.ts';
import type { Messages } from './messages.ts';
import { safeUrl } from './safe-url.ts';

export interface SandboxUrls {
  payUrl: string;
  /** Absent where nothing waits that could be declined. */
  declineUrl?: string | undefined;
}

export interface SandboxChoices {
  /** What the first button says; absent: pay. */
  readonly doIt?: string | undefined;
  /** Whether the payer names the amount: `amount` is posted as well, in main units with at most two decimals, `500.10`. */
  readonly asksAmount?: boolean | undefined;
  /** What stands there before he names it. */
  readonly amount?: string | undefined;
}

export function renderRibbon(say: Messages): Html {
  return html`<p class="ribbon">${say.sandbox}</p>`;
}

export function renderSandbox(urls: SandboxUrls, say: Messages, choices: SandboxChoices = {}): Html {
  const { doIt = say.pay, asksAmount } = choices;
  const amount = html`<label>${say.amount}
<input name="amount" value="${choices.amount}" inputmode="decimal" autocomplete="off" required pattern="[0-9]{1,12}([.][0-9]{1,2})?"></label>`;
  return html`<section class="sandbox" aria-label="${say.sandbox}">
<p>${say.sandboxText}</p>
<div class="choices">
<form method="post" action="${safeUrl(urls.payUrl)}">${asksAmount && amount}<button class="button main">${doIt}</button></form>
${urls.declineUrl !== undefined && html`<form method="post" action="${safeUrl(urls.declineUrl)}"><button class="button">${say.decline}</button></form>`}
</div>
</section>`;
}
