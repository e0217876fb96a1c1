// Checks what the biller's users decided: the first decision that counted is the only one, and what was told of it stays true.
import type { BillerBook, Identity, Token } from './book.ts';
import { checkStatuses } from './check-answers.ts';
import type { BillerRows, IdentityRow, TokenRow } from './rows.ts';

export function checkPeople(book: BillerBook, rows: BillerRows, found: string[]): void {
  for (const [token, row] of pairs(book.tokens, rows.tokens, found)) checkToken(token, row, found);
  for (const [identity, row] of pairs(book.identities, rows.identities, found)) checkIdentity(identity, row, found);
}

/** Each that was asked for is there once, and no other. */
function pairs<
  Asked extends { readonly reference: string },
  Row extends { readonly reference: string; readonly id: string },
>(asked: readonly Asked[], rows: readonly Row[], found: string[]): (readonly [Asked, Row])[] {
  const byNumber = Map.groupBy(rows, ({ reference }) => reference);
  const known = new Set(asked.map(({ reference }) => reference));
  for (const { id, reference } of rows)
    if (!known.has(reference)) found.push(`${id} has the number ${reference}, which the biller did not give`);
  return asked.flatMap((one) => {
    const { reference } = one;
    const [row, ...others] = byNumber.get(reference) ?? [];
    if (!row) found.push(`${reference} was accepted and is lost`);
    if (others.length > 0) found.push(`${reference} exists ${others.length + 1} times`);
    return row ? [[one, row] as const] : [];
  });
}

function checkToken(
  { reference, acts, payToken, cancelAsked, cancelTold }: Token,
  row: TokenRow,
  found: string[],
): void {
  const wrong = (what: string) =>
    found.push(`${reference} (${row.id}) ${what}: ${row.status}, ${JSON.stringify(acts)}`);
  const decided = row.given ? 'authorised' : row.status === 'declined' ? 'failed' : undefined;
  checkDecision(acts, decided, wrong);
  if (payToken !== undefined && payToken !== row.id) wrong(`was told as ${payToken}`);
  if (payToken !== undefined && !row.given) wrong('was told as given');
  if (cancelTold && row.status !== 'cancelled') wrong('was said to be ended');
  if (!cancelAsked && row.status === 'cancelled') wrong('was ended by nobody');
}

function checkIdentity({ reference, acts, id, told }: Identity, row: IdentityRow, found: string[]): void {
  const wrong = (what: string) =>
    found.push(`${reference} (${row.id}) ${what}: ${row.status}, ${JSON.stringify(acts)}`);
  checkDecision(acts, row.status === 'passed' || row.status === 'rejected' ? row.status : undefined, wrong);
  if (id !== undefined && id !== row.id) wrong(`was answered as ${id}`);
  for (const status of told) if (status !== checkStatuses[row.status]) wrong(`was said to be ${status}`);
}

/** `decided`: what counts; undefined while nothing does. */
function checkDecision(
  acts: readonly { readonly outcome: string; readonly done: boolean | undefined }[],
  decided: string | undefined,
  wrong: (what: string) => void,
): void {
  const done = acts.filter((act) => act.done === true);
  if (done.length > 1) wrong('was decided more than once');
  if (done.some(({ outcome }) => outcome !== decided)) wrong('was decided, and is not so');
  if (acts.length > 0 && acts.every((act) => act.done === false)) wrong('could be decided by nobody');
  // Whoever was told that it does not count, it does not count for.
  const possible = acts.some((act) => act.outcome === decided && act.done !== false);
  if (decided !== undefined && !possible) wrong('was decided by nobody');
}
