/**
 * Sets variables in the text of an .env file and leaves every other line, comment, order and line ending as it is. A
 * variable that stands there (even empty) is set in place, a new one goes to the end.
 */
export function setVariables(text: string, values: Record<string, string>): string {
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const missing = new Map(Object.entries(values));
  const lines = text.split(/\r?\n/).map((line) => {
    const name = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=/.exec(line)?.[1];
    const value = name === undefined ? undefined : values[name];
    if (name === undefined || value === undefined) return line;
    missing.delete(name);
    return `${name}=${value}`;
  });
  const added = [...missing].map(([name, value]) => `${name}=${value}`);
  if (added.length === 0) return lines.join(ending);
  while (lines.at(-1) === '') lines.pop();
  return `${[...lines, ...added].join(ending)}${ending}`;
}

/** Reads the variables of an .env file's text. Quotes around a value are taken off; `#` starts a comment line. */
export function readVariables(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1]) values[match[1]] = (match[2] ?? '').replace(/^(["'])(.*)\1$/, '$2');
  }
  return values;
}
