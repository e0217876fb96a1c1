// The cashier's operations (bluepay.md 3b.3 to 3b.6). The documentation leaves the paths of query and close open.
import type { Operation } from '../operation.ts';
import { listCashierChannels } from './cashier-channels.ts';
import { closeCashierOrder } from './cashier-close.ts';
import { createCashierOrder } from './cashier-create.ts';
import { checkCashierOrder } from './cashier-query.ts';

export const cashierOperations: readonly Operation[] = [
  createCashierOrder,
  checkCashierOrder,
  listCashierChannels,
  closeCashierOrder,
];
