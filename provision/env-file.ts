import { existsSync } from 'node:fs';
import { copyFile, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/**
 * A line that sets a variable, as the tools that read .env files see it: `export` or not, quoted (also over several
 * lines) or not, with a comment behind it or not. https://www.npmjs.com/package/dotenv
 */
const SETTING =
  /^([ \t\uFEFF]*(?:export[ \t]+)?)([A-Za-z_][\w.-]*)([ \t]*=[ \t]*)('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\r\n]*?)([ \t]*(?:#[^\r\n]*)?)$/gm;

/** What needs no quotes, whoever reads it: a shell too. */
const PLAIN = /^[A-Za-z0-9_+=/@.,:-]*$/;

function unquoted(text: string): string {
  const quoted = /^(["'`])([\s\S]*)\1$/.exec(text);
  if (quoted === null) return text.trim();
  const [, quote, inner = ''] = quoted;
  return quote === '"' ? inner.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : inner;
}

/** A value as it stands in the file. Throws when no quotes can hold it. */
export function quoted(value: string): string {
  if (PLAIN.test(value)) return value;
  const quote = ["'", '`', '"'].find((mark) => !value.includes(mark));
  if (quote === undefined || (quote === '"' && value.includes('\\')))
    throw new Error('A value with all kinds of quotes cannot stand in an .env file');
  return `${quote}${value}${quote}`;
}

/**
 * Sets variables in the text of an .env file and leaves everything else as it is: other lines, comments (also behind a
 * value), order, line endings, and a line that has the value already. A variable that stands there, even empty, is set
 * in place, a new one goes to the end.
 */
export function setVariables(text: string, values: Record<string, string>): string {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const added = new Map(Object.entries(values));
  const changed = text.replace(SETTING, (line, start, name, sign, held, rest) => {
    const value = values[name];
    if (value === undefined) return line;
    added.delete(name);
    return unquoted(held) === value ? line : `${start}${name}${sign}${quoted(value)}${rest}`;
  });
  if (added.size === 0) return changed;
  const lines = [...added].map(([name, value]) => `${name}=${quoted(value)}${ending}`);
  const kept = changed.replace(/(\r?\n)+$/, '');
  return `${kept === '' ? '' : `${kept}${ending}`}${lines.join('')}`;
}

/** Reads the variables of an .env file's text, as `SETTING` sees them; of one that stands there twice, the last. */
export function readVariables(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [, , name = '', , held = ''] of text.matchAll(SETTING)) values[name] = unquoted(held);
  return values;
}

/**
 * Sets variables in a file, which need not exist. What it held before is in `<file>.backup`. The new text takes the place
 * of the old in one step: ended at any moment, one of the two is there, whole. Tells whether anything changed.
 */
export async function writeVariables(file: string, values: Record<string, string>): Promise<boolean> {
  const present = existsSync(file);
  // A link stays one.
  const target = present ? await realpath(file) : file;
  const before = present ? await readFile(target, 'utf8') : '';
  const after = setVariables(before, values);
  if (after === before) return false;
  if (before !== '') await copyFile(target, `${target}.backup`);
  const mode = present ? (await stat(target)).mode & 0o777 : 0o600;
  const draft = `${target}.${process.pid}.new`;
  try {
    await writeFile(draft, after, { mode });
    await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
  return true;
}
