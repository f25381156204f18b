import type { RestRequest } from '../rest';
import type { Resource } from './entities';
import { changedMeanwhile, invalid } from './errors';
import { LIMITS } from './limits';

/** The value of a parameter that must be there, or 400/20001. */
export function demand(request: RestRequest, name: string): string {
  const value = request.form.get(name);
  if (value === undefined || value === '')
    throw invalid(`Missing required parameter ${name} in the post body`);
  return value;
}

/** A text of its own choosing, undefined when absent; empty is refused. */
export function readName(request: RestRequest, name = 'FriendlyName'): string | undefined {
  return request.form.has(name) ? demand(request, name) : undefined;
}

/** A whole number within bounds, undefined when absent; 400/20001 otherwise. */
export function readNumber(
  request: RestRequest,
  name: string,
  { least, most }: { least: number; most: number },
): number | undefined {
  if (!request.form.has(name)) return undefined;
  const value = request.form.int(name);
  if (value === undefined || value < least || value > most)
    throw invalid(`Invalid value of parameter ${name}: must be a whole number from ${least} to ${most}`);
  return value;
}

/** True or false, undefined when absent; 400/20001 otherwise. */
export function readBoolean(request: RestRequest, name: string): boolean | undefined {
  const text = request.form.get(name);
  if (text !== undefined && !/^(true|false)$/i.test(text))
    throw invalid(`Invalid value of parameter ${name}: must be true or false`);
  return request.form.bool(name);
}

/** One of some words, undefined when absent; 400/20001 otherwise. */
export function readChoice<T extends string>(
  request: RestRequest,
  name: string,
  choices: readonly T[],
): T | undefined {
  const text = request.form.get(name);
  if (text === undefined) return undefined;
  const found = choices.find((choice) => choice === text);
  if (found === undefined)
    throw invalid(`Invalid value of parameter ${name}: must be one of ${choices.join(', ')}`);
  return found;
}

/** An absolute web address; empty takes it away (null), undefined when absent. */
export function readUrl(request: RestRequest, name: string): string | null | undefined {
  const text = request.form.get(name);
  if (text === undefined) return undefined;
  if (text === '') return null;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    throw invalid(`Invalid value of parameter ${name}: must be an absolute http or https URL`);
  return text;
}

/** A JSON object, as text, undefined when absent; 400/20001 when it is none or too large. */
export function readAttributes(request: RestRequest): string | undefined {
  const text = request.form.get('Attributes');
  if (text === undefined) return undefined;
  if (Buffer.byteLength(text) > LIMITS.attributesBytes)
    throw invalid(`Attributes are larger than ${LIMITS.attributesBytes} bytes`);
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return text;
  } catch {
    // Falls through: not JSON is as wrong as JSON of another shape.
  }
  throw invalid('Attributes must be a valid JSON object');
}

/** A date in ISO 8601 as milliseconds since the epoch, undefined when absent. */
export function readDate(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw invalid(`Invalid value of parameter ${name}: must be a date in ISO 8601`);
  return time;
}

/** Throws 412 when If-Match names another version. */
export function demandVersion(request: RestRequest, { sid, version }: Resource): void {
  const wanted = request.headers['if-match']?.replace(/^(?:W\/)?"(.*)"$/, '$1');
  if (wanted !== undefined && wanted !== '*' && wanted !== String(version))
    throw changedMeanwhile(sid, version);
}

/** Only what is given: for changes, where absent means as it was. */
export function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const found = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
