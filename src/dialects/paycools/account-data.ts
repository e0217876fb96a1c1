// Accounts as bills payment and bank transfers answer them, and the links to their pages (paycools.md 3.3, 3.5).
import { Type } from 'typebox';
import type { Instrument } from '../../core/instrument/instrument.ts';
import { exactly } from '../answer-types.ts';
import { channelCode, mchOrderId } from './answers.ts';
import type { PaycoolsDeps } from './deps.ts';

type Links = Pick<PaycoolsDeps, 'tokens' | 'baseUrl'>;

/** How a payer pays by the channel of this account: at most 200 characters while the gateway's own address has at most 146. */
function guideUrlOf({ id }: Pick<Instrument, 'id'>, { tokens, baseUrl }: Links): string {
  return `${baseUrl()}/pay/${tokens.tokenFor(id)}`;
}

/**
 * The page over all channels of the order that this account belongs to: at most 100 characters while the gateway's own address has at most
 * 42, or 21 with an amount of twelve digits. A longer address makes longer links: a link that was cut would lead nowhere.
 */
export function shortLinkOf(account: Pick<Instrument, 'id'>, links: Links, amount?: number): string {
  return `${guideUrlOf(account, links)}/all${amount === undefined ? '' : `?amount=${amount}`}`;
}

export function billsAccountData(account: Instrument, links: Links) {
  return { ...billsMembers(account), guideUrl: guideUrlOf(account, links) };
}

/** Of 4.2 and 4.3: at least one account, in the order of the request. */
export function billsAccountsData(accounts: readonly Instrument[], links: Links) {
  const paymentVaList = accounts.map((account) => billsAccountData(account, links));
  return { ...linkOver(accounts, links), paymentVaList };
}

/** Of 4.7: what was cancelled now or closed before. */
export function cancelledAccountsData(accounts: readonly Instrument[]) {
  return { paymentVaList: accounts.map((account) => ({ ...billsMembers(account), status: 'INACTIVE' })) };
}

/** Of 6.1 and 6.2. */
export function transferAccountsData(accounts: readonly Instrument[], links: Links) {
  const paymentAccountList = accounts.map((account) => ({
    mchOrderId: account.reference,
    channelCode: account.channel,
    guideUrl: guideUrlOf(account, links),
    receivingBank: account.details['bank'],
    accountName: account.details['holder'],
    accountNumber: account.presentation,
  }));
  return { ...linkOver(accounts, links), paymentAccountList };
}

function billsMembers({ reference, channel, presentation, details }: Instrument) {
  return {
    mchOrderId: reference,
    channelCode: channel,
    referenceNumber: presentation,
    biller: details['holder'],
  };
}

/** Any of them leads to the page over all. */
function linkOver([first]: readonly Instrument[], links: Links): { readonly shortLink: string } | undefined {
  return first && { shortLink: shortLinkOf(first, links) };
}

const billsWords = {
  mchOrderId,
  channelCode,
  referenceNumber: Type.String({ description: 'What the payer types at the channel.' }),
  biller: Type.String({ description: 'Whom he pays, as he reads it there.' }),
};
const guideUrl = Type.String({ description: 'The page that tells a payer how to pay by this channel.' });
const shortLink = Type.String({ description: 'The page over all channels of the order.' });

export const billsAccountAnswer = exactly({ ...billsWords, guideUrl });
export const billsAccountsAnswer = exactly({ shortLink, paymentVaList: Type.Array(billsAccountAnswer) });
export const cancelledAccountsAnswer = exactly({
  paymentVaList: Type.Array(exactly({ ...billsWords, status: Type.Literal('INACTIVE') })),
});
export const accountsLinkAnswer = exactly({ mchOrderId, shortLink });
export const transferAccountsAnswer = exactly({
  shortLink,
  paymentAccountList: Type.Array(
    exactly({
      mchOrderId,
      channelCode,
      guideUrl,
      receivingBank: Type.String(),
      accountName: Type.String({ description: 'The holder, as a bank shows it to the payer.' }),
      accountNumber: Type.String(),
    }),
  ),
});
