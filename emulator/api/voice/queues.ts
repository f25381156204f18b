import type { Core } from '../../voice/core';
import type { QueueRecord } from '../../voice/model';
import { runOn } from '../../voice/program';
import type { QueuedCall } from '../../voice/queue/queued-call';
import {
  averageWait,
  LONGEST_QUEUE_NAME,
  membersOf,
  openQueue,
  QUEUE_SIZE,
  queueNamed,
} from '../../voice/queue/queues';
import {
  classicPage,
  created,
  noContent,
  notFound,
  ok,
  type RestReply,
  type RestRequest,
  type Route,
  required,
  rfc2822,
} from '../rest';
import { ACCOUNT, checkAccount, HOST, int, invalid, target } from './input';

const QUEUES = `${ACCOUNT}/Queues.json`;
const QUEUE = `${ACCOUNT}/Queues/{Sid}.json`;
const MEMBERS = `${ACCOUNT}/Queues/{QueueSid}/Members.json`;
const MEMBER = `${ACCOUNT}/Queues/{QueueSid}/Members/{CallSid}.json`;

/** https://www.twilio.com/docs/voice/api/queue-resource, https://www.twilio.com/docs/voice/api/member-resource */
export function queueRoutes(core: Core): Route[] {
  const view = (queue: QueueRecord) => queueView(core, queue);
  const member = (call: QueuedCall) => memberView(core, call);
  return [
    { method: 'POST', host: HOST, path: QUEUES, handle: (request) => created(view(create(core, request))) },
    {
      method: 'GET',
      host: HOST,
      path: QUEUES,
      handle: (request) => {
        checkAccount(core, request);
        return classicPage(request, 'queues', core.queues.values(), view);
      },
    },
    { method: 'GET', host: HOST, path: QUEUE, handle: (request) => ok(view(find(core, request, 'Sid'))) },
    { method: 'POST', host: HOST, path: QUEUE, handle: (request) => ok(view(update(core, request))) },
    { method: 'DELETE', host: HOST, path: QUEUE, handle: (request) => remove(core, request) },
    {
      method: 'GET',
      host: HOST,
      path: MEMBERS,
      handle: (request) =>
        classicPage(request, 'queue_members', membersOf(core, find(core, request, 'QueueSid').sid), member),
    },
    { method: 'GET', host: HOST, path: MEMBER, handle: (request) => ok(member(findMember(core, request))) },
    { method: 'POST', host: HOST, path: MEMBER, handle: (request) => dequeue(core, request) },
  ];
}

function create(core: Core, request: RestRequest): QueueRecord {
  checkAccount(core, request);
  const name = readName(core, required(request, 'FriendlyName'));
  return openQueue(core, name, readSize(request));
}

function update(core: Core, request: RestRequest): QueueRecord {
  const queue = find(core, request, 'Sid');
  const name = request.form.has('FriendlyName')
    ? readName(core, required(request, 'FriendlyName'), queue)
    : queue.friendlyName;
  const maxSize = readSize(request) ?? queue.maxSize;
  Object.assign(queue, { friendlyName: name, maxSize, dateUpdated: core.kernel.clock.now() });
  return queue;
}

/** Only an empty queue can be deleted. */
function remove(core: Core, request: RestRequest): RestReply {
  const queue = find(core, request, 'Sid');
  if (membersOf(core, queue.sid).length > 0)
    throw invalid(20001, `The queue ${queue.friendlyName} is not empty`);
  core.queues.delete(queue.sid);
  return noContent();
}

/** Takes a caller out of the queue, to other TwiML. */
function dequeue(core: Core, request: RestRequest): RestReply {
  const call = findMember(core, request);
  required(request, 'Url');
  const url = target(request.form, 'Url', 'Method');
  const view = memberView(core, call);
  if (url) runOn(call.leg, { source: { url } });
  return ok(view);
}

function find(core: Core, request: RestRequest, variable: 'Sid' | 'QueueSid'): QueueRecord {
  checkAccount(core, request);
  const queue = core.queues.get(request.params[variable] ?? '');
  if (!queue) throw notFound(request);
  return queue;
}

/** By call SID, or the first of all as `Front`. */
function findMember(core: Core, request: RestRequest): QueuedCall {
  const members = membersOf(core, find(core, request, 'QueueSid').sid);
  const wanted = request.params.CallSid ?? '';
  const found = wanted === 'Front' ? members[0] : members.find(({ leg: { callSid } }) => callSid === wanted);
  if (!found) throw notFound(request);
  return found;
}

function readName(core: Core, name: string, own?: QueueRecord): string {
  if (name.length > LONGEST_QUEUE_NAME)
    throw invalid(20001, `FriendlyName is longer than ${LONGEST_QUEUE_NAME} characters`);
  const same = queueNamed(core, name);
  if (same && same !== own) throw invalid(20001, `There is a queue with the FriendlyName ${name} already`);
  return name;
}

const readSize = ({ form }: RestRequest): number | undefined =>
  int(form, 'MaxSize', 20001, 1, QUEUE_SIZE.most);

function queueView(core: Core, queue: QueueRecord): Record<string, unknown> {
  const { sid: account } = core.kernel.account;
  const uri = `/2010-04-01/Accounts/${account}/Queues/${queue.sid}.json`;
  return {
    sid: queue.sid,
    account_sid: account,
    friendly_name: queue.friendlyName,
    max_size: queue.maxSize,
    current_size: membersOf(core, queue.sid).length,
    average_wait_time: averageWait(core, queue.sid),
    date_created: rfc2822(queue.dateCreated),
    date_updated: rfc2822(queue.dateUpdated),
    uri,
  };
}

function memberView(core: Core, call: QueuedCall): Record<string, unknown> {
  const { queueSid, callSid, dateEnqueued } = call.record;
  return {
    call_sid: callSid,
    queue_sid: queueSid,
    date_enqueued: rfc2822(dateEnqueued),
    position: call.position,
    wait_time: call.seconds,
    uri: `/2010-04-01/Accounts/${core.kernel.account.sid}/Queues/${queueSid}/Members/${callSid}.json`,
  };
}
