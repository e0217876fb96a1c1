// 3.8 Revoke: POST /upay/v2/revoke. A cashier takes back a paid order on its own day.
import { cancelOperation } from '../cancel-order.ts';

export const revoke = cancelOperation(
  '/upay/v2/revoke',
  'Takes a paid order back on its own day, as a cashier decides.',
  true,
);
