// Numbers of the sandbox bank's accounts that take one payment each: the bank's own 88, then the digits of the payment's id.

const bankDigits = '88';

export function accountNumberOf(paymentId: string): string {
  return bankDigits + paymentId.replace(/^[A-Z]+/, '');
}

/** The id of the payment that an account takes, or undefined when the text is no number of such an account. */
export function paymentOfAccount(text: string): string | undefined {
  const digits = /^88([0-9]{24})$/.exec(text)?.[1];
  return digits === undefined ? undefined : `C${digits}`;
}
