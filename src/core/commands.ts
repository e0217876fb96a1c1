// Everything that can be asked of the core, by name.
import { capture } from './authorisation/capture.ts';
import { createAuthorisation } from './authorisation/create-authorisation.ts';
import { createRelease } from './authorisation/create-release.ts';
import { settleAuthorisation } from './authorisation/settle-authorisation.ts';
import { settleRelease } from './authorisation/settle-release.ts';
import { awaitAnswer } from './call/await-answer.ts';
import { chooseChannel } from './checkout/choose-channel.ts';
import { closeCheckout, expireCheckout } from './checkout/close-checkout.ts';
import { createCheckout } from './checkout/create-checkout.ts';
import { createIdentityCheck } from './identity/create-identity-check.ts';
import { decideIdentityCheck, expireIdentityCheck } from './identity/end-identity-check.ts';
import { cancelInstrument, expireInstrument } from './instrument/close-instrument.ts';
import { createInstrument } from './instrument/create-instrument.ts';
import { updateInstrument } from './instrument/update-instrument.ts';
import { fund } from './ledger/fund.ts';
import { createMandate } from './mandate/create-mandate.ts';
import { decideMandate } from './mandate/decide-mandate.ts';
import { cancelMandate, expireMandate } from './mandate/end-mandate.ts';
import { recordAttempt, redeliver } from './notification/record-attempt.ts';
import { closePayment } from './payment/close-payment.ts';
import { confirmCredit } from './payment/confirm-credit.ts';
import { createPayment } from './payment/create-payment.ts';
import { expirePayment } from './payment/expire-payment.ts';
import { failPayment } from './payment/fail-payment.ts';
import { createPayout } from './payout/create-payout.ts';
import { settlePayout } from './payout/settle-payout.ts';
import { createRefund } from './refund/create-refund.ts';
import { reversePayment } from './refund/reverse-payment.ts';
import { settleRefund } from './refund/settle-refund.ts';
import { settleDay } from './settlement/settlement.ts';
import { createShareReturn } from './split/create-share-return.ts';
import { createSplit } from './split/create-split.ts';
import { giveShareBack, receiveShare } from './split/leg.ts';
import { addReceiver, deleteReceiver } from './split/receivers.ts';
import { settleShareReturn } from './split/settle-share-return.ts';
import { settleShare } from './split/settle-share.ts';
import type { Decider } from './state.ts';

export const deciders = {
  'create-payment': createPayment,
  'confirm-credit': confirmCredit,
  'fail-payment': failPayment,
  'expire-payment': expirePayment,
  'close-payment': closePayment,
  'create-instrument': createInstrument,
  'update-instrument': updateInstrument,
  'cancel-instrument': cancelInstrument,
  'expire-instrument': expireInstrument,
  'create-checkout': createCheckout,
  'choose-channel': chooseChannel,
  'close-checkout': closeCheckout,
  'expire-checkout': expireCheckout,
  'create-mandate': createMandate,
  'decide-mandate': decideMandate,
  'cancel-mandate': cancelMandate,
  'expire-mandate': expireMandate,
  'create-identity-check': createIdentityCheck,
  'decide-identity-check': decideIdentityCheck,
  'expire-identity-check': expireIdentityCheck,
  'create-payout': createPayout,
  'settle-payout': settlePayout,
  'create-refund': createRefund,
  'reverse-payment': reversePayment,
  'settle-refund': settleRefund,
  'create-authorisation': createAuthorisation,
  'settle-authorisation': settleAuthorisation,
  capture,
  'create-release': createRelease,
  'settle-release': settleRelease,
  'add-receiver': addReceiver,
  'delete-receiver': deleteReceiver,
  'create-split': createSplit,
  'receive-share': receiveShare,
  'settle-share': settleShare,
  'create-share-return': createShareReturn,
  'give-share-back': giveShareBack,
  'settle-share-return': settleShareReturn,
  'await-answer': awaitAnswer,
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
