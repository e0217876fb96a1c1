// The hosted page of an account: how to pay a merchant under a number that can be paid again and again.
import type { ChannelType } from '../core/channel/channel.ts';
import { type Html, html } from './html.ts';
import { type Messages, messages } from './messages.ts';
import { classNames, type OrderView, renderLanguages, renderMark, renderNumber, sizeOf } from './page-parts.ts';
import { pageScript } from './page-script.ts';
import { renderPage } from './page-shell.ts';
import { safeUrl } from './safe-url.ts';
import { renderRibbon, renderSandbox } from './sandbox-panel.ts';

/** `off`: its channel cannot be used right now. */
export type AccountStatus = 'payable' | 'off' | 'closed' | 'expired';

/** What became of an attempt to pay it in the sandbox. */
export type AccountNotice = 'paid' | 'amount' | 'declined' | 'failed';

/** `amount`: what the merchant asks for, where its link says so; the payer enters what he pays. */
export interface AccountPageView
  extends Pick<OrderView, 'language' | 'nonce' | 'merchantName' | 'amount' | 'reference' | 'languageUrl'> {
  readonly channelName: string;
  readonly channelType: ChannelType;
  readonly number: string;
  /** Whom he pays, as the channel shows it to him. */
  readonly holder: string;
  /** Where the number is one of a bank's. */
  readonly bank: string | undefined;
  /** For people. */
  readonly minAmount: string | undefined;
  readonly maxAmount: string | undefined;
  readonly validUntil: string | undefined;
  readonly status: AccountStatus;
  readonly notice?: AccountNotice | undefined;
  /** Where the other accounts of the same order are, if it has any. */
  readonly othersUrl?: string | undefined;
  /** POST target, and the amount that its form begins with, in main units. */
  readonly sandbox?: { readonly payUrl: string; readonly amount: string | undefined } | undefined;
}

export function renderAccountPage(view: AccountPageView): string {
  const say = messages[view.language];
  const { status, merchantName } = view;
  const isOver = status === 'closed' || status === 'expired';
  const over = status === 'expired' ? say.numberExpired : say.numberClosed;
  return renderPage({
    tag: say.tag,
    title: isOver ? `${over} · ${merchantName}` : `${say.payTo(merchantName)} · ${view.channelName}`,
    nonce: view.nonce,
    main: isOver
      ? renderClosedNumber({ ...view, isSandbox: view.sandbox !== undefined }, over, say)
      : renderGuide(view, say),
    footer: status === 'payable' ? say.advice : undefined,
    languages: renderLanguages(view, say),
    script: pageScript,
  });
}

function renderGuide(view: AccountPageView, say: Messages): Html {
  const { amount, othersUrl, sandbox, status } = view;
  const isPayable = status === 'payable';
  return html`<main id="payment" class="${classNames(amount === undefined && 'asking', sizeOf(view))}">
${sandbox && renderRibbon(say)}
<h1 tabindex="-1"><span class="title">${say.payTo(view.merchantName)}</span>${amount !== undefined && html` <span class="amount">${amount}</span>`}</h1>
${renderNotice(view, say)}
${isPayable ? renderHow(view, say) : html`<p class="notice">${say.wayUnavailable}</p>`}
${renderFacts(view, say)}
${isPayable && sandbox && renderSandbox(sandbox, say, { asksAmount: true, amount: sandbox.amount })}
${othersUrl !== undefined && html`<a class="button plain" href="${safeUrl(othersUrl)}">${say.otherWay}</a>`}
</main>`;
}

function renderNotice({ notice, merchantName }: AccountPageView, say: Messages): Html | undefined {
  if (notice === undefined) return undefined;
  if (notice === 'paid') return html`<p class="notice good" role="status">${say.paidOnce}</p>`;
  const texts = { amount: say.amountRefused, declined: say.paymentRefused(merchantName), failed: say.failedText };
  return html`<p class="notice" role="alert">${texts[notice]}</p>`;
}

function renderHow(view: AccountPageView, say: Messages): Html {
  const { number } = view;
  const { title, name, steps } = wordsOf(view, say);
  return html`${renderNumber({ number, title, name }, say)}
<section class="steps">
<h2>${say.howTo}</h2>
<ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>
</section>`;
}

/** By transfer, at a counter, or in the app of a wallet. */
function wordsOf({ channelType, channelName, bank = channelName, holder }: AccountPageView, say: Messages) {
  switch (channelType) {
    case 'bank_transfer':
      return {
        title: say.transferTo(bank),
        name: say.accountNumber,
        steps: say.transferSteps(channelName, bank, holder),
      };
    case 'otc':
      return {
        title: say.giveNumber(channelName),
        name: say.paymentNumber,
        steps: say.counterSteps(channelName, holder),
      };
    default:
      return { title: say.typeNumber(channelName), name: say.paymentNumber, steps: say.appSteps(channelName, holder) };
  }
}

function renderFacts(view: AccountPageView, say: Messages): Html {
  const { holder, bank, channelName, validUntil, reference } = view;
  const facts = [
    [say.recipient, holder],
    [say.bank, bank],
    [say.amount, boundsOf(view, say)],
    [say.validUntil, validUntil],
    [say.channel, channelName],
  ] as const;
  return html`<dl aria-label="${say.details}">
${facts.flatMap(([name, text]) => (text === undefined ? [] : [html`<div><dt>${name}</dt><dd>${text}</dd></div>`]))}
<div><dt>${say.reference}</dt><dd class="reference">${reference}</dd></div>
</dl>`;
}

function boundsOf({ minAmount, maxAmount }: AccountPageView, say: Messages): string | undefined {
  if (minAmount !== undefined && maxAmount !== undefined) {
    return minAmount === maxAmount ? minAmount : say.between(minAmount, maxAmount);
  }
  if (minAmount !== undefined) return say.atLeast(minAmount);
  return maxAmount === undefined ? undefined : say.atMost(maxAmount);
}

export interface ClosedNumber {
  readonly merchantName: string;
  /** Absent: every number of the order. */
  readonly channelName?: string | undefined;
  readonly reference: string;
  readonly isSandbox: boolean;
}

/** The number is not shown any more, so that nobody pays to it. */
export function renderClosedNumber(closed: ClosedNumber, title: string, say: Messages): Html {
  const { merchantName, channelName, reference, isSandbox } = closed;
  return html`<main id="payment" class="result closed">
${isSandbox && renderRibbon(say)}
${renderMark('clock')}
<h1 tabindex="-1"><span class="title">${title}</span></h1>
<p class="quiet centred">${say.numberClosedText(merchantName)}</p>
<dl aria-label="${say.details}">
${channelName !== undefined && html`<div><dt>${say.channel}</dt><dd>${channelName}</dd></div>`}
<div><dt>${say.reference}</dt><dd class="reference">${reference}</dd></div>
</dl>
</main>`;
}
