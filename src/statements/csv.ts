// A statement as CSV (RFC 4180): UTF-8, commas, CRLF, quotes where they must be. The same day is the same bytes each time.
import { Readable } from 'node:stream';
import type { StatementWords } from '../engine/statements.ts';
import { chunksOf } from './chunks.ts';
import { columnsOf } from './columns.ts';
import type { Line } from './lines.ts';

export function csvOf(lines: AsyncIterable<Line>, words: StatementWords): Readable {
  return Readable.from(chunksOf(rowsOf(lines, words)), { objectMode: false });
}

async function* rowsOf(lines: AsyncIterable<Line>, words: StatementWords): AsyncGenerator<string> {
  const columns = columnsOf(words);
  yield rowOf(columns.map(({ head }) => head));
  for await (const line of lines) yield rowOf(columns.map(({ text }) => text(line)));
}

function rowOf(texts: readonly string[]): string {
  return `${texts.map(quoted).join(',')}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
