// Every operation of version 2 but the cashier's (bluepay.md 3b). Paths that the documentation leaves open are stated beside their
// operation.
import type { Operation } from '../operation.ts';
import { checkBalance } from './check-balance.ts';
import { checkCollection } from './check-collection.ts';
import { checkPayout } from './check-payout.ts';
import { closeCollection } from './close-collection.ts';
import { createCollection } from './create-collection.ts';
import { createPayout } from './create-payout.ts';
import { createRefund, createRefundAlias } from './create-refund.ts';
import { listRefunds } from './list-refunds.ts';
import { splitOperations } from './split-operations.ts';
import { voidCollection } from './void-collection.ts';

export const operationsV2: readonly Operation[] = [
  checkBalance,
  createCollection,
  checkCollection,
  closeCollection,
  voidCollection,
  createPayout,
  checkPayout,
  createRefund,
  createRefundAlias,
  listRefunds,
  ...splitOperations,
];
