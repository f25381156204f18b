/** What a field of a table may hold. */
export type Cell = string | number | undefined;

/** Tells spreadsheet programs that a file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** A spreadsheet would take such a field for a formula. https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r\n]/;

/** Semicolons part fields where the comma is the decimal sign. https://www.rfc-editor.org/rfc/rfc4180#section-2 */
const QUOTED = /[",;\r\n]|^\s|\s$/;

function field(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of a CSV file. Text that a spreadsheet would calculate begins with an apostrophe. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(field).join(',')}\r\n`;
