import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Colour where the terminal shows it; plain text in a file, a pipe, or with NO_COLOR. */
export function paint(style: Style, text: string): string {
  const plain = !process.stdout.isTTY || process.env.NO_COLOR !== undefined;
  return plain ? text : styleText(style, text);
}

/** A box with rows of label and value, as wide as its longest row. */
export function box(title: string, rows: ([label: string, value: string] | string)[]): string {
  const label = Math.max(...rows.map((row) => (typeof row === 'string' ? 0 : row[0].length)));
  const lines = rows.map((row) => (typeof row === 'string' ? row : `${row[0].padEnd(label)}   ${row[1]}`));
  const width = Math.max(title.length, ...lines.map((line) => line.length));
  const edge = (left: string, right: string) => paint('dim', left + '─'.repeat(width + 4) + right);
  const side = paint('dim', '│');
  const put = (text: string, shown = text) => `${side}  ${shown}${' '.repeat(width - text.length)}  ${side}`;
  return [
    edge('╭', '╮'),
    put(title, paint(['bold', 'green'], title)),
    put(''),
    ...lines.map((line, index) => put(line, typeof rows[index] === 'string' ? paint('bold', line) : line)),
    edge('╰', '╯'),
  ].join('\n');
}

/** Calls `onKey` for each key pressed, when somebody sits at the terminal. Returns what gives the keyboard back. */
export function listenForKeys(onKey: (key: string) => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  const handle = (chunk: Buffer) => onKey(chunk.toString());
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', handle);
  return () => {
    stdin.off('data', handle);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
