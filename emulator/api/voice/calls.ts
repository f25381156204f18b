import { mayShow, openLeg, reserveStart } from '../../voice/calls';
import type { Core } from '../../voice/core';
import { CALL_EVENTS, type CallEvent, type CallRecord, isFinal, type Subscription } from '../../voice/model';
import { type Program, runOn, start } from '../../voice/program';
import { LONGEST_INLINE_CHARACTERS } from '../../voice/twiml/document';
import {
  classicPage,
  created,
  type Form,
  noContent,
  notFound,
  ok,
  type RestReply,
  type RestRequest,
  type Route,
} from '../rest';
import {
  ACCOUNT,
  callee,
  caller,
  checkAccount,
  HOST,
  int,
  invalid,
  machineDetection,
  matches,
  method,
  oneOf,
  refuse,
  subscription,
  target,
  url,
  withinTimes,
} from './input';
import { outboundRecording } from './recording-input';
import { callView } from './views';

const CALLS = `${ACCOUNT}/Calls.json`;
const CALL = `${ACCOUNT}/Calls/{Sid}.json`;

const UNSUPPORTED = ['SipAuthUsername', 'SipAuthPassword', 'Byoc', 'CallToken', 'ClientNotificationUrl'];

/** https://www.twilio.com/docs/voice/api/call-resource */
export function callRoutes(core: Core): Route[] {
  const { account } = core.kernel;
  const view = (call: CallRecord) => callView(account, call);
  return [
    { method: 'POST', host: HOST, path: CALLS, handle: (request) => created(view(create(core, request))) },
    { method: 'GET', host: HOST, path: CALLS, handle: (request) => list(core, request, view) },
    { method: 'GET', host: HOST, path: CALL, handle: (request) => ok(view(find(core, request))) },
    { method: 'POST', host: HOST, path: CALL, handle: (request) => ok(view(update(core, request))) },
    { method: 'DELETE', host: HOST, path: CALL, handle: (request) => remove(core, request) },
  ];
}

