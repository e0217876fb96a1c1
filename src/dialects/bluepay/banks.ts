// The banks and wallets to which each country pays out, as data (bluepay.md 5.3; 7, row 18). Only RHBB and 1123 were ever published: the
// others are the short names that these countries commonly use.
import { philippineBanks, philippineWallets } from '../philippine-payees.ts';
import type { Country } from './countries.ts';

/** By `transferCode`. */
export interface Payees {
  readonly banks: ReadonlySet<string>;
  readonly wallets: ReadonlySet<string>;
}

export const payeesOf: Readonly<Record<Country, Payees>> = {
  TH: {
    banks: listed('BBL KBANK KTB TTB SCB BAY GSB BAAC GHB CIMB UOB KKP LHBANK TISCO CITI ICBC TCRB ISBT'),
    wallets: listed('TRUEMONEY SHOPEEPAY'),
  },
  PH: { banks: philippineBanks, wallets: philippineWallets },
  MY: {
    banks: listed('RHBB MBBE CIBB PBBE HLBB ARBK UOVB OCBC HBMB SCBL BIMB BKRM BSNA PHBM MFBB BMMB AGOB KFHO CITI'),
    wallets: listed(''),
  },
  ID: {
    banks: listed('1123 BCA BNI BRI MANDIRI CIMB PERMATA DANAMON BSI BTN MEGA PANIN MAYBANK OCBC BTPN JAGO'),
    wallets: listed('OVO DANA GOPAY LINKAJA SHOPEEPAY'),
  },
  RU: { banks: listed(''), wallets: listed('') },
};

function listed(codes: string): ReadonlySet<string> {
  return new Set(codes.split(' ').filter((code) => code !== ''));
}
