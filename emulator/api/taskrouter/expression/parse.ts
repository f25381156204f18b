import { ExpressionError, type Token, tokenize } from './tokens';

export type Scalar = string | number | boolean | null;

/** One side of a comparison: a constant, a list of them, or a reference into a JSON document. */
export type Operand =
  | { kind: 'constant'; value: Scalar }
  | { kind: 'list'; items: Operand[] }
  /** `object.array[2]` → `['object', 'array', 2]`. */
  | { kind: 'reference'; path: (string | number)[] };

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'has' | 'in' | 'not in' | 'contains';

/** What an expression says. */
export type Expression =
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'not'; of: Expression }
  | { kind: 'comparison'; operator: Operator; left: Operand; right: Operand };

/** Nobody writes so deep; without an end, parentheses could use up the stack. */
const DEEPEST = 200;

/**
 * Reads an expression: comparisons, joined by NOT, AND, OR (which bind in this order) and parentheses.
 * https://www.twilio.com/docs/taskrouter/expression-syntax Throws `ExpressionError` with the position.
 */
export function parse(source: string): Expression {
  const parser = new Parser(tokenize(source));
  return parser.whole();
}

class Parser {
  #next = 0;
  #depth = 0;

  constructor(private readonly tokens: Token[]) {}

  whole(): Expression {
    const expression = this.#or();
    if (this.#token.kind !== 'end') throw this.#unexpected('AND, OR or the end');
    return expression;
  }

  get #token(): Token {
    const token = this.tokens[this.#next] ?? this.tokens.at(-1);
    if (!token) throw new ExpressionError('Nothing to read', 0);
    return token;
  }

  #or(): Expression {
    if (++this.#depth > DEEPEST) throw new ExpressionError('Nested too deeply', this.#token.at);
    let left = this.#and();
    while (this.#take('word', 'or')) left = { kind: 'or', left, right: this.#and() };
    this.#depth--;
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#take('word', 'and')) left = { kind: 'and', left, right: this.#not() };
    return left;
  }

  #not(): Expression {
    let times = 0;
    while (this.#take('word', 'not')) times++;
    let expression = this.#primary();
    for (; times > 0; times--) expression = { kind: 'not', of: expression };
    return expression;
  }

  #primary(): Expression {
    if (!this.#take('sign', '(')) return this.#comparison();
    const inner = this.#or();
    if (!this.#take('sign', ')')) throw this.#unexpected('")"');
    return inner;
  }

  #comparison(): Expression {
    const left = this.#operand();
    const operator = this.#operator();
    return { kind: 'comparison', operator, left, right: this.#operand() };
  }

  #operator(): Operator {
    for (const sign of ['==', '!=', '<=', '>=', '<', '>'] as const) if (this.#take('sign', sign)) return sign;
    if (this.#take('sign', '=')) return '==';
    for (const word of ['has', 'in', 'contains'] as const) if (this.#take('word', word)) return word;
    if (this.#take('word', 'not')) {
      if (this.#take('word', 'in')) return 'not in';
      throw this.#unexpected('IN after NOT');
    }
    throw this.#unexpected('an operator (==, !=, <, <=, >, >=, HAS, IN, NOT IN, CONTAINS)');
  }

  #operand(): Operand {
    const token = this.#token;
    if (token.kind === 'text' || token.kind === 'number') {
      this.#next++;
      return { kind: 'constant', value: token.value };
    }
    if (this.#take('word', 'true')) return { kind: 'constant', value: true };
    if (this.#take('word', 'false')) return { kind: 'constant', value: false };
    if (this.#take('word', 'null')) return { kind: 'constant', value: null };
    if (this.#take('sign', '[')) return this.#list();
    if (token.kind === 'name') return this.#reference();
    throw this.#unexpected('a value or a key');
  }

  #list(): Operand {
    if (++this.#depth > DEEPEST) throw new ExpressionError('Nested too deeply', this.#token.at);
    const items: Operand[] = [];
    if (!this.#take('sign', ']')) {
      do items.push(this.#operand());
      while (this.#take('sign', ','));
      if (!this.#take('sign', ']')) throw this.#unexpected('"," or "]"');
    }
    this.#depth--;
    return { kind: 'list', items };
  }

  #reference(): Operand {
    const path: (string | number)[] = [this.#name()];
    for (;;) {
      if (this.#take('sign', '.')) path.push(this.#name());
      else if (this.#take('sign', '[')) path.push(this.#index());
      else return { kind: 'reference', path };
    }
  }

  #name(): string {
    const token = this.#token;
    if (token.kind !== 'name') throw this.#unexpected('a key');
    this.#next++;
    return token.value;
  }

  #index(): number {
    const token = this.#token;
    if (token.kind !== 'number' || !Number.isInteger(token.value)) throw this.#unexpected('a whole number');
    this.#next++;
    if (!this.#take('sign', ']')) throw this.#unexpected('"]"');
    return token.value;
  }

  #take(kind: 'word' | 'sign', value: string): boolean {
    const token = this.#token;
    if (token.kind !== kind || token.value !== value) return false;
    this.#next++;
    return true;
  }

  #unexpected(wanted: string): ExpressionError {
    const token = this.#token;
    const found = token.kind === 'end' ? 'the end' : JSON.stringify(token.value);
    return new ExpressionError(`Expected ${wanted}, found ${found}`, token.at);
  }
}
