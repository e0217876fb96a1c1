// What a payer sees or his wallet needs before he pays: codes to scan, parameters for the page or app of his wallet. Made locally.
import { md5Hex, sha256Hex } from '../../../kernel/digest.ts';
import { qrPhPayload } from '../../../kernel/emvco.ts';
import type { SandboxConnector } from '../connector.ts';

/** Nothing is protected by it: wallets of the sandbox check no signature, programs only that one is there. */
const walletSecret = 'polypay-sandbox-wallet';

export const presentCode: SandboxConnector['presentCode'] = (_channel, { id, merchant, amountMinor, dynamic }) =>
  qrPhPayload({
    dynamic,
    merchantId: withoutPrefix(merchant.id),
    merchantName: merchant.name,
    merchantCity: merchant.city,
    ...(amountMinor === null ? {} : { amountMinor }),
    categoryCode: '6016',
    reference: withoutPrefix(id),
  });

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
