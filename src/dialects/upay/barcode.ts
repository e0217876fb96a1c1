// Whose code a payer shows: its first digits and its length say so (upay.md 3.3).

/** Codes of Alipay have 16 to 24 digits; all others have one length each. JD's codes that begin with 62 go to UnionPay. */
const shapes: readonly { readonly shape: RegExp; readonly payway: string }[] = [
  { shape: /^1[0-5][0-9]{16}$/, payway: '3' },
  { shape: /^(?:2[5-9]|30)[0-9]{14,22}$/, payway: '1' },
  { shape: /^62[0-9]{17}$/, payway: '17' },
  { shape: /^18[0-9]{16}$/, payway: '5' },
  { shape: /^51[0-9]{16}$/, payway: '18' },
  { shape: /^91[0-9]{16}$/, payway: '6' },
];

/** The number of the provider; undefined for a code of none that is known. */
export function paywayOfBarcode(barcode: string): string | undefined {
  return shapes.find(({ shape }) => shape.test(barcode))?.payway;
}
