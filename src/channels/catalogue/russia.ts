// The Russian channel of BluePay, which only collects there (bluepay.md 5.1; 7, row 26); amounts are kopecks.
import type { Channel } from '../../core/channel/channel.ts';
import { means } from './means.ts';

export const russian: readonly Channel[] = [
  {
    ...means.onlineBanking,
    code: 'RU_SBP_URL',
    name: 'СБП',
    dialects: ['bluepay-v2'],
    currency: 'RUB',
    country: 'RU',
    enabled: true,
    minAmount: 100n,
    maxAmount: 100_000_000n,
    connector: 'sandbox',
  },
];
