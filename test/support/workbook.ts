// Reads a workbook as its users' programs do: by the directory at the end of the zip, then each sheet by the workbook's list of them.
import { crc32, inflateRawSync } from 'node:zlib';
import assert from 'node:assert/strict';

export interface Workbook {
  readonly parts: ReadonlyMap<string, string>;
  /** Rows of cells' texts, by the name of their sheet, in the workbook's order. */
  readonly sheets: ReadonlyMap<string, readonly (readonly string[])[]>;
}

export function readWorkbook(file: Buffer): Workbook {
  const parts = unzip(file);
  const part = (name: string) => parts.get(name) ?? assert.fail(`There is no ${name}.`);
  const targets = new Map(
    [...part('xl/_rels/workbook.xml.rels').matchAll(/Id="(\w+)" Type="[^"]*" Target="([^"]+)"/g)].map(
      ([, id = '', target = '']) => [id, target],
    ),
  );
  const sheets = [...part('xl/workbook.xml').matchAll(/<sheet name="([^"]+)" sheetId="\d+" r:id="(\w+)"/g)].map(
    ([, name = '', id = '']) => [name, rowsOf(part(`xl/${targets.get(id)}`))] as const,
  );
  for (const [name] of parts) {
    if (name.startsWith('xl/') && name.endsWith('.xml')) {
      assert.match(part('[Content_Types].xml'), new RegExp(`PartName="/${name}"`), name);
    }
  }
  return { parts, sheets: new Map(sheets) };
}

const endSignature = Buffer.from([0x50, 0x4b, 0x05, 0x06]);

function unzip(file: Buffer): Map<string, string> {
  const end = file.lastIndexOf(endSignature);
  assert.ok(end >= 0, 'it is no zip file');
  const parts = new Map<string, string>();
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(file.readUInt32LE(at), 0x02014b50);
    const [checksum = 0, packed = 0, plain = 0] = [16, 20, 24].map((offset) => file.readUInt32LE(at + offset));
    const [nameLength = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset));
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    const local = file.readUInt32LE(at + 42);
    const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const bytes = inflateRawSync(file.subarray(start, start + packed));
    assert.deepEqual([bytes.length, crc32(bytes)], [plain, checksum], name);
    parts.set(name, bytes.toString('utf8'));
    at += 46 + nameLength + extra + comment;
  }
  return parts;
}

/** Every cell must stand where it says. */
function rowsOf(sheet: string): string[][] {
  return [...sheet.matchAll(/<row r="(\d+)">(.*?)<\/row>/gs)].map(([, number, row = ''], index) => {
    assert.equal(number, String(index + 1));
    const cells = row.matchAll(/<c r="(\w+)"[^>]*>(?:<v>([^<]*)<\/v>|<is><t[^>]*>([^<]*)<\/t><\/is>)<\/c>/gs);
    return [...cells].map(([, place, value, text], column) => {
      assert.equal(place, `${String.fromCharCode(65 + column)}${number}`);
      return value ?? unescaped(text ?? '');
    });
  });
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/_x([0-9A-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
