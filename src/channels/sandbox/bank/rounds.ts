// Splits a group into rounds in which no row is named twice, in order of arrival: what one statement does to a row, the next sees.

export function inRounds<Item>(group: readonly Item[], rowsOf: (item: Item) => readonly string[]): Item[][] {
  const rounds: Item[][] = [];
  // Per row, the first round that has not touched it yet.
  const free = new Map<string, number>();
  for (const item of group) {
    const rows = rowsOf(item);
    const at = Math.max(0, ...rows.map((row) => free.get(row) ?? 0));
    const round = rounds[at];
    if (round) round.push(item);
    else rounds[at] = [item];
    for (const row of rows) free.set(row, at + 1);
  }
  return rounds;
}
