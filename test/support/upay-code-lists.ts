// Upay's published lists of codes: appendix of its documentation (upay.md 6.1 to 6.7), messages as they are sent.

export const requests = [
  '400 INVALID_PARAMS',
  '400 INVALID_TERMINAL',
  '400 ILLEGAL_SIGN',
  '500 UNKNOWN_SYSTEM_ERROR',
] as const;

export const bizResults = [
  'PAY_SUCCESS',
  'PAY_FAIL',
  'PAY_FAIL_ERROR',
  'CANCEL_SUCCESS',
  'CANCEL_ERROR',
  'CANCEL_ABORT_ERROR',
  'CANCEL_ABORT_SUCCESS',
  'REFUND_SUCCESS',
  'REFUND_ERROR',
  'PRECREATE_SUCCESS',
  'PRECREATE_FAIL',
  'SUCCESS',
  'FAIL',
] as const;

export const bizErrors = {
  INVALID_BARCODE: '条码错误',
  INSUFFICIENT_FUND: '账户金额不足',
  EXPIRED_BARCODE: '过期的支付条码',
  BUYER_OVER_DAILY_LIMIT: '付款人当日付款金额超过上限',
  BUYER_OVER_TRANSACTION_LIMIT: '付款人单笔付款金额超过上限',
  SELLER_OVER_DAILY_LIMIT: '收款账户当日收款金额超过上限',
  TRADE_NOT_EXIST: '交易不存在',
  TRADE_HAS_SUCCESS: '交易已被支付',
  SELLER_BALANCE_NOT_ENOUGH: '卖家余额不足',
  REFUND_AMT_NOT_EQUAL_TOTAL: '退款金额无效',
  TRADE_FAILED: '交易失败',
  UNEXPECTED_PROVIDER_ERROR: '不认识的支付通道',
  TRADE_TIMEOUT: '交易超时自动撤单',
  ACCOUNT_BALANCE_NOT_ENOUGH: '商户余额不足',
  CLIENT_SN_CONFLICT: 'client_sn在系统中已存在',
  UPAY_ORDER_NOT_EXIST: '订单不存在',
  REFUNDABLE_AMOUNT_NOT_ENOUGH: '订单可退金额不足',
  UPAY_TERMINAL_NOT_EXISTS: '终端号在交易系统中不存在',
  UPAY_TERMINAL_STATUS_ABNORMAL: '终端未激活',
  UPAY_CANCEL_ORDER_NOOP: '无效操作,订单已经是撤单状态了',
  UPAY_CANCEL_INVALID_ORDER_STATE: '当前订单状态不可撤销',
  UPAY_REFUND_ORDER_NOOP: '无效操作,本次退款退款已经完成了',
  UPAY_REFUND_INVALID_ORDER_STATE: '当前订单状态不可退款',
  UPAY_STORE_OVER_DAILY_LIMIT: '商户日收款额超过上限',
  UPAY_TCP_ORDER_NOT_REFUNDABLE: '订单参与了活动并且无法撤销',
} as const;

export const orderStatuses = [
  'CREATED',
  'PAID',
  'PAY_CANCELED',
  'PAY_ERROR',
  'REFUNDED',
  'PARTIAL_REFUNDED',
  'REFUND_INPROGRESS',
  'REFUND_ERROR',
  'CANCELED',
  'CANCEL_ERROR',
  'CANCEL_INPROGRESS',
  'INVALID_STATUS_CODE',
] as const;

export const transactionStatuses = [
  'SUCCESS',
  'FAIL_CANCELED',
  'FAIL_PROTOCOL_1',
  'FAIL_IO_1',
  'FAIL_PROTOCOL_2',
  'FAIL_IO_2',
  'FAIL_PROTOCOL_3',
  'FAIL_ERROR',
  'CANCEL_ERROR',
  'REFUND_ERROR',
] as const;

/** Payway 1 as observed answers name it. */
export const payways = [
  ['1', '支付宝'],
  ['3', '微信'],
  ['4', '百度钱包'],
  ['5', '京东钱包'],
  ['6', 'qq钱包'],
  ['7', 'NFC支付'],
  ['8', '拉卡拉钱包'],
  ['9', '和包支付'],
  ['15', '拉卡拉微信'],
  ['16', '招商银行'],
  ['17', '银联云闪付'],
  ['18', '翼支付'],
  ['19', 'Weixin-Local'],
  ['20', 'Alipay global'],
  ['22', '索迪斯预付卡'],
  ['100', '储值支付'],
  ['101', '礼品卡'],
] as const;

export const subPayways = [
  ['1', 'Barcode Payment'],
  ['2', 'QR Code Payment'],
  ['3', 'WAP Payment'],
  ['4', 'Mini Payment'],
  ['5', 'APP Payment'],
  ['6', 'H5 Payment'],
] as const;
