// Money is a whole number of minor units (bigint) with its currency. No floating point comes near it.

export interface Currency {
  readonly code: string;
  /** How many decimals the currency has in the APIs that Polypay speaks (bluepay.md 2.8: IDR counts whole rupiah). */
  readonly decimals: number;
  readonly symbol: string;
  /** Minutes east of UTC of the country whose calendar days count for this currency. */
  readonly zoneMinutes: number;
}

const currencies: Readonly<Record<string, Currency>> = {
  PHP: { code: 'PHP', decimals: 2, symbol: '₱', zoneMinutes: 480 },
  THB: { code: 'THB', decimals: 2, symbol: '฿', zoneMinutes: 420 },
  MYR: { code: 'MYR', decimals: 2, symbol: 'RM', zoneMinutes: 480 },
  IDR: { code: 'IDR', decimals: 0, symbol: 'Rp', zoneMinutes: 420 },
  RUB: { code: 'RUB', decimals: 2, symbol: '₽', zoneMinutes: 180 },
  CNY: { code: 'CNY', decimals: 2, symbol: '¥', zoneMinutes: 480 },
};

export const currencyCodes = Object.keys(currencies);

/** The currency of that code, or undefined when Polypay does not know it. */
export function findCurrency(code: string): Currency | undefined {
  return Object.hasOwn(currencies, code) ? currencies[code] : undefined;
}

/** The currency of that code. Throws when it is unknown: a row that names one was never valid. */
export function currencyOf(code: string): Currency {
  const currency = findCurrency(code);
  if (!currency) throw new Error(`The currency ${code} is not known.`);
  return currency;
}

/** Main units with the currency's decimals, `500.10` for 50010 centavos. */
export function formatMainUnits(amountMinor: bigint, currency: string): string {
  const { decimals } = currencyOf(currency);
  const sign = amountMinor < 0n ? '-' : '';
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** For people: symbol, grouped digits, decimals: `₱5,000.10`. */
export function formatForPeople(amountMinor: bigint, currency: string): string {
  const [whole = '0', fraction] = formatMainUnits(amountMinor, currency).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return currencyOf(currency).symbol + (fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

/** Minor units of an amount written in main units, `500.1` or `500`; undefined when it is not one of that currency. */
export function parseMainUnits(text: string, currency: string): bigint | undefined {
  const { decimals } = currencyOf(currency);
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text.trim());
  const fraction = match?.[2] ?? '';
  if (!match || fraction.length > decimals) return undefined;
  return BigInt(`${match[1]}${fraction.padEnd(decimals, '0')}`);
}
