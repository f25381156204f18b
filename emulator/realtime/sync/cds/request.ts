import { Form, type RestReply, type RestRequest, TwilioError } from '../../../api/rest';
import type { ObjectKind, SyncModel, SyncObject, SyncService } from '../../../api/sync';
import { type SyncErrorCode, syncError } from '../../../api/sync/errors';
import type { Actor } from '../../../api/sync/objects';
import { refuseParameters } from '../../../api/unsupported';
import type { HttpRequest } from '../messages';

/** Who asks: what the connection's token says. */
export interface Caller {
  identity: string;
  serviceSid: string;
}

/** A request inside the socket. Its fields have the names that REST gives them, so that both read them alike. */
export interface CdsRequest extends RestRequest {
  caller: Caller;
}

/** One operation inside the socket; `path` is a template as in `Route`. */
export interface CdsRoute {
  method: string;
  path: string;
  handle: (request: CdsRequest) => RestReply;
}

/** JSON field → the parameter of the REST API that means the same. */
const PARAMETERS: Record<string, string> = {
  unique_name: 'UniqueName',
  data: 'Data',
  ttl: 'Ttl',
  purpose: 'Purpose',
  context: 'Context',
};

/** The SDK can send these with a new list; no other interface of Sync has them. */
const MISSING = ['Purpose', 'Context'];

/** Throws 400 / 54008 when the body is not JSON, and for what the emulator does not have. */
export function readRequest(http: HttpRequest, body: Buffer, caller: Caller): CdsRequest {
  const url = new URL(http.path, `https://${http.host}`);
  for (const [name, values] of Object.entries(http.params))
    for (const value of [values].flat()) url.searchParams.append(name, decoded(value));
  const json = readJson(http.method, body);
  const request: CdsRequest = {
    method: http.method,
    host: http.host,
    url,
    params: {},
    query: new Form(url.searchParams),
    form: formOf(json),
    json,
    body,
    headers: Object.fromEntries(
      Object.entries(http.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    caller,
  };
  refuseParameters(request, MISSING, 'emulator/realtime/sync/cds/');
  return request;
}

export const actorOf = ({ caller }: CdsRequest): Actor => ({ identity: caller.identity, fromRest: false });

/** The service that the token is for. Throws 404 / 54050 when it was removed meanwhile. */
export function serviceOf(model: SyncModel, { serviceSid }: Caller): SyncService {
  const service = model.services.find(serviceSid);
  if (!service) throw syncError(54050);
  return service;
}

/** The error for an object that is not there. */
export const NOT_FOUND: Record<ObjectKind, SyncErrorCode> = {
  document: 54100,
  list: 54150,
  map: 54200,
  stream: 54250,
};

/** By SID or unique name, within the token's service. Throws 404. */
export function objectOf(model: SyncModel, caller: Caller, kind: ObjectKind, address: string): SyncObject {
  const object = model.objects.find(serviceOf(model, caller).sid, kind, address);
  if (!object) throw syncError(NOT_FOUND[kind]);
  return object;
}

function readJson(method: string, body: Buffer): unknown {
  // The SDK's DELETE carries the name of the grant as its body.
  if (body.length === 0 || method === 'DELETE') return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw syncError(54008);
  }
}

function formOf(json: unknown): Form {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries((json ?? {}) as object))
    fields.append(PARAMETERS[name] ?? name, name === 'data' ? JSON.stringify(value) : String(value));
  return new Form(fields);
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new TwilioError(400, 20001, `The parameter ${value} is not encoded as in a URL`);
  }
}
