// The JSON text of a notification's `param`: members in the order of their names, without those that are null (bluepay.md 4.1).

export function paramText(members: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const told = Object.entries(members).filter(([, value]) => value !== null && value !== undefined);
  return JSON.stringify(Object.fromEntries(told.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}
