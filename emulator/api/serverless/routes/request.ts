import type { Collection } from '../../../store';
import { notFound, type RestReply, type RestRequest, type Route } from '../../rest';
import type { Environment, ServerlessService } from '../entities';
import type { ServerlessModel } from '../model';
import { HOST, type ServerlessViews } from '../views';

/** What every operation needs. */
export interface Desk {
  model: ServerlessModel;
  views: ServerlessViews;
  /** Runs what an environment holds by now; resolves when it does. */
  run(environment: Environment): Promise<void>;
  /** Runs it no more. */
  end(environment: Environment): Promise<void>;
  /** What runs there shall see the variables as they are by now. */
  variablesChanged(environment: Environment): void;
}

type Handle = (request: RestRequest) => RestReply | Promise<RestReply>;

/** An operation at or below `/v1/Services`. */
export const route = (method: Route['method'], path: string, handle: Handle): Route => ({
  method,
  host: HOST,
  path: `/v1/Services${path}`,
  handle,
});

/** The service that the address names, by SID or unique name. */
export function serviceOf({ model }: Desk, request: RestRequest, param = 'ServiceSid'): ServerlessService {
  const found = model.service(request.params[param] ?? '');
  if (!found) throw notFound(request);
  return found;
}

/** What the address names by its SID, if it is of the service in the address. */
export function oneOf<T extends { serviceSid: string }>(
  desk: Desk,
  request: RestRequest,
  collection: Collection<T>,
  param = 'Sid',
): T {
  const { sid } = serviceOf(desk, request);
  const found = collection.get(request.params[param] ?? '');
  if (!found || found.serviceSid !== sid) throw notFound(request);
  return found;
}

/** The environment in the address, by SID or unique name. */
export function environmentOf(desk: Desk, request: RestRequest, param = 'EnvironmentSid'): Environment {
  const { sid } = serviceOf(desk, request);
  const name = request.params[param] ?? '';
  const found = desk.model.environments.find(
    (one) => one.serviceSid === sid && (one.sid === name || one.uniqueName === name),
  );
  if (!found) throw notFound(request);
  return found;
}
