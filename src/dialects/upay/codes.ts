// Upay's codes (upay.md 6.1 to 6.3): what each neutral reason and each failure is called in its answers.
import type { Failure } from '../../core/failure.ts';
import type { Reason } from '../../core/reasons.ts';

export interface UpayError {
  readonly code: string;
  readonly message: string;
}

/** Layer 1. The last two are no codes of the appendix, but what the real service answers while it is changed and while it is busy. */
export const requestErrors = {
  params: { resultCode: '400', code: 'INVALID_PARAMS', message: '参数错误' },
  terminal: { resultCode: '400', code: 'INVALID_TERMINAL', message: '终端错误' },
  sign: { resultCode: '400', code: 'ILLEGAL_SIGN', message: '签名错误' },
  system: { resultCode: '500', code: 'UNKNOWN_SYSTEM_ERROR', message: '系统错误' },
  maintenance: { resultCode: '500', code: 'MAINTENANCE_INPROGRESS', message: '服务端正在升级维护，稍候5分钟' },
  busy: { resultCode: '500', code: 'REQUEST_FAIL', message: '系统繁忙，请稍后重试' },
} as const satisfies Record<string, UpayError & { readonly resultCode: string }>;

export type RequestError = keyof typeof requestErrors;

/** Layer 2, as published. */
export const businessErrors = {
  invalidBarcode: { code: 'INVALID_BARCODE', message: '条码错误' },
  insufficientFund: { code: 'INSUFFICIENT_FUND', message: '账户金额不足' },
  expiredBarcode: { code: 'EXPIRED_BARCODE', message: '过期的支付条码' },
  buyerOverDailyLimit: { code: 'BUYER_OVER_DAILY_LIMIT', message: '付款人当日付款金额超过上限' },
  buyerOverTransactionLimit: { code: 'BUYER_OVER_TRANSACTION_LIMIT', message: '付款人单笔付款金额超过上限' },
  sellerOverDailyLimit: { code: 'SELLER_OVER_DAILY_LIMIT', message: '收款账户当日收款金额超过上限' },
  tradeNotExist: { code: 'TRADE_NOT_EXIST', message: '交易不存在' },
  tradeHasSuccess: { code: 'TRADE_HAS_SUCCESS', message: '交易已被支付' },
  sellerBalanceNotEnough: { code: 'SELLER_BALANCE_NOT_ENOUGH', message: '卖家余额不足' },
  refundAmtNotEqualTotal: { code: 'REFUND_AMT_NOT_EQUAL_TOTAL', message: '退款金额无效' },
  tradeFailed: { code: 'TRADE_FAILED', message: '交易失败' },
  unexpectedProvider: { code: 'UNEXPECTED_PROVIDER_ERROR', message: '不认识的支付通道' },
  tradeTimeout: { code: 'TRADE_TIMEOUT', message: '交易超时自动撤单' },
  accountBalanceNotEnough: { code: 'ACCOUNT_BALANCE_NOT_ENOUGH', message: '商户余额不足' },
  clientSnConflict: { code: 'CLIENT_SN_CONFLICT', message: 'client_sn在系统中已存在' },
  orderNotExist: { code: 'UPAY_ORDER_NOT_EXIST', message: '订单不存在' },
  refundableAmountNotEnough: { code: 'REFUNDABLE_AMOUNT_NOT_ENOUGH', message: '订单可退金额不足' },
  terminalNotExists: { code: 'UPAY_TERMINAL_NOT_EXISTS', message: '终端号在交易系统中不存在' },
  terminalStatusAbnormal: { code: 'UPAY_TERMINAL_STATUS_ABNORMAL', message: '终端未激活' },
  cancelNoop: { code: 'UPAY_CANCEL_ORDER_NOOP', message: '无效操作,订单已经是撤单状态了' },
  cancelInvalidState: { code: 'UPAY_CANCEL_INVALID_ORDER_STATE', message: '当前订单状态不可撤销' },
  refundNoop: { code: 'UPAY_REFUND_ORDER_NOOP', message: '无效操作,本次退款退款已经完成了' },
  refundInvalidState: { code: 'UPAY_REFUND_INVALID_ORDER_STATE', message: '当前订单状态不可退款' },
  storeOverDailyLimit: { code: 'UPAY_STORE_OVER_DAILY_LIMIT', message: '商户日收款额超过上限' },
  notRefundable: { code: 'UPAY_TCP_ORDER_NOT_REFUNDABLE', message: '订单参与了活动并且无法撤销' },
  /** From the SDK manual (upay.md 6.3), for a refund number that comes back with another amount. */
  refundConflict: { code: 'REFUND_REQUEST_CONFLICT', message: '重复的退款请求' },
} as const satisfies Record<string, UpayError>;

