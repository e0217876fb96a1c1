// A refund in the answers of version 2 (bluepay.md 3b.16).
import type { Refund } from '../../../core/refund/refund.ts';
import { countryOfCurrency } from '../countries.ts';
import { refundData } from '../../refunds.ts';
import type { Settings } from '../settings.ts';
import { plainTime, plainTimeOrNull } from './times.ts';

export function refundAnswer(told: Refund, settings: Settings) {
  const { currency, createdAt, finalAt } = told;
  return {
    ...refundData(told),
    refundCreateTime: plainTime(createdAt, settings),
    refundReturnTime: plainTimeOrNull(finalAt, settings),
    countryCode: countryOfCurrency(currency),
    currency,
  };
}
