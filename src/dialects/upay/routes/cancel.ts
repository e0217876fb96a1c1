// 3.7 Cancel: POST /upay/v2/cancel. A client takes back what it could not learn the outcome of.
import { cancelOperation } from '../cancel-order.ts';

export const cancel = cancelOperation(
  '/upay/v2/cancel',
  'Takes an order back whose outcome the client could not learn.',
  false,
);
