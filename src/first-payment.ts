// The first payment of somebody who tries the sandbox: commands that can be pasted as they are, the request signed already.
import { md5Hex } from './kernel/digest.ts';
import { readJsonObject } from './kernel/json-text.ts';
import { readPrivateKey, signSha256Rsa } from './kernel/rsa.ts';
import type { Demo } from './demo.ts';
import { requestText } from './dialects/paycools/signature.ts';

/**
 * Three commands as a PayCools merchant: create a web payment, pay it, see the notification. And two as an Upay terminal: charge a
 * payer's code, see the callback. Each call is given another order id, which ends in digits.
 */
export async function firstPayment({ baseUrl, paycools, upay }: Demo, orderId: string): Promise<string> {
  const body = await signed(
    {
      appId: paycools.appId,
      appName: 'Demo Store',
      mchOrderId: orderId,
      amount: 50_010,
      channelCode: 'GCASH_URL',
      customerName: 'Juan Dela Cruz',
      email: 'juan@example.com',
      mobile: '09171234567',
      callbackUrl: `${baseUrl}/sandbox/inbox/demo`,
      redirectUrl: `${baseUrl}/healthz`,
    },
    paycools.merchantPrivateKey,
  );
  return `  # 1. A payment of PHP 500.10, as a PayCools merchant asks for it. "redirectUrl" is the page for the payer.
  PAYMENT=$(curl -s ${baseUrl}/api/v1/payment -H 'content-type: application/json' -d '${body}'); echo "$PAYMENT"

  # 2. The payer pays.
  curl -s ${baseUrl}/sandbox/act -d "{\\"reference\\":\\"$(echo "$PAYMENT" | sed 's/.*"transactionId":"\\([^"]*\\)".*/\\1/')\\",\\"outcome\\":\\"paid\\"}"; echo

  # 3. The signed notification, as the merchant's server got it a moment later.
  sleep 1; curl -s ${baseUrl}/sandbox/inbox/demo; echo

  # 4. Or as an Upay terminal: it has scanned the WeChat code of a payer, and is answered when the CNY 12.50 are there.
  ${barcodePayment(baseUrl, upay, orderId)}

  # 5. Its signed callback comes a second after.
  sleep 2; curl -s ${baseUrl}/sandbox/inbox/demo; echo

  # All calls of these APIs and of BluePay's, field by field: ${baseUrl}/docs
`;
}

/** Signed over the very bytes that are sent (upay.md 2.2). */
function barcodePayment(baseUrl: string, { terminalSn, terminalKey }: Demo['upay'], orderId: string): string {
  const body = JSON.stringify({
    terminal_sn: terminalSn,
    client_sn: orderId,
    total_amount: '1250',
    dynamic_id: payerCode(orderId),
    subject: 'coffee',
    operator: 'op1',
  });
  const sign = `${terminalSn} ${md5Hex(body + terminalKey)}`;
  return `curl -s ${baseUrl}/upay/v2/pay -H 'content-type: application/json' -H 'Authorization: ${sign}' -d '${body}'; echo`;
}

/** A code of WeChat's form. It pays once, so each order needs another. */
function payerCode(orderId: string): string {
  return `13${orderId.replace(/\D/g, '').slice(-16).padStart(16, '0')}`;
}

async function signed(fields: Readonly<Record<string, string | number>>, privateKeyPem: string): Promise<string> {
  const key = readPrivateKey(privateKeyPem);
  const read = readJsonObject(JSON.stringify(fields), { maxDepth: 1 });
  if (!key || !read.ok)
    throw new Error('demo.json holds no private key; remove it, and the next start makes a new one.');
  const sign = await signSha256Rsa(key, requestText(read.members()));
  return JSON.stringify({ ...fields, sign });
}
