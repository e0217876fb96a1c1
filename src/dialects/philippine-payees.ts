// The banks and e-wallets of the Philippines to which dialects pay out, by code, and how a code is looked up: in any case.

export const philippineBanks: ReadonlySet<string> = new Set(
  'BDO BPI MBTC LBP PNB RCBC SECB UBP CBC AUB EWB PSB UCPB DBP'.split(' '),
);
export const philippineWallets: ReadonlySet<string> = new Set('GCASH PAYMAYA GRABPAY COINS SHOPEEPAY'.split(' '));

/** The code in upper case, or undefined when it is not among those that are known. */
export function findPayeeCode(known: ReadonlySet<string>, code: string): string | undefined {
  const upper = code.toUpperCase();
  return known.has(upper) ? upper : undefined;
}
