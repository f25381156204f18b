import * as v from 'valibot';
import { Problem } from './errors';

/** Any valibot schema of an object. */
export type Schema = v.GenericSchema<unknown, object>;

/** What a schema makes of a request's fields. */
export type Input<S extends Schema> = v.InferOutput<S>;

/** One field that can't be used, as the caller is told. */
export interface FieldProblem {
  field: string;
  problem: 'missing' | 'given more than once' | 'wrong';
  /** What to send instead: the message of the schema's action. */
  fix: string;
}

/** Every field the schema knows, as undefined: a field that is absent then gets its own message, not the object's. */
function blank(schema: Schema): Record<string, undefined> {
  const { entries = {} } = schema as { entries?: object };
  return Object.fromEntries(Object.keys(entries).map((key) => [key, undefined]));
}

/**
 * The fields of `event` as `schema` wants them; unknown ones are dropped. Throws `invalid_input` with every field that
 * can't be used. A schema's messages are written as the fix, for people.
 */
export function readInput<S extends Schema>(schema: S, event: Record<string, unknown>): Input<S> {
  const { request: _, ...fields } = event;
  const result = v.safeParse(schema, { ...blank(schema), ...fields }, { abortPipeEarly: true });
  if (result.success) return result.output;
  const problems = new Map<string, FieldProblem>();
  for (const issue of result.issues) {
    const field = v.getDotPath(issue) ?? '';
    // The platform turns a key that is sent twice into a list.
    const repeated = Array.isArray(issue.input) && issue.expected !== 'Array';
    const problem = issue.input === undefined ? 'missing' : repeated ? 'given more than once' : 'wrong';
    const fix = repeated ? `Send ${field} once.` : issue.message;
    if (!problems.has(field)) problems.set(field, { field, problem, fix });
  }
  throw new Problem('invalid_input', { fields: [...problems.values()] });
}