const business = businessErrors;

/** Every reason, in the layer it belongs to. */
export const upayErrors: Readonly<Record<Reason, UpayError | { readonly request: RequestError }>> = {
  request_malformed: { request: 'params' },
  app_unknown: { request: 'terminal' },
  signature_invalid: { request: 'sign' },
  address_forbidden: { request: 'terminal' },
  rate_exceeded: { request: 'busy' },
  app_disabled: business.terminalNotExists,
  merchant_suspended: business.terminalStatusAbnormal,
  amount_missing: { request: 'params' },
  amount_under_limit: { request: 'params' },
  amount_over_limit: { request: 'params' },
  daily_amount_exceeded: business.storeOverDailyLimit,
  daily_count_exceeded: business.storeOverDailyLimit,
  bank_unknown: { request: 'params' },
  wallet_unknown: { request: 'params' },
  email_invalid: { request: 'params' },
  channel_unavailable: business.unexpectedProvider,
  creation_failed: business.unexpectedProvider,
  reference_repeated: business.clientSnConflict,
  idempotency_key_repeated: business.clientSnConflict,
  payment_not_found: business.orderNotExist,
  payout_not_found: business.orderNotExist,
  instrument_not_found: business.orderNotExist,
  refund_not_found: business.orderNotExist,
  authorisation_not_found: business.orderNotExist,
  notification_not_found: business.orderNotExist,
  payment_not_completed: business.refundInvalidState,
  refund_unsupported: business.refundInvalidState,
  full_refund_unsupported: business.refundInvalidState,
  partial_refund_unsupported: business.refundInvalidState,
  second_refund_unsupported: business.refundInvalidState,
  void_unsupported: business.cancelInvalidState,
  void_repeated: business.cancelNoop,
  payment_settled: business.cancelInvalidState,
  payment_paid_or_closed: business.cancelInvalidState,
  mandate_not_found: business.orderNotExist,
  payer_balance_insufficient: business.insufficientFund,
  checkout_not_found: business.orderNotExist,
  receiver_not_found: business.orderNotExist,
  split_not_found: business.orderNotExist,
  split_exceeds_rest: business.refundableAmountNotEnough,
  timestamp_missing: { request: 'params' },
  timestamp_expired: { request: 'params' },
  country_not_open: business.unexpectedProvider,
  amount_invalid: { request: 'params' },
  pay_method_unknown: { request: 'params' },
  transfer_code_unknown: { request: 'params' },
  payment_not_refundable: business.refundInvalidState,
  payment_refunded: { code: business.refundInvalidState.code, message: '订单已全额退款,可退金额不足' },
  refund_under_way: business.refundInvalidState,
  refund_processing: business.refundInvalidState,
  refund_window_over: business.refundInvalidState,
  refund_exceeds_rest: business.refundableAmountNotEnough,
  refund_repeated: business.refundNoop,
  refund_conflict: business.refundConflict,
  payment_reversed: business.cancelNoop,
  payment_not_reversible: business.cancelInvalidState,
  reversal_window_over: business.cancelInvalidState,
  authorisation_not_open: business.cancelInvalidState,
  authorisation_exceeded: business.refundableAmountNotEnough,
  balance_insufficient: business.accountBalanceNotEnough,
  already_final: business.cancelInvalidState,
  unavailable: { request: 'system' },
  internal: { request: 'system' },
};

/** Why money did not move, as providers say it (upay.md 6.3). */
export const failureErrors: Readonly<Record<Failure, UpayError>> = {
  service_error: business.tradeFailed,
  limit_exceeded: business.buyerOverTransactionLimit,
  params_error: business.tradeFailed,
  balance_insufficient: business.insufficientFund,
  channel_rejected: business.tradeFailed,
  destination_account_error: business.tradeFailed,
  network_rejected: business.tradeFailed,
  channel_closed: business.unexpectedProvider,
  merchant_unavailable: business.tradeFailed,
  recipient_blocked: business.tradeFailed,
  refund_failed: business.tradeFailed,
  payer_code_invalid: business.invalidBarcode,
  payer_code_expired: business.expiredBarcode,
  payer_code_used: business.tradeHasSuccess,
  payer_balance_insufficient: business.insufficientFund,
  payer_daily_limit: business.buyerOverDailyLimit,
  payer_single_limit: business.buyerOverTransactionLimit,
  payee_daily_limit: business.sellerOverDailyLimit,
  payee_balance_insufficient: business.sellerBalanceNotEnough,
  refund_amount_invalid: business.refundAmtNotEqualTotal,
  refund_forbidden: business.notRefundable,
  unknown_at_channel: business.tradeNotExist,
  timed_out: business.tradeTimeout,
};
