import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import type { Operation, Schema, Specs } from './specs';

/**
 * Twilio's schemas as ajv understands them, compiled one operation at a time when first used. OpenAPI 3.0 says
 * `nullable` where JSON schema has a type of its own; and objects are closed here, because otherwise a misspelt name
 * would pass.
 */
export class Schemas {
  #ajv: { asked?: Ajv; answered?: Ajv } = {};
  /** Components that the one or the other knows. */
  #known = { asked: new Set<string>(), answered: new Set<string>() };
  #compiled = new Map<string, ValidateFunction>();

  constructor(private readonly specs: Specs) {}

  /** The names and values of a form or a query, as sent: texts, or lists of them. */
  fields(operation: Operation, where: 'body' | 'query'): ValidateFunction {
    return this.#compile(operation, 'asked', where, () => {
      if (where === 'query') {
        const parameters = operation.parameters.filter((parameter) => parameter.in === 'query');
        return closed({
          type: 'object',
          properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
          required: parameters.filter(({ required }) => required).map(({ name }) => name),
        });
      }
      const content = operation.requestBody?.content ?? {};
      const schema = content['application/x-www-form-urlencoded']?.schema;
      return closed(schema ?? { type: 'object', properties: {} });
    });
  }

  /** A JSON body of a request, or undefined when the operation takes none. */
  json(operation: Operation): ValidateFunction | undefined {
    const schema = operation.requestBody?.content?.['application/json']?.schema;
    if (!schema) return undefined;
    return this.#compile(operation, 'asked', 'json', () => schema);
  }

  /** The JSON body of an answer, or undefined when Twilio's file says nothing of this status. */
  answer(operation: Operation, status: number): ValidateFunction | undefined {
    const schema = operation.responses[String(status)]?.content?.['application/json']?.schema;
    if (!schema) return undefined;
    return this.#compile(operation, 'answered', String(status), () => schema);
  }

  #compile(
    operation: Operation,
    what: 'asked' | 'answered',
    key: string,
    schema: () => Schema,
  ): ValidateFunction {
    const full = `${operation.spec} ${operation.template} ${operation.id} ${key}`;
    const known = this.#compiled.get(full);
    if (known) return known;
    const made = this.#ajvFor(what).compile(this.#withComponents(what, schema(), operation.spec));
    this.#compiled.set(full, made);
    return made;
  }

  /** A form holds texts only, so "5" is a number there; in an answer it is not. */
  #ajvFor(what: 'asked' | 'answered'): Ajv {
    this.#ajv[what] ??= new Ajv({
      strict: false,
      allErrors: true,
      coerceTypes: what === 'asked' ? 'array' : false,
      validateFormats: false,
      // Twilio's files are taken as they are; comparing them with the language they are written in takes most time.
      validateSchema: false,
      // A validator runs a few times, and most of making one would be making it shorter.
      code: { optimize: false },
      logger: false,
    });
    return this.#ajv[what];
  }

  /**
   * The schema in ajv's words. Of the components of a file, ajv is given those that the schema comes to: looking through
   * all of them takes longer than the rest.
   */
  #withComponents(what: 'asked' | 'answered', schema: Schema, spec: string): Schema {
    const made = forAjv(schema, spec, (name) => {
      const id = componentId(spec, name);
      const component = this.specs.components(spec).schemas?.[name];
      if (component === undefined || this.#known[what].has(id)) return;
      this.#known[what].add(id);
      this.#ajvFor(what).addSchema({ ...this.#withComponents(what, component, spec), $id: id });
    });
    return made as Schema;
  }
}

const closed = (schema: Schema): Schema => ({ ...schema, additionalProperties: false });

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const COMPONENT = /^#\/components\/schemas\//;

/** Absolute, so that it means the same wherever it stands. */
const componentId = (spec: string, name: string): string => `twilio:/${spec}/${name}`;

/** A copy of an OpenAPI 3.0 schema in JSON schema's words; `refers` is told of each component that it refers to. */
function forAjv(schema: unknown, spec: string, refers: (component: string) => void): unknown {
  if (Array.isArray(schema)) return schema.map((item) => forAjv(item, spec, refers));
  if (!isObject(schema)) return schema;
  const copy: Schema = {};
  for (const [key, value] of Object.entries(schema)) {
    if (NOT_FOR_AJV.has(key)) continue;
    if (key === 'enum') copy[key] = value;
    else if (key === 'properties') copy[key] = eachForAjv(value, spec, refers);
    else copy[key] = forAjv(value, spec, refers);
  }
  if (typeof copy.$ref === 'string') {
    const name = copy.$ref.replace(COMPONENT, '');
    refers(name);
    copy.$ref = componentId(spec, name);
  }
  // An object without a single property is one that Twilio's files keep silent about.
  const described = isObject(copy.properties) && Object.keys(copy.properties).length > 0;
  if (copy.type === 'object' && described) copy.additionalProperties ??= false;
  return schema.nullable === true ? { anyOf: [copy, { type: 'null' }] } : copy;
}

/** The same for a table of schemas: its keys are names, whatever they are. */
const eachForAjv = (table: unknown, spec: string, refers: (component: string) => void): Schema =>
  Object.fromEntries(
    Object.entries(table ?? {}).map(([name, schema]) => [name, forAjv(schema, spec, refers)]),
  );

const NOT_FOR_AJV = new Set(['description', 'example', 'examples', 'nullable', 'x-twilio', 'discriminator']);

/** ajv's findings in a sentence each: where, what, and the name or the values in question. */
export function sentences(errors: ErrorObject[] | null | undefined): string[] {
  const found = (errors ?? []).filter(
    // The other half of "this or null" always fails too; and a failed "any of" only repeats what its parts said.
    (error) => !(error.keyword === 'type' && error.params.type === 'null') && error.keyword !== 'anyOf',
  );
  return found.map(({ instancePath, message, params }) => {
    const detail = params.additionalProperty ?? params.allowedValues;
    const where = instancePath === '' ? '' : `${instancePath.slice(1)} `;
    return `${where}${message}${detail === undefined ? '' : `: ${[detail].flat().join(', ')}`}`;
  });
}
