// Where a payout goes: which fields each country and way of paying asks for, and what they come to (bluepay.md 3.2, 3b.13).
import type { Destination } from '../../core/payout/payout.ts';
import { type Outcome, type Reason, refuse } from '../../core/reasons.ts';
import { accept, type Refused } from '../../kernel/outcome.ts';
import { findPayeeCode } from '../philippine-payees.ts';
import { payeesOf } from './banks.ts';
import { type PayMethod, payoutChannelOf } from './channels.ts';
import type { Country } from './countries.ts';

/** What a request says of the payee; `payMethodCode`, `promptpayAccountType` and lengths are checked with its other fields. */
export interface PayeeFields {
  readonly payMethodCode: PayMethod;
  readonly accountNo: string;
  readonly transferCode?: string | undefined;
  readonly promptpayAccountType?: 'NATID' | 'MSISDN' | undefined;
  readonly accountName?: string | undefined;
  readonly accountType?: string | undefined;
  readonly accountTaxId?: string | undefined;
  readonly mobile?: string | undefined;
}

export interface PayoutTarget {
  readonly channel: string;
  readonly destination: Destination;
}

/** Refuses a way of paying that the country does not have, then a field that is missing or wrong, then an unknown bank or wallet. */
export function payoutTarget(country: Country, fields: PayeeFields): Outcome<PayoutTarget> {
  const { payMethodCode, accountNo, accountName = '' } = fields;
  const channel = payoutChannelOf(country, payMethodCode);
  if (channel === undefined) return refuse('pay_method_unknown', `${country} has no payMethodCode ${payMethodCode}`);
  if (payMethodCode === 'PROMPTPAY') {
    const kind = proxyKind(fields);
    return kind.ok
      ? accept({ channel, destination: { method: 'proxy', code: kind.value, accountNo, accountName } })
      : kind;
  }
  const missing = ['transferCode' as const, 'accountName' as const, ...askedBy(country, payMethodCode)].find(
    (name) => fields[name] === undefined,
  );
  if (missing) return malformed(`${missing} is required when payMethodCode is ${payMethodCode}`);
  const problem = problemOf(country, fields);
  if (problem !== undefined) return malformed(problem);
  const isBank = payMethodCode === 'BANK';
  const known = payeesOf[country];
  const code = findPayeeCode(isBank ? known.banks : known.wallets, fields.transferCode ?? '');
  if (code === undefined) return refuse(isBank ? 'bank_unknown' : 'wallet_unknown');
  return accept({ channel, destination: { method: isBank ? 'bank' : 'wallet', code, accountNo, accountName } });
}

/** Whether a code is a bank's or a wallet's of the country, whichever way is asked for. */
export function isPayee(country: Country, transferCode: string): boolean {
  const { banks, wallets } = payeesOf[country];
  return [banks, wallets].some((known) => findPayeeCode(known, transferCode) !== undefined);
}

/** A national id has thirteen digits; a phone number is written as at home or with the country's 66. */
function proxyKind({ promptpayAccountType, accountNo }: PayeeFields): Outcome<'NATID' | 'MSISDN'> {
  if (promptpayAccountType === undefined)
    return malformed('promptpayAccountType is required when payMethodCode is PROMPTPAY');
  if (promptpayAccountType === 'NATID' && !/^[0-9]{13}$/.test(accountNo))
    return malformed('accountNo must be 13 digits for NATID');
  if (promptpayAccountType === 'MSISDN' && !/^(?:0|66)[689][0-9]{8}$/.test(accountNo))
    return malformed('accountNo must be a mobile 06, 08 or 09 and 8 digits for MSISDN');
  return accept(promptpayAccountType);
}

/** Besides `transferCode` and `accountName`. */
function askedBy(country: Country, method: PayMethod): readonly ('accountType' | 'accountTaxId' | 'mobile')[] {
  if (country === 'TH' && method === 'BANK') return ['accountType', 'accountTaxId', 'mobile'];
  return country === 'MY' ? ['accountType'] : [];
}

/** The first thing wrong of what the country asks, in words. */
function problemOf(country: Country, fields: PayeeFields): string | undefined {
  const { payMethodCode, accountNo, accountName = '', accountType, mobile } = fields;
  switch (country) {
    case 'TH':
      if (payMethodCode !== 'BANK') return undefined;
      if (accountType !== 'INDIVIDUAL' && accountType !== 'ORGANIZATION')
        return 'accountType must be INDIVIDUAL or ORGANIZATION';
      return /^0[689][0-9]{8}$/.test(mobile ?? '') ? undefined : 'mobile must be 10 digits starting with 06, 08 or 09';
    case 'PH':
      if (payMethodCode === 'EWALLET' && !/^09[0-9]{9}$/.test(accountNo))
        return 'accountNo must be a mobile 09xxxxxxxxx for EWALLET';
      return /^[A-Za-z .'-]+$/.test(accountName) ? undefined : "accountName must be letters, spaces and ' . -";
    case 'MY':
      if (accountType !== 'MOBILE_NUMBER' && accountType !== 'BANK_ACCOUNT')
        return 'accountType must be MOBILE_NUMBER or BANK_ACCOUNT';
      return accountType === 'BANK_ACCOUNT' || /^01[0-9]{8,9}$/.test(accountNo)
        ? undefined
        : 'accountNo must be a mobile starting with 01 for MOBILE_NUMBER';
    case 'ID':
      return accountName.length >= 4 && accountName.length <= 100
        ? undefined
        : 'accountName must have 4 to 100 characters';
    case 'RU':
      return undefined;
  }
}

function malformed(detail: string): Refused<Reason> {
  return refuse('request_malformed', detail);
}
