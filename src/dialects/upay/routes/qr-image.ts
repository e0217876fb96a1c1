// 3.11 QR image: GET /upay/qrcode?content=<text>. Draws a text as a QR code; nothing else comes of it.
import QRCode from 'qrcode';
import { readQueryPairs } from '../../query.ts';

/** Four times what the gateway itself puts into a code (upay.md 7, Q25), and little enough to be drawn in milliseconds. */
export const longestContentBytes = 512;

/** A PNG, or a sentence that says what is wrong with the query. */
export async function drawQrImage(query: string): Promise<Buffer | string> {
  const pairs = readQueryPairs(query);
  if (typeof pairs === 'string') return pairs;
  const content = pairs.get('content') ?? '';
  const length = Buffer.byteLength(content);
  if (length === 0 || length > longestContentBytes) {
    return `content must be a text of 1 to ${longestContentBytes} bytes.`;
  }
  return await QRCode.toBuffer(content, { type: 'png', errorCorrectionLevel: 'M', margin: 4, scale: 8 });
}
