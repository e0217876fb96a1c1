// Draws the page of a payment, an instrument or a checkout as it stands, in the payer's language.
import type { FastifyRequest } from 'fastify';
import type { Merchant } from '../core/merchant/merchant.ts';
import { formatForPeople } from '../kernel/money.ts';
import { channelNameOf } from './channel-names.ts';
import { renderCheckoutPage } from './checkout-page.ts';
import type { CashierDeps } from './deps.ts';
import { isLanguage, type Language, pickLanguage } from './messages.ts';
import type { OrderView } from './page-parts.ts';
import type { PageSubject } from './page-subject.ts';
import { type PaymentAccount, renderPaymentPage } from './payment-page.ts';
import { renderQrSvg } from './qr.ts';
import { type Picture, safePicture } from './safe-url.ts';
import { canPayHere } from './wallet-browser.ts';
import { accountOf, waysOf } from './ways.ts';

export type PageRequest = FastifyRequest<{ Params: { token: string } }>;

export interface DrawnPage {
  readonly markup: string;
  /** What the page's policy must allow. */
  readonly picture: Picture | undefined;
}

export async function drawPage(
  deps: CashierDeps,
  request: PageRequest,
  subject: PageSubject,
  nonce: string,
): Promise<DrawnPage> {
  const { directory, clock, payer } = deps;
  const { token } = request.params;
  const { checkout, status } = subject;
  const merchant = await directory.findMerchant(subject.merchantId);
  const asked = textOf(request, 'lang');
  const language = languageOf(request, subject);
  const at = addressesOf(token, isLanguage(asked) ? asked : undefined);
  const picture = safePicture(checkout?.logoUrl ?? null);
  const view: OrderView = {
    language,
    nonce,
    merchantName: merchant?.name ?? '',
    logo: picture,
    amount: subject.amountMinor === null ? undefined : formatForPeople(subject.amountMinor, subject.currency),
    reference: subject.id,
    expiresAt: subject.expiresAt ?? undefined,
    now: clock.now(),
    statusUrl: at.path('/status'),
    eventsUrl: at.path('/events'),
    pageUrl: at.page(),
    returnUrl: (await returnUrlOf(deps, subject)) && at.path('/return'),
    languageUrl: checkout && ((other) => addressesOf(token, other).page()),
  };
  if (status === 'choosing' || (checkout && status === 'pending' && textOf(request, 'change') !== undefined)) {
    return { picture, markup: await drawChoice(deps, request, subject, view, at) };
  }
  const markup = renderPaymentPage({
    ...view,
    channelName:
      subject.channel === null
        ? undefined
        : channelNameOf(subject.channel, directory.channel(subject.channel), language),
    status,
    state: subject.state,
    ...(await meansOf(deps, request, subject, merchant)),
    changeUrl: checkout && at.page('change=1'),
    sandbox: payer && { payUrl: at.path('/pay'), declineUrl: at.path('/decline') },
  });
  return { picture, markup };
}

export function languageOf(request: FastifyRequest, subject?: PageSubject): Language {
  const asked = textOf(request, 'lang');
  if (isLanguage(asked)) return asked;
  const ofMerchant = subject?.checkout?.language;
  return isLanguage(ofMerchant) ? ofMerchant : pickLanguage(request.headers['accept-language']);
}

/** Addresses of this page; the language goes with them once the payer has chosen one. */
export function addressesOf(token: string, language: Language | undefined, root = 'pay') {
  const address = (path: string, ...query: (string | undefined)[]) => {
    const parts = [...query, language && `lang=${language}`].filter((part) => part !== undefined);
    return `/${root}/${token}${path}${parts.length === 0 ? '' : `?${parts.join('&')}`}`;
  };
  return {
    page: (query?: string) => address('', query),
    path: (path: string) => address(path),
  };
}

export async function returnUrlOf({ directory, dialects }: CashierDeps, { appId, payment, checkout }: PageSubject) {
  if (checkout) return checkout.returnUrl ?? undefined;
  const app = await directory.findApp(appId);
  const dialect = dialects.find((candidate) => app && candidate.names.includes(app.dialect));
  return payment && (await dialect?.returnUrl(payment));
}

/** A parameter of the query; undefined where it is absent or stands there twice. */
export function textOf(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}

async function drawChoice(
  deps: CashierDeps,
  request: PageRequest,
  { checkout, payment, status, state, channel }: PageSubject,
  view: OrderView,
  at: ReturnType<typeof addressesOf>,
): Promise<string> {
  if (!checkout) throw new Error('Only of a checkout a channel is chosen.');
  const merchant = await deps.directory.findMerchant(checkout.merchantId);
  const isRefused = textOf(request, 'refused') !== undefined;
  const failed = status === 'choosing' && payment?.status === 'failed' ? 'failed' : undefined;
  return renderCheckoutPage({
    ...view,
    reference: checkout.id,
    expiresAt: checkout.expiresAt,
    ways: waysOf(deps, checkout, merchant?.limits ?? {}, view.language),
    chosen: channel ?? undefined,
    notice: isRefused ? 'unavailable' : failed,
    state,
    chooseUrl: at.path('/channel'),
    sandbox: deps.payer !== undefined,
  });
}

/** The code to scan, or the number to pay by. */
async function meansOf(
  deps: CashierDeps,
  request: PageRequest,
  subject: PageSubject,
  merchant: Merchant | undefined,
): Promise<{ account?: PaymentAccount | undefined; qrSvg?: string | undefined }> {
  const { payment, status } = subject;
  if (status !== 'pending') return {};
  const account = payment && merchant && accountOf(deps, payment, merchant);
  if (account !== undefined) return { account };
  const toScan = whatToScan(deps, request, subject);
  return toScan === undefined ? {} : { qrSvg: await renderQrSvg(toScan) };
}

/**
 * The code to pay by; and for an order that a payment app's own browser pays, where another one has opened it, this page's
 * address, for the app to open (upay.md 3.10). The sandbox's page needs no app.
 */
function whatToScan({ baseUrl, payer }: CashierDeps, request: PageRequest, subject: PageSubject): string | undefined {
  const { presentation, payment } = subject;
  if (presentation !== undefined) return presentation;
  if (payer || payment?.entry !== 'order' || canPayHere(request.headers['user-agent'])) return undefined;
  return `${baseUrl()}/pay/${request.params.token}`;
}
