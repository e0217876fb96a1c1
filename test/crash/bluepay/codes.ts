// BluePay's codes that the shop may hear (bluepay.md 6); whatever else it hears is a problem.
export const codes = {
  success: 10000,
  orderRepeated: 21007,
  idempotencyRepeated: 21015,
  refundRepeated: 21407,
  voidRepeated: 21505,
  voided: 21504,
  /** Version 1 has no code of its own for a code that is paid. */
  codePaid: 21002,
} as const;
/** Another refund of the payment is under way. */
export const refundOpen: readonly number[] = [21401, 21409];
/** A void was faster. */
export const refundVoided: readonly number[] = [21406, 21408];
/** It cannot be voided: the channel does not, some of it was refunded, or the test moved the clock past a day's end. */
export const voidRefused: readonly number[] = [21501, 21502, 21503];
