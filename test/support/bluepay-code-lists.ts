// BluePay's published lists of codes (bluepay.md 6.1 to 6.5, 5.4), messages as they are sent.

const general = {
  10000: 'Success',
  21000: 'Server error, Please try again later.',
  21001: 'Request sign error',
  21002: 'Request param error',
  21003: 'Request appId error',
  21004: 'Merchant is unavailable',
  21005: 'Merchant channel is unavailable',
  21006: 'Merchant transaction not found',
  21007: 'Duplicate merchant order id',
  21008: 'Request timestamp error',
  21010: 'The amount exceeds the limit',
  21011: 'Network error',
  21012: 'Request bank code error',
  21013: 'Request wallet code error',
  21014: 'Merchant balance insufficient',
  21015: 'Duplicate idempotencyId',
  21016: 'Merchant ip forbidden',
} as const;

const refunds = {
  21401: 'Refund is processing',
  21402: 'Not allowed to refund',
  21403: 'Transactions 60 days ago cannot initiate refunds',
  21404: 'The original transaction channel not support full refund',
  21405: 'The original transaction channel not support partial refund',
  21406: 'Refund amount invalid',
  21407: 'MchRefundOrderId is repeat',
  21408: 'The original transaction is not completed',
  21409: 'The original transaction already exist pending refund',
} as const;

const voids = {
  21500: 'Original transaction status is not success',
  21501: 'Cannot reverse',
  21502: 'Original transaction has been settled',
  21503: 'Cannot void over the day',
  21504: 'Original transaction has been already voided',
  21505: 'Duplicate mchVoidOrderID detected. Please provide a unique mchvoidOrderID and retry.',
} as const;

export const codesV1 = { ...general, 21009: 'Request timestamp expired error', ...refunds, ...voids } as const;

export const codesV2 = {
  ...general,
  21009: 'Request timestamp error',
  21017: 'Merchant has not opened this national service',
  21018: 'Request transfer code error',
  21019: 'Request pay method code error',
  21020: 'Too many requests, please retry later.',
  21021: 'Transaction Amount Invalid',
  21022: 'Transaction Volume Limit',
  21023: 'Transaction create failed',
  21024: 'Invalid access token',
  21025: 'Not allowed to cancel',
  21026: 'Customer Balance not enough',
  21027: 'Transaction creation exceeds limit',
  21028: 'Transaction already paid or closed',
  ...refunds,
  ...voids,
} as const;

export const failedCodes: readonly (readonly [failedCode: number, failedMessage: string])[] = [
  [-10000, 'Transaction Service Error'],
  [-10001, 'Transaction Exceed Limit'],
  [-10002, 'Transaction Params Error'],
  [-10003, 'Transaction Insufficient Balance'],
  [-10004, 'Transaction Channel Rejected'],
  [-10005, 'Transaction Destination Account Error'],
  [-10006, 'Transaction Network Reject'],
  [-10007, 'Transaction Channel Temporarily Close'],
  [-10008, 'Merchant Unavailable Error'],
  [-10009, 'Recipient Account Blocked'],
  [-10010, 'Channel Refund Failed'],
];

export const transactionStatusesV1 = ['PENDING', 'COMPLETED', 'FAILED'] as const;
export const transactionStatusesV2 = [...transactionStatusesV1, 'VOIDED'] as const;
export const qrStatuses = ['ACTIVE', 'INACTIVE', 'CANCELLED'] as const;
/** CANCEL stands in the name of an event only, and nobody can cancel a refund. */
export const refundStatuses = ['PENDING', 'COMPLETE', 'FAILED'] as const;
export const tokenStatuses = ['ACTIVED', 'INACTIVED'] as const;
/** PLATFORM_CANCEL besides, but operators have no way to take a token back. */
export const inactiveTypes = ['MCH_CANCEL', 'USER_CANCEL', 'EXPIRED'] as const;
