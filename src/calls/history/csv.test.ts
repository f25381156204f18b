import fc from 'fast-check';
import { type Cell, csvLine } from './csv';

/** Reads CSV as RFC 4180 says. */
function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const unmarked = (text: string): string => text.replace(/^'(?=[=+\-@\t\r\n])/, '');
const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', "'", ' ', 'a'),
    maxLength: 8,
  }),
);

test('whatever is written is read again, line by line and field by field', () => {
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(nasty, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
    );
  fc.assert(
    fc.property(table, (rows) => {
      const read = parse(rows.map(csvLine).join(''));
      expect(read.map((row) => row.map(unmarked))).toEqual(rows.map((row) => row.map(unmarked)));
    }),
  );
});

test('no field is a formula to a spreadsheet', () => {
  fc.assert(
    fc.property(fc.array(nasty, { minLength: 1, maxLength: 5 }), (row) => {
      for (const field of parse(csvLine(row)).flat()) expect(field).not.toMatch(/^[=+\-@\t\r\n]/);
    }),
  );
});

test.each<{ cells: Cell[]; line: string }>([
  { cells: ['a', undefined, 7], line: 'a,,7\r\n' },
  { cells: ['+14155550123', '=1+1'], line: "'+14155550123,'=1+1\r\n" },
  { cells: ['say "hi"', 'two\nlines', 'a;b'], line: '"say ""hi""","two\nlines","a;b"\r\n' },
  { cells: [' padded', '\t=1'], line: '" padded",\'\t=1\r\n' },
])('$cells becomes $line', ({ cells, line }) => {
  expect(csvLine(cells)).toBe(line);
});
