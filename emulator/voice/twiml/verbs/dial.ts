import { elements, type XmlElement } from '../../../xml';
import { isClient } from '../../addresses';
import { callParams, durationOf } from '../../call-callbacks';
import { mayShow } from '../../calls';
import { Interrupted } from '../../core';
import { LONGEST_CALL_SECONDS } from '../../leg';
import { recordingUrl } from '../../recording/tell';
import { Attributes } from '../attributes';
import { type DialPlan, type DialRecording, dialNumbers } from '../dial-numbers';
import { TwimlFailure } from '../failure';
import type { Callee } from '../nouns/callee';
import { dialConference } from '../nouns/conference';
import { calleesOf } from '../nouns/number';
import { dialQueue } from '../nouns/queue';
import { isTrimmed, RECORDING_ATTRIBUTES, recordingCallback, trackOf } from '../recording-attributes';
import { legOf, type Outcome, type Scene } from '../scene';

/** https://www.twilio.com/docs/voice/twiml/dial#timeout */
const RING_SECONDS = 30;
const DIAL_RECORD = [
  'do-not-record',
  'record-from-answer',
  'record-from-ringing',
  'record-from-answer-dual',
  'record-from-ringing-dual',
  'true',
  'false',
] as const;

/** `<Dial>`: connects the call to numbers or to a conference. https://www.twilio.com/docs/voice/twiml/dial */
export async function dial(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const attributes = new Attributes(scene, element, {
    supported: [
      'action',
      'method',
      'timeout',
      'callerId',
      'hangupOnStar',
      'timeLimit',
      'answerOnBridge',
      'sequential',
      'record',
      'recordingTrack',
      ...RECORDING_ATTRIBUTES,
    ],
    ignored: ['ringTone'],
    missing: ['events', 'passports', 'recordingConfigurationId', 'referMethod', 'referUrl'],
  });
  const leg = legOf(scene);
  const action = attributes.target('action', 'method');
  const plan: DialPlan = {
    timeout: attributes.int('timeout', RING_SECONDS, 1),
    timeLimit: Math.min(attributes.int('timeLimit', LONGEST_CALL_SECONDS, 1), LONGEST_CALL_SECONDS),
    callerId: callerIdOf(scene, attributes),
    hangupOnStar: attributes.bool('hangupOnStar', false),
    answerOnBridge: attributes.bool('answerOnBridge', false),
    sequential: attributes.bool('sequential', false),
    recording: recordingOf(attributes),
  };
  const conference = elements(element).find((noun) => noun.name === 'Conference');
  const queue = elements(element).find((noun) => noun.name === 'Queue');
  if (plan.recording && (conference || queue))
    throw new TwimlFailure(
      12100,
      'The emulator records the <Dial> of numbers and clients; a <Conference> has its own record, and <Queue> needs emulator/voice/twiml/nouns/queue.ts',
    );
  const progress: DialResult = {};
  try {
    if (conference) progress.DialCallStatus = await dialConference(scene, conference, plan);
    else if (queue) Object.assign(progress, await dialQueue(scene, queue, plan));
    else Object.assign(progress, await connectNumbers(scene, element, plan));
    Object.assign(progress, recordedBy(scene, plan));
  } catch (error) {
    // Whoever hung up ended the dial: the project is told all the same, its TwiML goes nowhere.
    if (error instanceof Interrupted && leg.over && action)
      scene.core.kernel.webhooks.notify({
        purpose: 'twiml after hang-up',
        ...action,
        params: {
          ...callParams(scene.core, leg.record),
          DialCallStatus: conference ? 'answered' : 'completed',
          ...recordedBy(scene, plan),
        },
        callSid: leg.callSid,
      });
    throw error;
  }
  leg.place({ kind: 'twiml' });
  if (!action) return undefined;
  return { next: 'go', to: action, params: { ...progress } };
}

/** https://www.twilio.com/docs/voice/twiml/dial#record */
function recordingOf(attributes: Attributes): DialRecording | undefined {
  const record = attributes.oneOf('record', DIAL_RECORD, 'do-not-record');
  if (record === 'do-not-record' || record === 'false') return undefined;
  return {
    fromRinging: record.startsWith('record-from-ringing'),
    plan: {
      source: 'DialVerb',
      channels: record.endsWith('-dual') ? 2 : 1,
      track: trackOf(attributes),
      trim: isTrimmed(attributes),
      callback: recordingCallback(attributes),
    },
  };
}

/** What the `action` is told of the recording, if there was one. */
function recordedBy({ core }: Scene, { recording }: DialPlan): DialResult {
  const sid = recording?.live?.record.sid;
  return sid ? { RecordingUrl: recordingUrl(core, sid), RecordingSid: sid } : {};
}

type DialResult = Record<string, string>;

async function connectNumbers(scene: Scene, element: XmlElement, plan: DialPlan): Promise<DialResult> {
  const callees = calleesOf(scene, element);
  demandCallerId(scene, callees, plan);
  const { status, child, bridged } = await dialNumbers(scene, callees, plan);
  return {
    DialCallStatus: status,
    DialBridged: String(bridged),
    ...(child ? { DialCallSid: child.sid, DialCallDuration: String(durationOf(child)) } : {}),
  };
}

/** A client has no number of its own to show on a telephone. https://www.twilio.com/docs/api/errors/13214 */
function demandCallerId(scene: Scene, callees: readonly Callee[], { callerId }: DialPlan): void {
  if (callerId !== undefined && !isClient(callerId)) return;
  if (!isClient(callerId ?? legOf(scene).from)) return;
  if (callees.some(({ address }) => !isClient(address)))
    throw new TwimlFailure(13214, '<Dial> needs a callerId when a client calls a number');
}

function callerIdOf(scene: Scene, attributes: Attributes): string | undefined {
  const callerId = attributes.text('callerId');
  if (!callerId) return undefined;
  // A call that came in may pass its own caller on. https://www.twilio.com/docs/voice/twiml/dial#callerid
  const { record } = legOf(scene);
  const own = record.direction === 'inbound' ? record.from : record.to;
  if (callerId === own || mayShow(scene.core, callerId)) return callerId;
  throw new TwimlFailure(
    13214,
    `<Dial> has an invalid callerId: ${callerId} is neither owned nor verified by the account`,
  );
}
