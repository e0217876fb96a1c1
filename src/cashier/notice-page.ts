// A hosted page that only says something: not found, gone, or out of order.
import { html } from './html.ts';
import { type Language, messages } from './messages.ts';
import { renderPage } from './page-shell.ts';

export interface NoticePageView {
  language: Language;
  nonce: string;
  title: string;
  text: string;
}

export function renderNoticePage({ language, nonce, title, text }: NoticePageView): string {
  const main = html`<main class="result">
<h1><span class="title">${title}</span></h1>
<p class="quiet centred">${text}</p>
</main>`;
  return renderPage({ tag: messages[language].tag, title, nonce, main });
}
