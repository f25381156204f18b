import * as v from 'valibot';
import { Problem } from './errors';

/** Any valibot schema of an object. */
export type Schema = v.GenericSchema<unknown, object>;

/**
 * A schema, or how to make it. A function's schema is made at its first request, so that a cold start doesn't pay for
 * the schemas of all functions of an area: write `export const StartCall = () => v.object({…})`.
 */
export type SchemaSource = Schema | (() => Schema);

/** What a schema makes of a request's fields: the type of a use case's `input`. */
export type Input<S extends SchemaSource> = v.InferOutput<Made<S>>;
type Made<S extends SchemaSource> = S extends Schema ? S : S extends () => Schema ? ReturnType<S> : never;

/** The schema itself, made once. */
export function schemaOf(source: SchemaSource): () => Schema {
  let made: Schema | undefined;
  return () => {
    made ??= typeof source === 'function' ? source() : source;
    return made;
  };
}

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
export function readInput<S extends Schema>(schema: S, event: Record<string, unknown>): v.InferOutput<S> {
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
