import type { Expression, Operand, Operator, Scalar } from './parse';

type Value = Scalar | Value[] | { [key: string]: unknown };

/** The JSON document that the keys of an expression are looked up in. */
export type Scope = Record<string, unknown>;

/**
 * Whether an expression is true of a document. A key that the document lacks is null. Scalar operators with an array,
 * and array operators without one, are false. https://www.twilio.com/docs/taskrouter/expression-syntax
 */
export function evaluate(expression: Expression, scope: Scope): boolean {
  switch (expression.kind) {
    case 'and':
      return evaluate(expression.left, scope) && evaluate(expression.right, scope);
    case 'or':
      return evaluate(expression.left, scope) || evaluate(expression.right, scope);
    case 'not':
      return !evaluate(expression.of, scope);
    case 'comparison':
      return compare(expression.operator, resolve(expression.left, scope), resolve(expression.right, scope));
  }
}

/** What a path leads to, null when it leads nowhere; only what the document itself holds, never `constructor`. */
export function lookUp(scope: unknown, path: (string | number)[]): unknown {
  let value = scope;
  for (const step of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return null;
    if (Array.isArray(value) !== (typeof step === 'number')) return null;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value ?? null;
}

function resolve(operand: Operand, scope: Scope): Value {
  if (operand.kind === 'constant') return operand.value;
  if (operand.kind === 'list') return operand.items.map((item) => resolve(item, scope));
  return lookUp(scope, operand.path) as Value;
}

const isScalar = (value: Value): value is Scalar => value === null || typeof value !== 'object';

function compare(operator: Operator, left: Value, right: Value): boolean {
  if (operator === 'has') return Array.isArray(left) && isScalar(right) && left.includes(right);
  if (operator === 'in') return Array.isArray(right) && isScalar(left) && right.includes(left);
  if (operator === 'not in') return Array.isArray(right) && isScalar(left) && !right.includes(left);
  if (!isScalar(left) || !isScalar(right)) return false;
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === 'contains') return left !== null && right !== null && String(left).includes(String(right));
  // Values of different types have no order, and neither have null, true and false.
  if (typeof left === 'number' && typeof right === 'number') return ordered(operator, left - right);
  if (typeof left === 'string' && typeof right === 'string')
    return ordered(operator, left < right ? -1 : left > right ? 1 : 0);
  return false;
}

function ordered(operator: '<' | '<=' | '>' | '>=', difference: number): boolean {
  if (operator === '<') return difference < 0;
  if (operator === '<=') return difference <= 0;
  return operator === '>' ? difference > 0 : difference >= 0;
}
