// Numbers under which the sandbox bank collects. Of an account that takes one payment: the bank's own 88, then the digits of the
// payment's id. Of one that stays: `PC` at billers, 99 at the bank itself, then the cell and the last eleven digits of the instrument's id,
// which is made of a serial.

const onePayment = '88';
const biller = 'PC';
const bank = '99';

export function accountNumberOf(paymentId: string): string {
  return onePayment + paymentId.replace(/^[A-Z]+/, '');
}

/** What a payer types at a biller's, `PC0000000010024`, or as the account that he transfers to. */
export function standingNumberOf(instrumentId: string, where: 'biller' | 'bank'): string {
  const [, cell, serial] = /^VA(\d{2})\d{11}(\d{11})$/.exec(instrumentId) ?? [];
  if (cell === undefined || serial === undefined) throw new Error(`${instrumentId} has no serial.`);
  return (where === 'biller' ? biller : bank) + cell + serial;
}

/** The id of the payment or instrument that a number stands for, or undefined when the text is no such number. */
export function collectedBy(text: string): string | undefined {
  const ofPayment = /^88([0-9]{24})$/.exec(text)?.[1];
  if (ofPayment !== undefined) return `C${ofPayment}`;
  const [, cell, serial] = /^(?:PC|99)(\d{2})(\d{11})$/.exec(text) ?? [];
  return cell === undefined || serial === undefined ? undefined : `VA${cell}${serial.padStart(22, '0')}`;
}
