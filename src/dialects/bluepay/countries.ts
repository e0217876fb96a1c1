// The countries of the API, and the currency that each of them has (bluepay.md 5.1).

const currencies = { TH: 'THB', PH: 'PHP', MY: 'MYR', ID: 'IDR', RU: 'RUB' } as const;

export type Country = keyof typeof currencies;
export type CountryCurrency = (typeof currencies)[Country];

export const countries = Object.keys(currencies) as readonly Country[];

/** The one country of v1, in which requests name none (6.6). */
export const homeCountry: Country = 'TH';

export function isCountry(code: string): code is Country {
  return Object.hasOwn(currencies, code);
}

export function currencyOfCountry(country: Country): CountryCurrency {
  return currencies[country];
}

/** The country that a currency belongs to. Throws where the API has none: then no channel of it was ever asked. */
export function countryOfCurrency(currency: string): Country {
  const country = countries.find((candidate) => currencies[candidate] === currency);
  if (!country) throw new Error(`BluePay has no country with ${currency}.`);
  return country;
}
