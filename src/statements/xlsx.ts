// A statement as a workbook: its lines on as many sheets as they need, then a sheet of totals. Its parts are written one after the other as
// the lines come; what names the sheets comes last, when their number is known. Why so: docs/decisions/0010-statements-are-not-stored.md.
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import yazl from 'yazl';
import type { StatementWords } from '../engine/statements.ts';
import { chunksOf } from './chunks.ts';
import { columnsOf } from './columns.ts';
import type { Line } from './lines.ts';
import { rowXml, sheetEnd, sheetStart, stylesXml, xmlHead } from './sheet-xml.ts';
import { createTotals, type Totals } from './totals.ts';

/** A sheet of Excel has 1,048,576 rows. */
const mostLinesOfSheet = 1_000_000;

/** `at` is when its parts say they were made, so that the same day is the same file. */
export function xlsxOf(
  lines: AsyncGenerator<Line>,
  words: StatementWords,
  at: Date,
  linesOfSheet = mostLinesOfSheet,
): Readable {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  const fail = (cause: unknown) => output.destroy(cause instanceof Error ? cause : new Error(String(cause)));
  zip.on('error', fail);

  async function add(name: string, texts: AsyncGenerator<string>): Promise<void> {
    if (output.destroyed) throw new Error('Nobody reads it any more.');
    const part = Readable.from(chunksOf(texts), { objectMode: false });
    const stop = () => part.destroy();
    output.once('close', stop);
    zip.addReadStream(part, name, { mtime: at, compressionLevel: 3 });
    await finished(part);
    output.off('close', stop);
  }

  writeParts(lines, words, linesOfSheet, add).then(() => zip.end(), fail);
  return output;
}

type Add = (name: string, texts: AsyncGenerator<string>) => Promise<void>;

async function writeParts(
  lines: AsyncGenerator<Line>,
  words: StatementWords,
  linesOfSheet: number,
  add: Add,
): Promise<void> {
  const columns = columnsOf(words);
  const heads = columns.map(({ head }) => ({ text: head }));
  const totals = createTotals();
  const names: string[] = [];
  const begin = (name: string) => sheetFile(names.push(name));
  try {
    let next = await lines.next();
    do {
      const name = names.length === 0 ? 'transactions' : `transactions ${names.length + 1}`;
      await add(begin(name), sheet());
    } while (next.done !== true);
    await add(begin('totals'), once(totalsSheet(totals, words)));

    async function* sheet(): AsyncGenerator<string> {
      yield sheetStart + rowXml(1, heads);
      for (let count = 1; next.done !== true && count <= linesOfSheet; count++) {
        const line = next.value;
        totals.add(line);
        const cells = columns.map(({ text, isMoney }) => (isMoney ? { number: text(line) } : { text: text(line) }));
        yield rowXml(count + 1, cells);
        next = await lines.next();
      }
      yield sheetEnd;
    }
  } finally {
    await lines.return(undefined);
  }
  await add('xl/styles.xml', once(stylesXml));
  await add('xl/workbook.xml', once(workbookXml(names)));
  await add('xl/_rels/workbook.xml.rels', once(workbookRelations(names)));
  await add('_rels/.rels', once(relations([['officeDocument', 'xl/workbook.xml']])));
  await add('[Content_Types].xml', once(contentTypes(names)));
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

function totalsSheet(totals: Totals, words: StatementWords): string {
  const named = words.heads;
  const heads = [named.type, named.currency, 'count', named.amount, named.fee, named.net].map((text) => ({ text }));
  const rows = totals
    .rows()
    .map(({ type, currency, count, amount, fee, net }, index) =>
      rowXml(index + 2, [
        { text: type },
        { text: currency },
        ...[String(count), amount, fee, net].map((number) => ({ number })),
      ]),
    );
  return sheetStart + rowXml(1, heads) + rows.join('') + sheetEnd;
}

const packageNamespace = 'http://schemas.openxmlformats.org/package/2006';
const documentNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function sheetFile(number: number): string {
  return `xl/worksheets/sheet${number}.xml`;
}

function workbookXml(names: readonly string[]): string {
  const sheets = names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  return `${xmlHead}<workbook xmlns="${main}" xmlns:r="${documentNamespace}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

function workbookRelations(names: readonly string[]): string {
  const sheets = names.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`] as const);
  return relations([...sheets, ['styles', 'styles.xml']]);
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const all = targets.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${documentNamespace}/${type}" Target="${target}"/>`,
  );
  return `${xmlHead}<Relationships xmlns="${packageNamespace}/relationships">${all.join('')}</Relationships>`;
}

function contentTypes(names: readonly string[]): string {
  const parts = [
    ['xl/workbook.xml', 'sheet.main'],
    ['xl/styles.xml', 'styles'],
    ...names.map((_, index) => [sheetFile(index + 1), 'worksheet'] as const),
  ].map(([part, type]) => `<Override PartName="/${part}" ContentType="${contentType}.${type}+xml"/>`);
  return (
    `${xmlHead}<Types xmlns="${packageNamespace}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${parts.join('')}</Types>`
  );
}
