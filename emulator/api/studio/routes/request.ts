import type { Account } from '../../../product';
import { notFound, type RestRequest, type Route } from '../../rest';
import type { Execution, FlowRevision } from '../entities';
import type { Executions } from '../executions';
import type { Flows } from '../flows';
import type { Templates } from '../liquid';
import type { Runner } from '../runner';
import { HOST } from '../views';

/** What every group of routes needs. */
export interface StudioRoom {
  account: Account;
  flows: Flows;
  executions: Executions;
  templates: Templates;
  runner: Runner;
}

/** The flow that the address names, or 404. */
export function flowOf(room: StudioRoom, request: RestRequest, variable = 'FlowSid'): FlowRevision {
  const flow = room.flows.find(request.params[variable] ?? '');
  if (!flow) throw notFound(request);
  return flow;
}

/** The execution that the address names in its flow, or 404. */
export function executionOf(room: StudioRoom, request: RestRequest, variable = 'ExecutionSid'): Execution {
  const { sid } = flowOf(room, request);
  const execution = room.executions.find(sid, request.params[variable] ?? '');
  if (!execution) throw notFound(request);
  return execution;
}

export const route = (method: Route['method'], path: string, handle: Route['handle']): Route => ({
  method,
  host: HOST,
  path: `/v2/Flows${path}`,
  handle,
});
