import { type RestRequest, TwilioError } from '../rest';
import type { SyncData } from './entities';
import { type SyncErrorCode, syncError } from './errors';
import { LIMITS } from './limits';
import type { Expected } from './objects';

/** `data` taken from a request, with its size as Sync counts it. */
export interface DataInput {
  data: SyncData;
  /** Bytes of the JSON as it is stored. */
  bytes: number;
}

/** The `Data` parameter, or undefined when it is absent. Throws 54008 when it is no JSON object, 54006 when too large. */
export function readData(request: RestRequest, maximum: number = LIMITS.dataBytes): DataInput | undefined {
  const text = request.form.get('Data');
  if (text === undefined) return undefined;
  const data = parseObject(text);
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes > maximum) throw syncError(54006);
  return { data, bytes };
}

/** As `readData`, where it must be there; `missing` is the code thrown when it is not. */
export function requireData(request: RestRequest, missing: SyncErrorCode, maximum?: number): DataInput {
  const input = readData(request, maximum);
  if (!input) throw syncError(missing);
  return input;
}

/**
 * The first of these time-to-live parameters (seconds) that is given: `CollectionTtl` and `ItemTtl` go before their
 * alias `Ttl`. Empty means for ever, as 0 does. Throws 54011.
 */
export function readTtl(request: RestRequest, ...names: string[]): number | undefined {
  const text = names.map((name) => request.form.get(name)).find((value) => value !== undefined);
  if (text === undefined) return undefined;
  if (text === '') return 0;
  const seconds = Number(text);
  if (!/^\d+$/.test(text) || seconds > LIMITS.ttl) throw syncError(54011);
  return seconds;
}

/** The revision that the If-Match header asks for. Throws 54003 when it is not one. */
export function readIfMatch(request: RestRequest): Expected {
  const text = request.headers['if-match']?.replace(/^"(.*)"$/, '$1');
  if (text === undefined) return undefined;
  if (!/^[0-9a-f]+$/i.test(text)) throw syncError(54003);
  return Number.parseInt(text, 16);
}

/** Throws 54010 when none of the parameters that an update may carry is there. */
export function requireAny(request: RestRequest, ...names: string[]): void {
  if (!names.some((name) => request.form.has(name))) throw syncError(54010);
}

/** A parameter of type boolean; throws 20001 for anything but true or false. */
export function readBoolean(request: RestRequest, name: string): boolean | undefined {
  const text = request.form.get(name);
  if (text === undefined) return undefined;
  if (!/^(true|false)$/i.test(text))
    throw new TwilioError(400, 20001, `Invalid value of parameter ${name}: must be true or false`);
  return text.toLowerCase() === 'true';
}

function parseObject(text: string): SyncData {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw syncError(54008);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw syncError(54008);
  return value as SyncData;
}
