// The hosted page over all accounts of one order of a merchant's: every number under which it can be paid, by channel.
import type { ChannelType } from '../core/channel/channel.ts';
import { renderClosedNumber } from './account-page.ts';
import { typeNameOf } from './channel-names.ts';
import { type Html, html } from './html.ts';
import { type Messages, messages } from './messages.ts';
import { classNames, type OrderView, renderGroups, renderLanguages, sizeOf } from './page-parts.ts';
import { renderPage } from './page-shell.ts';
import { safeUrl } from './safe-url.ts';
import { renderRibbon } from './sandbox-panel.ts';

export interface AccountLink {
  readonly name: string;
  readonly type: ChannelType;
  readonly number: string;
  /** Its guide page. */
  readonly url: string;
}

export interface AccountsPageView
  extends Pick<OrderView, 'language' | 'nonce' | 'merchantName' | 'amount' | 'reference' | 'languageUrl'> {
  /** Those that can be paid now. */
  readonly accounts: readonly AccountLink[];
  /** Whether any is left, even if its channel cannot be used right now. */
  readonly isOpen: boolean;
  readonly sandbox: boolean;
}

export function renderAccountsPage(view: AccountsPageView): string {
  const say = messages[view.language];
  const title = view.isOpen ? say.payTo(view.merchantName) : say.numberClosed;
  return renderPage({
    tag: say.tag,
    title: [title, view.isOpen ? view.amount : view.merchantName].filter(Boolean).join(' · '),
    nonce: view.nonce,
    main: view.isOpen
      ? renderList(view, title, say)
      : renderClosedNumber({ ...view, isSandbox: view.sandbox }, title, say),
    footer: view.accounts.length > 0 ? say.advice : undefined,
    languages: renderLanguages(view, say),
  });
}

/** In the order in which they are shown. */
const types = ['ewallet', 'otc', 'bank_transfer'] as const satisfies ChannelType[];

function renderList(view: AccountsPageView, title: string, say: Messages): Html {
  const { accounts, amount, merchantName, reference } = view;
  const groups = types.map((type) => ({ type, members: accounts.filter((account) => account.type === type) }));
  return html`<main class="${classNames(amount === undefined && 'asking', sizeOf(view))}">
${view.sandbox && renderRibbon(say)}
<h1><span class="title">${title}</span>${amount !== undefined && html` <span class="amount">${amount}</span>`}</h1>
${accounts.length === 0 ? html`<p class="centred">${say.noWays(merchantName)}</p>` : html`<h2>${say.choose}</h2>`}
${groups.filter(({ members }) => members.length > 0).map(({ type, members }) => renderGroup(typeNameOf(type, say), members))}
<dl aria-label="${say.details}"><div><dt>${say.reference}</dt><dd class="reference">${reference}</dd></div></dl>
</main>`;
}

function renderGroup(name: string, members: readonly AccountLink[]): Html {
  const links = members.map(
    (account) =>
      html`<li><a class="way" href="${safeUrl(account.url)}"><span>${account.name} ${renderGroups(account.number)}</span></a></li>`,
  );
  return html`<section class="ways"><h3>${name}</h3><ul>${links}</ul></section>`;
}
