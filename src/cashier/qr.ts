// Draws a QR code as an SVG picture that can stand inside a page.
import QRCode from 'qrcode';

/** The page names the picture in the payer's language, so the drawing itself is hidden from screen readers. */
export async function renderQrSvg(content: string): Promise<string> {
  // Four empty modules on each side are what ISO/IEC 18004 asks for; black on white, whatever the page's colours.
  const svg = await QRCode.toString(content, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  return svg.trim().replace('<svg ', '<svg aria-hidden="true" focusable="false" ');
}