function create(core: Core, request: RestRequest): CallRecord {
  checkAccount(core, request);
  const { form } = request;
  refuse(request, UNSUPPORTED);
  const to = callee(form);
  const from = caller(form, (address) => mayShow(core, address), to);
  const sendDigits = form.get('SendDigits') || undefined;
  if (sendDigits && !/^[0-9A-D#*wW]{1,32}$/.test(sendDigits))
    throw invalid(21206, `SendDigits may hold up to 32 of 0123456789ABCD*#wW: ${sendDigits}`);
  const application = applicationOf(core, form);
  const program = application?.program ?? programOf(form);
  if (!program) throw invalid(21205, 'Url parameter is required: give Url, Twiml or ApplicationSid');
  const plan = {
    program,
    timeout: int(form, 'Timeout', 21208, 1, 600) ?? 60,
    timeLimit: int(form, 'TimeLimit', 21208, 1, 24 * 60 * 60),
    sendDigits,
    detection: machineDetection(form, 'AsyncAmdStatusCallback'),
    asyncAmd: form.bool('AsyncAmd') ?? false,
    recording: outboundRecording(form),
  };
  const statusCallback = application
    ? application.statusCallback
    : subscription(form, 'StatusCallback', CALL_EVENTS, ['completed']);
  const leg = openLeg(core, { from, to, direction: 'outbound-api', statusCallback });
  leg.record.queueTime = reserveStart(core);
  start(leg, plan);
  return leg.record;
}

/** The TwiML a request names. Url wins over Twiml. */
function programOf(form: Form): Program | undefined {
  const fallback = target(form, 'FallbackUrl', 'FallbackMethod');
  const address = url(form, 'Url');
  if (address) return { source: { url: { url: address, method: method(form, 'Method') } }, fallback };
  const twiml = form.get('Twiml');
  if (!twiml) return undefined;
  if (twiml.length > LONGEST_INLINE_CHARACTERS)
    throw invalid(
      32018,
      `Twiml is ${twiml.length} characters long; at most ${LONGEST_INLINE_CHARACTERS} are allowed`,
    );
  return { source: { twiml }, fallback };
}

interface ApplicationPlan {
  program: Program;
  statusCallback: Subscription<CallEvent> | undefined;
}

/** With an application its own settings count, and those of the request do not. */
function applicationOf(core: Core, form: Form): ApplicationPlan | undefined {
  const sid = form.get('ApplicationSid');
  if (!sid) return undefined;
  const application = core.applications.get(sid);
  if (!application) throw invalid(21218, `Invalid ApplicationSid: ${sid}`);
  if (!application.voiceUrl) throw invalid(21205, `The application ${sid} has no VoiceUrl`);
  const { voiceFallbackUrl, voiceFallbackMethod, statusCallback, statusCallbackMethod } = application;
  return {
    program: {
      source: { url: { url: application.voiceUrl, method: application.voiceMethod } },
      fallback: voiceFallbackUrl ? { url: voiceFallbackUrl, method: voiceFallbackMethod } : undefined,
    },
    statusCallback: statusCallback
      ? { url: statusCallback, method: statusCallbackMethod, events: ['completed'] }
      : undefined,
  };
}

function find(core: Core, request: RestRequest): CallRecord {
  checkAccount(core, request);
  const call = core.calls.get(request.params.Sid ?? '');
  if (!call) throw notFound(request);
  return call;
}

/**
 * Ends or redirects a live call. `completed` ends it wherever it is, `canceled` only before it is answered. Anything else
 * on a call that is over, or a redirect of one that is not answered, is 21220.
 * https://www.twilio.com/docs/voice/api/call-resource#update-a-call-resource
 */
function update(core: Core, request: RestRequest): CallRecord {
  const call = find(core, request);
  const { form } = request;
  const status = oneOf(form, 'Status', ['canceled', 'completed'] as const, 21223);
  const program = programOf(form);
  const timeLimit = int(form, 'TimeLimit', 21208, 1, 24 * 60 * 60);
  const statusCallback = target(form, 'StatusCallback', 'StatusCallbackMethod');
  const leg = core.legs.get(call.sid);
  if (!leg || isFinal(call.status)) {
    // Ending what has just ended is no error at Twilio; redirecting it is.
    if (status && !program) return call;
    throw invalid(21220, 'Call is not in-progress. Cannot redirect.');
  }
  if (statusCallback)
    call.statusCallback = { ...statusCallback, events: call.statusCallback?.events ?? ['completed'] };
  if (status) {
    if (leg.answered && status === 'completed') leg.end('completed', 'api');
    else if (!leg.answered) leg.end('canceled', 'api');
    return call;
  }
  if (program) {
    if (!leg.answered) throw invalid(21220, 'Call is not in-progress. Cannot redirect.');
    core.kernel.timeline.add({
      kind: 'call',
      summary: `Call from ${call.from} to ${call.to} is given new TwiML by REST`,
      callSid: call.sid,
    });
    runOn(leg, program);
  }
  if (timeLimit !== undefined) leg.after(timeLimit, () => leg.end('completed', 'twilio'));
  leg.save();
  return call;
}

function list(core: Core, request: RestRequest, view: (call: CallRecord) => unknown): RestReply {
  checkAccount(core, request);
  const { query } = request;
  const status = query.get('Status');
  const found = core.calls
    .values()
    .filter(
      (call) =>
        matches(status, call.status === 'initiated' ? 'queued' : call.status) &&
        matches(query.get('To'), call.to) &&
        matches(query.get('From'), call.from) &&
        matches(query.get('ParentCallSid'), call.parentCallSid) &&
        withinTimes(query, 'StartTime', call.startTime) &&
        withinTimes(query, 'EndTime', call.endTime),
    )
    .reverse();
  return classicPage(request, 'calls', found, view);
}

/** A call that is over can be deleted; a live one is 20009. */
function remove(core: Core, request: RestRequest): RestReply {
  const call = find(core, request);
  if (!isFinal(call.status)) throw invalid(20009, 'Cannot delete this resource before it is complete');
  core.calls.delete(call.sid);
  return noContent();
}
