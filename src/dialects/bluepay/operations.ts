// Every operation that BluePay's API has here, in both versions. The documentation leaves some paths open (bluepay.md 7, rows 16 and 17):
// they are stated once, beside their operation.
import { applyToken } from './apply-token.ts';
import { cancelToken } from './cancel-token.ts';
import { listTokens } from './list-tokens.ts';
import type { Operation } from './operation.ts';
import { downloadReport } from './report-download.ts';
import { operationsV1 } from './v1/operations.ts';
import { cashierOperations } from './v2/cashier-operations.ts';
import { operationsV2 } from './v2/operations.ts';

export const operations: readonly Operation[] = [
  ...operationsV1,
  ...operationsV2,
  ...cashierOperations,
  applyToken,
  listTokens,
  cancelToken,
  downloadReport,
];

/** Below it, whatever is asked belongs to this dialect. */
export const pathPrefix = '/open-api/';

/** The versions share paths, so that one leads to an operation for each, or to one for both. */
export function byPath(offered: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  return Map.groupBy(offered, ({ path }) => path);
}
