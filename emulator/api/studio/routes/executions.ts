import { created, metaPage, noContent, ok, type RestRequest, type Route, required } from '../../rest';
import type { Execution } from '../entities';
import { alreadyActive, invalid } from '../errors';
import { executionContextView, executionView } from '../views';
import { executionOf, flowOf, route, type StudioRoom } from './request';

/** `/v2/Flows/{FlowSid}/Executions`: https://www.twilio.com/docs/studio/rest-api/v2/execution */
export function executionRoutes(room: StudioRoom): Route[] {
  const { account, executions, flows, runner } = room;
  const many = '/{FlowSid}/Executions';
  return [
    route('POST', many, (request) => {
      const { sid } = flowOf(room, request);
      const flow = flows.published(sid);
      if (!flow)
        throw invalid(`Flow ${sid} has no published revision to execute; update it with Status=published`);
      const to = required(request, 'To');
      const from = required(request, 'From');
      const parameters = parametersOf(request);
      const active = executions
        .active()
        .find((one) => one.flowSid === sid && one.contactChannelAddress === to);
      if (active) throw alreadyActive(active.sid);
      return created(executionView(account, runner.trigger(flow, { to, from, parameters })));
    }),
    route('GET', many, (request) => {
      const { sid } = flowOf(room, request);
      const all = executions.list(sid).filter(within(request));
      return metaPage(request, 'executions', all, (one) => executionView(account, one));
    }),
    route('GET', `${many}/{Sid}`, (request) => ok(executionView(account, executionOf(room, request, 'Sid')))),
    route('POST', `${many}/{Sid}`, (request) => {
      const execution = executionOf(room, request, 'Sid');
      const status = required(request, 'Status');
      if (status !== 'active' && status !== 'ended')
        throw invalid(`Invalid value of parameter Status: "${status}" must be active or ended`);
      if (status === 'ended') runner.end(execution, 'by REST');
      else if (execution.status === 'ended')
        throw invalid(`Execution ${execution.sid} has ended and cannot be made active again`);
      return ok(executionView(account, execution));
    }),
    route('DELETE', `${many}/{Sid}`, (request) => {
      const execution = executionOf(room, request, 'Sid');
      runner.end(execution, 'by REST');
      executions.remove(execution);
      return noContent();
    }),
    route('GET', `${many}/{ExecutionSid}/Context`, (request) =>
      ok(executionContextView(account, executionOf(room, request))),
    ),
  ];
}

function parametersOf(request: RestRequest): Record<string, unknown> {
  const text = request.form.get('Parameters');
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Falls through to the one error below.
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw invalid('Invalid value of parameter Parameters: must be a JSON object');
  return value as Record<string, unknown>;
}

/** `DateCreatedFrom` and `DateCreatedTo`, ISO 8601. */
function within({ query }: RestRequest): (execution: Execution) => boolean {
  const bound = (name: string, otherwise: number): number => {
    const text = query.get(name);
    if (text === undefined) return otherwise;
    const time = Date.parse(text);
    if (Number.isNaN(time)) throw invalid(`Invalid value of parameter ${name}: must be a date in ISO 8601`);
    return time;
  };
  const from = bound('DateCreatedFrom', Number.NEGATIVE_INFINITY);
  const to = bound('DateCreatedTo', Number.POSITIVE_INFINITY);
  return ({ dateCreated }) => dateCreated >= from && dateCreated <= to;
}
