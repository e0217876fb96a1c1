// PayCools' published lists of codes and statuses (paycools.md 5.6, 6), written out by hand: messages as they are sent.
export { failedCodes } from './bluepay-code-lists.ts';

/** Common codes (6.1). Of 1009 this is the form: what is sent says behind a colon what is wrong. */
export const commonCodes = {
  1000: 'success',
  1001: 'merchant appid is invalid',
  1002: 'merchant white ip forbidden',
  1003: 'request sign is invalid',
  1004: 'merchant unavailable',
  1005: 'merchant institute unavailable',
  1006: 'merchant balance insufficient',
  1007: 'transaction exceed limit',
  1008: 'transaction not found',
  1009: 'request params invalid(pls refer to the specific return message)',
  1010: 'request bank name invalid',
  1011: 'merchant channel unavailable',
  1012: 'merchant order id is repeat',
  1013: 'merchant access frequency limit',
  1014: 'merchant payout idempoteny repeat',
  1015: 'request email invalid',
  1016: 'request ewallet name invalid',
  1017: 'the static virtual account exist',
  1018: 'network failed, please retry',
  1019: 'the bank transfer account exist',
  1020: 'dynamic qrcode amount is null',
} as const;

/** There is no 1514 (6.2). */
export const refundCodes = {
  1501: 'The original transaction Id not exist',
  1502: 'Refund is processing',
  1503: 'System error, please contract Paycools',
  1504: 'AppId is not match',
  1505: 'Refund is not allow',
  1506: 'The refund amount is greater than the amount that can be refunded',
  1507: 'The original transaction channel does not support refunds',
  1508: 'The original transaction channel only allows one refund to be initiated',
  1509: 'Transactions 60 days ago cannot initiate refunds',
  1510: 'The original transaction channel not support refund',
  1511: 'The original transaction channel not support partial refund',
  1512: 'The full refund transaction amount must be the same as the original transaction',
  1513: 'Refund amount invalid',
  1515: 'Merchant refund order id is repeat',
  1516: 'The original transaction is not completed',
} as const;

export const codes = { ...commonCodes, ...refundCodes } as const;

export const transactionStatuses = ['PENDING', 'COMPLETE', 'FAILED', 'CLOSED'] as const;
/** CLOSED stands beside the event `payment.refund.cancel` only, and nobody can cancel a refund. */
export const refundStatuses = ['PENDING', 'COMPLETE', 'FAILED'] as const;
export const qrStatuses = ['ACTIVE', 'INACTIVE', 'CANCEL'] as const;
export const tokenStatuses = ['ACTIVED', 'INACTIVED'] as const;
export const inactiveTypes = ['MCH_CANCEL', 'PLATFORM_CANCEL', 'USER_CANCEL', 'EXPIRED'] as const;
