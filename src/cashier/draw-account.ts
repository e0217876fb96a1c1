// Draws the pages of an account as it stands, and of all accounts of its order, in the payer's language.
import type { Instrument } from '../core/instrument/instrument.ts';
import { cellOfId, prefixOfId } from '../kernel/id.ts';
import { formatForPeople, formatMainUnits } from '../kernel/money.ts';
import { type AccountNotice, type AccountStatus, renderAccountPage } from './account-page.ts';
import { renderAccountsPage } from './accounts-page.ts';
import { channelNameOf } from './channel-names.ts';
import { lastMomentBefore } from './dates.ts';
import type { CashierDeps } from './deps.ts';
import { languageOf, type PageRequest, textOf } from './draw-page.ts';
import { isLanguage, messages } from './messages.ts';

/** More channels than that have no accounts. */
const mostAccounts = 100;

export async function drawAccount(
  deps: CashierDeps,
  request: PageRequest,
  account: Instrument,
  nonce: string,
): Promise<string> {
  const { directory, payer } = deps;
  const { channel: code, currency, details, minAmountMinor, maxAmountMinor, expiresAt } = account;
  const at = accountAddresses(request);
  const seen = await viewOf(deps, request, account, nonce);
  const channel = directory.channel(code);
  const forPeople = (amountMinor: bigint | null) =>
    amountMinor === null ? undefined : formatForPeople(amountMinor, currency);
  const asked = askedAmount(request);
  return renderAccountPage({
    ...seen,
    channelName: channelNameOf(code, channel, seen.language),
    channelType: channel?.type ?? 'ewallet',
    number: account.presentation,
    holder: textIn(details['holder']) ?? seen.merchantName,
    bank: textIn(details['bank']),
    minAmount: forPeople(minAmountMinor),
    maxAmount: forPeople(maxAmountMinor),
    validUntil: expiresAt === null ? undefined : lastMomentBefore(expiresAt, currency, messages[seen.language].tag),
    status: statusOf(deps, account),
    notice: payer && noticeOf(request),
    othersUrl: (await hasOthers(deps, account)) ? at.all() : undefined,
    languageUrl: (language) => accountAddresses(request, language).guide(),
    sandbox: payer && {
      payUrl: at.pay(),
      amount: asked === undefined ? undefined : formatMainUnits(asked, currency),
    },
  });
}

export async function drawAccounts(
  deps: CashierDeps,
  request: PageRequest,
  account: Instrument,
  nonce: string,
): Promise<string> {
  const { directory, tokens, payer } = deps;
  const at = accountAddresses(request);
  const seen = await viewOf(deps, request, account, nonce);
  const open = await openLike(deps, account);
  return renderAccountsPage({
    ...seen,
    accounts: open
      .filter((one) => statusOf(deps, one) === 'payable')
      .map(({ id, channel: code, presentation: number }) => {
        const channel = directory.channel(code);
        const name = channelNameOf(code, channel, seen.language);
        return { name, type: channel?.type ?? 'ewallet', number, url: at.guideOf(tokens.tokenFor(id)) };
      }),
    isOpen: open.length > 0,
    languageUrl: (language) => accountAddresses(request, language).all(),
    sandbox: payer !== undefined,
  });
}

/** What both pages say. */
async function viewOf(
  { directory }: CashierDeps,
  request: PageRequest,
  { merchantId, reference, currency }: Instrument,
  nonce: string,
) {
  const amountMinor = askedAmount(request);
  return {
    language: languageOf(request),
    nonce,
    merchantName: (await directory.findMerchant(merchantId))?.name ?? '',
    amount: amountMinor === undefined ? undefined : formatForPeople(amountMinor, currency),
    // The merchant knows whom it bills by its own number.
    reference,
  };
}

/** The addresses of the pages; the language that the payer chose and the amount that the merchant's link names go with them. */
export function accountAddresses(request: PageRequest, language = textOf(request, 'lang')) {
  const amount = askedAmount(request);
  const address = (token: string, path: string, result: Readonly<Record<string, string>> = {}) => {
    const query = new URLSearchParams(result);
    if (amount !== undefined) query.set('amount', `${amount}`);
    if (isLanguage(language)) query.set('lang', language);
    return `/pay/${token}${path}${query.size === 0 ? '' : `?${query.toString()}`}`;
  };
  const { token } = request.params;
  return {
    guide: (result?: AccountNotice) => address(token, '', result && queryOf(result)),
    guideOf: (other: string) => address(other, ''),
    all: () => address(token, '/all'),
    pay: () => address(token, '/pay'),
  };
}

function queryOf(result: AccountNotice): Readonly<Record<string, string>> {
  return result === 'paid' ? { paid: '1' } : { refused: result };
}

function noticeOf(request: PageRequest): AccountNotice | undefined {
  if (textOf(request, 'paid') !== undefined) return 'paid';
  const refused = textOf(request, 'refused');
  return refused === 'amount' || refused === 'declined' || refused === 'failed' ? refused : undefined;
}

/** What the link's maker asks for, in minor units: to be shown only, for the payer enters what he pays. Anything odd is ignored. */
function askedAmount(request: PageRequest): bigint | undefined {
  const text = textOf(request, 'amount');
  return text !== undefined && /^[1-9][0-9]{0,11}$/.test(text) ? BigInt(text) : undefined;
}

async function hasOthers(deps: CashierDeps, account: Instrument): Promise<boolean> {
  const open = await openLike(deps, account);
  return open.some((other) => other.id !== account.id && statusOf(deps, other) === 'payable');
}

/** Every account that the order of this one has of the same product, bills or transfer, as long as it is open. */
async function openLike(deps: CashierDeps, { id, referenceScope, reference, channel }: Instrument) {
  const { engine, directory } = deps;
  const isTransfer = (code: string) => directory.channel(code)?.type === 'bank_transfer';
  const all = await engine.store(cellOfId(id) ?? 0).listInstruments(referenceScope, reference, mostAccounts);
  return all
    .filter((other) => prefixOfId(other.id) === 'VA' && isTransfer(other.channel) === isTransfer(channel))
    .filter((other) => statusOf(deps, other) === 'payable' || statusOf(deps, other) === 'off');
}

/** One whose time is up is expired, whether or not that was written down yet. */
function statusOf({ directory, clock }: CashierDeps, { status, expiresAt, channel }: Instrument): AccountStatus {
  if (status === 'expired') return 'expired';
  if (status !== 'active') return 'closed';
  if (expiresAt !== null && expiresAt <= clock.now()) return 'expired';
  return directory.channel(channel)?.enabled ? 'payable' : 'off';
}

function textIn(detail: unknown): string | undefined {
  return typeof detail === 'string' && detail !== '' ? detail : undefined;
}
