import {
  created,
  metaPage,
  noContent,
  notFound,
  ok,
  type RestRequest,
  type Route,
  required,
} from '../../rest';
import { readDefinition } from '../definition';
import type { FlowRevision, FlowStatus } from '../entities';
import { InvalidDefinition, invalid } from '../errors';
import type { FlowInput } from '../flows';
import { flowView, revisionView } from '../views';
import { flowOf, route, type StudioRoom } from './request';

/** `/v2/Flows`: https://www.twilio.com/docs/studio/rest-api/v2/flow */
export function flowRoutes(room: StudioRoom): Route[] {
  const { account, flows, templates, runner } = room;
  const read = (request: RestRequest, before?: FlowRevision): FlowInput => {
    const friendlyName = before
      ? (request.form.get('FriendlyName') ?? before.friendlyName)
      : required(request, 'FriendlyName');
    const definition = before ? request.form.get('Definition') : required(request, 'Definition');
    const commitMessage = request.form.get('CommitMessage') ?? null;
    const status = statusOf(request);
    return {
      friendlyName,
      status,
      commitMessage,
      // Without a new definition it stays as it is.
      read:
        definition === undefined && before
          ? { definition: before.definition, errors: before.errors, warnings: before.warnings }
          : readDefinition(definition ?? '', templates),
    };
  };
  return [
    route('POST', '', (request) => created(flowView(account, flows.create(read(request))))),
    route('POST', '/Validate', (request) => {
      const { errors, warnings } = read(request).read;
      if (errors.length > 0) throw new InvalidDefinition(errors, warnings);
      return ok({ valid: true });
    }),
    route('GET', '', (request) =>
      metaPage(request, 'flows', flows.list(), (flow) => flowView(account, flow)),
    ),
    route('GET', '/{Sid}', (request) => ok(flowView(account, flowOf(room, request, 'Sid')))),
    route('POST', '/{Sid}', (request) => {
      const flow = flowOf(room, request, 'Sid');
      return ok(flowView(account, flows.update(flow, read(request, flow))));
    }),
    route('DELETE', '/{Sid}', (request) => {
      const { sid } = flowOf(room, request, 'Sid');
      runner.forget(sid);
      flows.remove(sid);
      return noContent();
    }),
    route('GET', '/{Sid}/Revisions', (request) => {
      const { sid } = flowOf(room, request, 'Sid');
      return metaPage(request, 'revisions', flows.revisions(sid), (one) => revisionView(account, one));
    }),
    route('GET', '/{Sid}/Revisions/{Revision}', (request) => {
      const { sid } = flowOf(room, request, 'Sid');
      const found = revisionOf(room, sid, request.params.Revision ?? '');
      if (!found) throw notFound(request);
      return ok(revisionView(account, found));
    }),
  ];
}

/** By number, or one of the two names Twilio has for one. https://www.twilio.com/docs/studio/rest-api/v2/flow-revision */
function revisionOf({ flows }: StudioRoom, sid: string, name: string): FlowRevision | undefined {
  if (name === 'LatestPublished') return flows.published(sid);
  if (name === 'LatestRevision') return flows.find(sid);
  return flows.revision(sid, Number(name));
}

function statusOf(request: RestRequest): FlowStatus {
  const status = required(request, 'Status');
  if (status !== 'draft' && status !== 'published')
    throw invalid(`Invalid value of parameter Status: "${status}" must be draft or published`);
  return status;
}
