// Everything that can be asked of the core, by name.
import { cancelInstrument, expireInstrument } from './instrument/close-instrument.ts';
import { createInstrument } from './instrument/create-instrument.ts';
import { updateInstrument } from './instrument/update-instrument.ts';
import { fund } from './ledger/fund.ts';
import { recordAttempt, redeliver } from './notification/record-attempt.ts';
import { confirmCredit } from './payment/confirm-credit.ts';
import { createPayment } from './payment/create-payment.ts';
import { expirePayment } from './payment/expire-payment.ts';
import { failPayment } from './payment/fail-payment.ts';
import { awaitPayout } from './payout/await-payout.ts';
import { createPayout } from './payout/create-payout.ts';
import { settlePayout } from './payout/settle-payout.ts';
import { settleDay } from './settlement/settlement.ts';
import type { Decider } from './state.ts';

export const deciders = {
  'create-payment': createPayment,
  'confirm-credit': confirmCredit,
  'fail-payment': failPayment,
  'expire-payment': expirePayment,
  'create-instrument': createInstrument,
  'update-instrument': updateInstrument,
  'cancel-instrument': cancelInstrument,
  'expire-instrument': expireInstrument,
  'create-payout': createPayout,
  'await-payout': awaitPayout,
  'settle-payout': settlePayout,
  'settle-day': settleDay,
  'record-attempt': recordAttempt,
  redeliver,
  fund,
} as const;

export type CommandName = keyof typeof deciders;

export type CommandOf<Name extends CommandName> =
  (typeof deciders)[Name] extends Decider<infer Command, unknown> ? Command : never;

export type ValueOf<Name extends CommandName> =
  (typeof deciders)[Name] extends Decider<never, infer Value> ? Value : never;
