// The hosted page on which a user shows a merchant who he is, and sees whether he was believed.
import { type Html, html } from './html.ts';
import { type IdentityField, type IdentityForm, idTypes, oldestBirthDate } from './identity-form.ts';
import { type Messages, messages } from './messages.ts';
import { liveData, type OrderView, renderDetails, renderLanguages, renderMark } from './page-parts.ts';
import { pageScript } from './page-script.ts';
import { renderPage } from './page-shell.ts';
import { safeUrl } from './safe-url.ts';
import { renderRibbon } from './sandbox-panel.ts';

/** `lapsed`: nobody showed his papers in time. */
export type IdentityPageStatus = 'awaited' | 'passed' | 'rejected' | 'lapsed';

export interface IdentityPageView extends Omit<OrderView, 'amount' | 'expiresAt' | 'logo'> {
  readonly channelName: string;
  readonly status: IdentityPageStatus;
  /** Absent: the channel asks for his papers itself. */
  readonly sandbox?: IdentityQuestions | undefined;
}

export interface IdentityQuestions {
  /** POST targets: of the form, and of the button that plays a rejection. */
  readonly answerUrl: string;
  readonly rejectUrl: string;
  readonly typed: IdentityForm;
  readonly wrong: readonly IdentityField[];
  /** The latest birth date, `yyyy-MM-dd`. */
  readonly today: string;
}

const returnSeconds = 6;

export function renderIdentityPage(view: IdentityPageView): string {
  const say = messages[view.language];
  const { status, merchantName } = view;
  const backUrl = safeUrl(view.returnUrl);
  const isOver = status !== 'awaited';
  return renderPage({
    tag: say.tag,
    title: isOver ? `${titleOf(status, say)} · ${merchantName}` : say.identify(merchantName),
    nonce: view.nonce,
    refresh: isOver && backUrl !== undefined ? { seconds: returnSeconds, url: backUrl } : undefined,
    main: isOver ? renderResult({ ...view, status }, say, backUrl) : renderRequest(view, say, backUrl),
    languages: renderLanguages(view, say),
    script: pageScript,
  });
}

function renderRequest(view: IdentityPageView, say: Messages, backUrl: string | undefined): Html {
  const { merchantName, channelName, sandbox } = view;
  const order: OrderView = { ...view, amount: undefined, expiresAt: undefined };
  return html`<main id="payment" class="asking"${liveData(order, view.status, '', say)}>
${sandbox && renderRibbon(say)}
<h1 tabindex="-1"><span class="title">${say.identify(merchantName)}</span></h1>
<p class="centred">${say.identifyText(merchantName)}</p>
<p id="status" class="status" role="status" aria-live="polite"></p>
${sandbox ? renderQuestions(sandbox, say) : html`<p class="centred">${say.identifyIn(channelName)}</p>`}
${renderDetails(order, { counting: false }, say)}
${backUrl !== undefined && html`<a class="back" href="${backUrl}">${say.backTo(merchantName)}</a>`}
</main>`;
}

/** The server says what is wrong, in the user's language, with the browser's own checks off. */
function renderQuestions({ answerUrl, rejectUrl, typed, wrong, today }: IdentityQuestions, say: Messages): Html {
  const first = wrong[0];
  const hint = { fullName: say.fullNameHint, birthDate: undefined, idType: undefined, idNumber: say.idNumberHint };
  const complaint = {
    fullName: say.fullNameWrong,
    birthDate: say.birthDateWrong,
    idType: say.idTypeWrong,
    idNumber: say.idNumberWrong,
  };
  const around = (field: IdentityField, label: string, control: (attributes: Html) => Html) => {
    const isWrong = wrong.includes(field);
    const described = [hint[field] !== undefined && `${field}-hint`, isWrong && `${field}-wrong`].filter(Boolean);
    const attributes = html` id="${field}" name="${field}" required${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}${isWrong && html` aria-invalid="true"`}${field === first && html` autofocus`}`;
    return html`<div class="field">
<label for="${field}">${label}</label>
${hint[field] !== undefined && html`<p id="${field}-hint" class="quiet">${hint[field]}</p>`}
${isWrong && html`<p id="${field}-wrong" class="wrong">${complaint[field]}</p>`}
${control(attributes)}
</div>`;
  };
  return html`<div class="sandbox"><p>${say.sandboxPapers}</p></div>
${first !== undefined && html`<p class="notice" role="alert">${say.fieldsWrong}</p>`}
<form class="fields" method="post" action="${safeUrl(answerUrl)}" novalidate>
${around('fullName', say.fullName, (attributes) => html`<input${attributes} value="${typed.fullName}" maxlength="100" autocomplete="name">`)}
${around('birthDate', say.birthDate, (attributes) => html`<input${attributes} type="date" value="${typed.birthDate}" min="${oldestBirthDate}" max="${today}" autocomplete="bday">`)}
${around('idType', say.idType, (attributes) => html`<select${attributes}><option value="">${say.chooseOne}</option>${renderTypes(typed.idType, say)}</select>`)}
${around('idNumber', say.idNumber, (attributes) => html`<input${attributes} value="${typed.idNumber}" maxlength="40" autocomplete="off" autocapitalize="characters" spellcheck="false">`)}
<button class="button">${say.confirm}</button>
</form>
<form class="sandbox" method="post" action="${safeUrl(rejectUrl)}"><button class="button">${say.reject}</button></form>`;
}

function renderTypes(chosen: string, say: Messages): Html[] {
  const names = { PhilSys: say.philSys, Passport: say.passport, DriversLicense: say.driversLicense, UMID: say.umid };
  return idTypes.map(
    (type) => html`<option value="${type}"${type === chosen && html` selected`}>${names[type]}</option>`,
  );
}

type Ended = Exclude<IdentityPageStatus, 'awaited'>;

function titleOf(status: Ended, say: Messages): string {
  return status === 'passed' ? say.identified : say.notIdentified;
}

function renderResult(
  view: IdentityPageView & { readonly status: Ended },
  say: Messages,
  backUrl: string | undefined,
): Html {
  const { merchantName, status } = view;
  const text = { passed: say.identifiedText, rejected: say.rejectedText, lapsed: say.tooLateText }[status];
  const { name, mark } = markOf[status];
  const order: OrderView = { ...view, amount: undefined, expiresAt: undefined };
  return html`<main id="payment" class="result ${name}" data-status="${status}" data-return-ms="${backUrl === undefined ? undefined : returnSeconds * 1000}">
${view.sandbox && renderRibbon(say)}
${renderMark(mark)}
<h1 tabindex="-1"><span class="title">${titleOf(status, say)}</span></h1>
<p class="quiet centred">${text(merchantName)}</p>
${renderDetails(order, { counting: false }, say)}
${backUrl !== undefined && html`<a id="back" class="button" href="${backUrl}">${say.backTo(merchantName)}</a>`}
${backUrl !== undefined && html`<p class="quiet centred" role="status">${say.returning(merchantName)}</p>`}
</main>`;
}

/** The names are those of the style. */
const markOf = {
  passed: { name: 'completed', mark: 'check' },
  rejected: { name: 'failed', mark: 'cross' },
  lapsed: { name: 'closed', mark: 'clock' },
} as const satisfies Record<Ended, object>;
