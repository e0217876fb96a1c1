// Everything that can happen in a world, and how often it does.
import * as bank from './bank-actions.ts';
import * as gateway from './gateway-actions.ts';
import * as hold from './hold-actions.ts';
import * as merchant from './merchant-actions.ts';
import * as payer from './payer-actions.ts';
import * as share from './split-actions.ts';
import type { Process, World } from './world.ts';

export interface Action {
  readonly weight: number;
  /** Chooses from the rows of the round's beginning, then asks that process. */
  readonly run: (world: World, process: Process) => Promise<void>;
}

export const actions: readonly Action[] = [
  { weight: 14, run: merchant.createPayment },
  { weight: 18, run: merchant.createOrder },
  { weight: 14, run: merchant.createRefund },
  { weight: 6, run: merchant.tryRefundAgain },
  { weight: 11, run: merchant.reversePayment },
  { weight: 3, run: merchant.closePayment },
  { weight: 8, run: merchant.createInstrument },
  { weight: 6, run: merchant.openAccount },
  { weight: 2, run: merchant.updateInstrument },
  { weight: 3, run: merchant.cancelInstrument },
  { weight: 16, run: merchant.createPayout },
  { weight: 8, run: merchant.fund },
  { weight: 6, run: merchant.askAgain },
  { weight: 8, run: payer.createMandate },
  { weight: 14, run: payer.decideMandate },
  { weight: 3, run: payer.cancelMandate },
  { weight: 18, run: payer.createDebit },
  { weight: 4, run: payer.createIdentityCheck },
  { weight: 8, run: payer.decideIdentityCheck },
  { weight: 7, run: hold.authorise },
  { weight: 20, run: hold.capture },
  { weight: 6, run: hold.release },
  { weight: 8, run: hold.decideHold },
  { weight: 3, run: hold.tellHold },
  { weight: 3, run: share.changeReceivers },
  { weight: 12, run: share.split },
  { weight: 12, run: share.askBack },
  { weight: 12, run: bank.payPayment },
  { weight: 3, run: bank.payLate },
  { weight: 12, run: bank.payInstrument },
  { weight: 1, run: bank.payNobody },
  { weight: 5, run: bank.tellAgain },
  { weight: 2, run: bank.decline },
  { weight: 3, run: bank.decidePayout },
  { weight: 3, run: bank.tellPayout },
  { weight: 16, run: bank.decideOrder },
  { weight: 6, run: bank.decideReturn },
  { weight: 3, run: bank.tellReturn },
  { weight: 86, run: gateway.work },
  { weight: 4, run: gateway.look },
  { weight: 8, run: gateway.claim },
  { weight: 5, run: gateway.sweep },
  { weight: 2, run: gateway.sweepTooEarly },
  { weight: 2, run: gateway.redeliver },
  { weight: 2, run: gateway.die },
];
