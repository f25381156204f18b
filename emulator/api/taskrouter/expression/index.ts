import { evaluate, type Scope } from './evaluate';
import { type Expression, parse } from './parse';

export type { Scope } from './evaluate';
export { lookUp } from './evaluate';
export { ExpressionError } from './tokens';

/** A workspace asks the same few expressions of every task and worker; this many are kept as read. */
const KEPT = 1000;
const known = new Map<string, Expression>();

/** Throws `ExpressionError` when the source is not an expression. */
export function check(source: string): void {
  read(source);
}

/** Whether the expression is true of the document. Throws `ExpressionError`. */
export function matches(source: string, scope: Scope): boolean {
  return evaluate(read(source), scope);
}

function read(source: string): Expression {
  const found = known.get(source);
  if (found) return found;
  const expression = parse(source);
  if (known.size >= KEPT) known.clear();
  known.set(source, expression);
  return expression;
}
