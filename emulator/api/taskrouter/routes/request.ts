import type { Account } from '../../../product';
import { notFound, type RestReply, type RestRequest, type Route } from '../../rest';
import type { Resource, Workspace } from '../entities';
import type { TaskRouterModel } from '../model';
import type { Room } from '../model/room';
import type { Table } from '../model/table';
import { HOST } from '../urls';
import type { Views } from '../views';

/** What every group of routes needs. */
export interface Desk {
  account: Account;
  model: TaskRouterModel;
  room: Room;
  views: Views;
}

/** The workspace that the address names, or 404. */
export function workspaceOf(desk: Desk, request: RestRequest, variable = 'WorkspaceSid'): Workspace {
  const workspace = desk.room.tables.workspaces.get(request.params[variable]);
  if (!workspace) throw notFound(request);
  return workspace;
}

/** What the address names in its workspace, or 404. */
export function oneOf<T extends Resource>(
  desk: Desk,
  request: RestRequest,
  table: Table<T>,
  variable = 'Sid',
): T {
  const { sid } = workspaceOf(desk, request);
  const item = table.get(request.params[variable]);
  if (item?.workspaceSid !== sid) throw notFound(request);
  return item;
}

/** The reply with the version as its ETag, which If-Match then takes. */
export const versioned = (status: number, resource: Resource, json: unknown): RestReply => ({
  status,
  json,
  headers: { ETag: `"${resource.version}"` },
});

/** A route of a workspace. `path` follows `/v1/Workspaces/{WorkspaceSid}`. */
export const inWorkspace = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
  method,
  host: HOST,
  path: `/v1/Workspaces/{WorkspaceSid}${path}`,
  handle,
});
