// What a payer sees or his wallet needs before he pays: codes to scan, parameters for the page or app of his wallet. Made locally.
import { accountNumberOf, standingNumberOf } from '../account-numbers.ts';
import { md5Hex, sha256Hex } from '../../../kernel/digest.ts';
import { duitNowPayload, promptPayPayload, qrisPayload, qrPhPayload, type ShopCode } from '../../../kernel/emvco.ts';
import type { SandboxConnector } from '../connector.ts';

/** Nothing is protected by it: wallets of the sandbox check no signature, programs only that one is there. */
const walletSecret = 'polypay-sandbox-wallet';

/** Throws for a country whose payers scan no codes of shops: the catalogue has no such channel there. */
export const presentCode: SandboxConnector['presentCode'] = (
  { code, country },
  { id, merchant, amountMinor, dynamic },
) => {
  const payload = payloads.get(country);
  if (!payload) throw new Error(`${code}: the sandbox has no codes for ${country}.`);
  return payload({
    dynamic,
    merchantId: withoutPrefix(merchant.id),
    merchantName: merchant.name,
    merchantCity: merchant.city,
    ...(amountMinor === null ? {} : { amountMinor }),
    categoryCode: '6016',
    reference: withoutPrefix(id),
  });
};

const payloads: ReadonlyMap<string, (code: ShopCode) => string> = new Map([
  ['PH', qrPhPayload],
  ['TH', billPayload],
  ['MY', duitNowPayload],
  ['ID', qrisPayload],
]);

/** Thai shops are paid as bills are: the last digits of the merchant's id are the biller's. */
function billPayload({ merchantId, reference, ...code }: ShopCode): string {
  return promptPayPayload({ ...code, billerId: merchantId.slice(-15), reference1: reference });
}

export const presentAccount: SandboxConnector['presentAccount'] = (_channel, { paymentId }) =>
  accountNumberOf(paymentId);

/** Billers collect for the merchant by name; the account at the bank is the platform's. */
export const issueAccount: SandboxConnector['issueAccount'] = ({ type }, { instrumentId, merchant }) =>
  type === 'bank_transfer'
    ? { number: standingNumberOf(instrumentId, 'bank'), holder: 'Polypay', bank: 'Sandbox Bank' }
    : { number: standingNumberOf(instrumentId, 'biller'), holder: merchant.name, bank: null };

/** The same for the same payment and second (upay.md 3.4). */
export const presentOrder: SandboxConnector['presentOrder'] = (_channel, { paymentId, surface, payerId, at }) => {
  const digest = sha256Hex(`${paymentId} ${surface} ${payerId}`);
  const parameters = {
    appid: surface === 'wallet_page' ? 'wxsandbox0000000' : 'wxsandbox0000001',
    noncestr: sha256Hex(`${digest} ${at}`).slice(0, 32),
    package: 'Sign=WXPay',
    prepayid: `wx${digest.slice(0, 34)}`,
    timestamp: String(Math.floor(at / 1000)),
  };
  // In the order of their names, as they stand above.
  const signed = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return { ...parameters, sign: md5Hex([...signed, `key=${walletSecret}`].join('&')).toUpperCase() };
};

/** A reference in a QR code keeps 25 characters: digits that tell every id apart, without the letters before them. */
function withoutPrefix(id: string): string {
  return id.replace(/^[A-Z]+/, '');
}
