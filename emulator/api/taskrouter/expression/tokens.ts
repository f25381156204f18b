/** Where an expression stops being one. `position` counts characters from 0. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';

  constructor(
    message: string,
    readonly position: number,
  ) {
    super(`${message} at character ${position + 1}`);
  }
}

const WORDS = ['and', 'or', 'not', 'in', 'has', 'contains', 'true', 'false', 'null'] as const;

export type Word = (typeof WORDS)[number];

/** A piece of an expression. `at` is where it begins. */
export type Token = { at: number } & (
  | { kind: 'text'; value: string }
  | { kind: 'number'; value: number }
  /** A part of a reference: `skills` in `worker.skills`. */
  | { kind: 'name'; value: string }
  | { kind: 'word'; value: Word }
  | { kind: 'sign'; value: string }
  | { kind: 'end'; value: '' }
);

const BLANK = /\s+/y;
const NUMBER = /\d+(?:\.\d+)?|\.\d+/y;
const NAME = /[A-Za-z_$][\w$]*/y;
const SIGN = /==|!=|<=|>=|[=<>()[\],.]/y;

/**
 * Takes an expression apart. Words (AND, HAS, true, …) may be written in any case; names and texts are taken as they
 * are. https://www.twilio.com/docs/taskrouter/expression-syntax Throws `ExpressionError`.
 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  for (;;) {
    at += take(BLANK)?.length ?? 0;
    if (at >= source.length) return [...tokens, { kind: 'end', value: '', at }];
    const first = source.charAt(at);
    if (first === '"' || first === "'") {
      const { value, end } = readText(source, at);
      tokens.push({ kind: 'text', value, at });
      at = end;
      continue;
    }
    // A number comes before the sign ".", but not inside a reference, where a dot always parts two names.
    const found = take(NUMBER);
    const name = found === undefined ? take(NAME) : undefined;
    const sign = found === undefined && name === undefined ? take(SIGN) : undefined;
    if (found !== undefined) tokens.push({ kind: 'number', value: Number(found), at });
    else if (name !== undefined) tokens.push(nameToken(name, at, tokens.at(-1)));
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign, at });
    else if (first === '-')
      throw new ExpressionError('Hyphens are not supported outside quotation marks', at);
    else throw new ExpressionError(`Unexpected ${JSON.stringify(first)}`, at);
    at += (found ?? name ?? sign ?? '').length;
  }
}

/** After a dot even `in` is only a name: `worker.in`. */
function nameToken(name: string, at: number, before: Token | undefined): Token {
  const word = WORDS.find((one) => one === name.toLowerCase());
  const inReference = before?.kind === 'sign' && before.value === '.';
  return word === undefined || inReference
    ? { kind: 'name', value: name, at }
    : { kind: 'word', value: word, at };
}

/** Quotation marks of the same kind, and backslashes, are written with a backslash before them. */
function readText(source: string, start: number): { value: string; end: number } {
  const quote = source.charAt(start);
  let value = '';
  for (let at = start + 1; at < source.length; at++) {
    const letter = source.charAt(at);
    if (letter === quote) return { value, end: at + 1 };
    if (letter === '\\' && at + 1 < source.length) value += source.charAt(++at);
    else value += letter;
  }
  throw new ExpressionError('A text is not closed', start);
}
