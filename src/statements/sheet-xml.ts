// Rows and texts of a worksheet in SpreadsheetML (ECMA-376, part 1, 18.3): texts stand in their cells, so that no table of texts has to be
// kept until the end.

/** Numbers carry the decimals that they have; `wholeStyle` and `moneyStyle` are places in `stylesXml`. */
export type Cell = { readonly text: string } | { readonly number: string };

const wholeStyle = 1;
const moneyStyle = 2;

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export const sheetStart = `${xmlHead}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`;
export const sheetEnd = '</sheetData></worksheet>';

/** Three formats of cells: general, `0` and `0.00`. */
export const stylesXml =
  `${xmlHead}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
  '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  `<cellXfs count="3">${[0, 1, 2].map((format) => `<xf numFmtId="${format}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`).join('')}</cellXfs>` +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
  '</styleSheet>';

/** The row of that number, counted from 1. Each cell says its place: the format does not ask for it, some programs do. */
export function rowXml(number: number, cells: readonly Cell[]): string {
  return `<row r="${number}">${cells.map((cell, index) => cellXml(`${letters[index]}${number}`, cell)).join('')}</row>`;
}

/** Of the columns: a statement has fewer. */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

function cellXml(place: string, cell: Cell): string {
  if ('number' in cell) {
    const style = cell.number.includes('.') ? moneyStyle : wholeStyle;
    return `<c r="${place}" s="${style}"><v>${cell.number}</v></c>`;
  }
  const space = cell.text.trim() === cell.text ? '' : ' xml:space="preserve"';
  return `<c r="${place}" t="inlineStr"><is><t${space}>${escaped(cell.text)}</t></is></c>`;
}

/** What XML cannot say is `_xHHHH_` there, and so is an underscore that would begin such a word (ECMA-376, part 1, 22.9.2.19). */
function escaped(text: string): string {
  if (isPlain.test(text)) return text;
  return text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(unsayable, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

const isPlain = /^[A-Za-z0-9 :.,/-]*$/;
// oxlint-disable-next-line no-control-regex -- these are the very characters that XML 1.0 forbids
const unsayable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;
