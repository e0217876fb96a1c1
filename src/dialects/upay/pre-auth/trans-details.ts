// What an operation of a pre-authorization keeps of its request, to be said again.
import type { Authorisation } from '../../../core/authorisation/authorisation.ts';
import type { Details } from '../../../core/payment/payment.ts';
import type { TerminalCaller } from '../operation.ts';
import { present } from '../place-order.ts';

export interface TransFields {
  readonly operator?: string | undefined;
  readonly subject?: string | undefined;
  readonly reflect?: string | undefined;
}

export function transDetails(
  { terminal, store }: TerminalCaller,
  { operator, subject, reflect }: TransFields,
): Details {
  return present({
    terminalSn: terminal.id,
    terminalId: terminal.uuid,
    storeSn: store.id,
    operator,
    subject,
    reflect,
  });
}

/** Barcodes of Alipay, whatever the authorisation says besides. */
export const alipayBarcode = { payway: '1', subPayway: '1' } as const;

/** A capture is an order as well, which the ordinary query shows: it has what its freeze said, where it says nothing itself. */
export function captureDetails(caller: TerminalCaller, { details }: Authorisation, fields: TransFields): Details {
  return { ...details, ...transDetails(caller, fields) };
}
