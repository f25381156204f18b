import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { quoted, readVariables, setVariables, writeVariables } from './env-file';

const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,12}$/);
const value = fc.stringMatching(/^[A-Za-z0-9+/=@._ #'$-]{0,20}$/).map((text) => text.trim());

test('a variable is set where it stands, and everything else stays', () => {
  const before =
    '# my settings\r\nCALLER_ID=+14155550100\r\n\r\nVERIFY_SERVICE_SID=\r\nexport OTHER="x y"\r\n';
  expect(setVariables(before, { VERIFY_SERVICE_SID: 'VA1', NEW: '1' })).toBe(
    '# my settings\r\nCALLER_ID=+14155550100\r\n\r\nVERIFY_SERVICE_SID=VA1\r\nexport OTHER="x y"\r\nNEW=1\r\n',
  );
});

test('comments behind a value, quotes, export, spaces and a value over several lines stay what they are', () => {
  const before = [
    '\uFEFFA=1 # the first',
    'export B = "two # no comment" # a comment',
    "KEY='-----BEGIN",
    'C=not a variable',
    "-----END'",
    '# C=3',
    'C=plain text#comment',
  ].join('\n');
  expect(readVariables(before)).toEqual({
    A: '1',
    B: 'two # no comment',
    KEY: '-----BEGIN\nC=not a variable\n-----END',
    C: 'plain text',
  });
  expect(setVariables(before, { A: '9', B: 'two # no comment', C: "it's # 3" })).toBe(
    before.replace('A=1', 'A=9').replace('C=plain text', "C=`it's # 3`"),
  );
});

test('an empty or missing file gets just the variables; the last line need not end', () => {
  expect(setVariables('', { A: '1' })).toBe('A=1\n');
  expect(setVariables('B=2', { A: '1' })).toBe('B=2\nA=1\n');
  expect(setVariables('B=2\n\n\n', { A: '1' })).toBe('B=2\nA=1\n');
});

test('a file is replaced whole, with a backup of what it was, and left alone when nothing changes', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'env-'));
  const file = path.join(folder, '.env');
  try {
    await writeFile(file, 'A=1\r\n# mine\r\n');
    expect(await writeVariables(file, { A: '2', B: 'x y' })).toBe(true);
    expect(await readFile(file, 'utf8')).toBe("A=2\r\n# mine\r\nB='x y'\r\n");
    expect(await readFile(`${file}.backup`, 'utf8')).toBe('A=1\r\n# mine\r\n');
    expect(await writeVariables(file, { A: '2' })).toBe(false);
    expect((await readdir(folder)).sort()).toEqual(['.env', '.env.backup']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('what was set is read back, what was there before stays, and setting it again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.dictionary(name, value),
      fc.dictionary(name, value),
      fc.boolean(),
      (before, values, windows) => {
        const text = Object.entries(before)
          .map(([key, held]) => `${key}=${quoted(held)}`)
          .join(windows ? '\r\n' : '\n');
        const after = setVariables(text, values);
        expect(readVariables(after)).toEqual({ ...before, ...values });
        expect(setVariables(after, values)).toBe(after);
      },
    ),
  );
});
