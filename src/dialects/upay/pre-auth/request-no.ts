// The gateway's number of an operation, twenty digits: what kind it is (2), its cell (2), and its serial (16), all of which the id says
// as well; so neither needs to be stored (upay.md 3.12).

/** In the order of the published table. */
export const requestTypes = { freeze: '05', unfreeze: '16', pay: '07', refund: '18' } as const;

export type TransKind = keyof typeof requestTypes;

/** Throws for an id that is no order number: operations here have no others. */
export function requestNoOf(kind: TransKind, id: string): string {
  const match = /^789(\d{2})(\d{11})$/.exec(id);
  if (!match) throw new Error(`${id} is no order number.`);
  return `${requestTypes[kind]}${match[1]}${match[2]?.padStart(16, '0')}`;
}

/** Undefined for a text that is no such number. */
export function readRequestNo(requestNo: string): { readonly kind: TransKind; readonly id: string } | undefined {
  const match = /^(\d{2})(\d{2})0{5}(\d{11})$/.exec(requestNo);
  const kind = (Object.keys(requestTypes) as TransKind[]).find((candidate) => requestTypes[candidate] === match?.[1]);
  return !match || !kind ? undefined : { kind, id: `789${match[2]}${match[3]}` };
}
