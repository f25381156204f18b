import type { XmlElement } from '../../../xml';
import { join } from '../../conference/join';
import { openRoom, roomNamed } from '../../conference/rooms';
import { CONFERENCE_EVENTS, type ParticipantSettings, type Target } from '../../model';
import type { RecordingPlan } from '../../recording/model';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { isTrimmed, RECORDING_ATTRIBUTES, recordingCallback } from '../recording-attributes';
import { resolveUrl } from '../resolve-url';
import { legOf, type Scene } from '../scene';

/** https://www.twilio.com/docs/voice/twiml/conference#attributes-max-participants */
const MOST_PARTICIPANTS = 250;

/** What `<Dial>` adds to taking part. */
export interface ConferenceDial {
  hangupOnStar: boolean;
  /** Seconds. */
  timeLimit: number;
}

/**
 * `<Conference>`: the call takes part until it is over for it. Resolves with `answered`, or with `failed` when it could
 * not join (a label in use, 16025; a call to coach that is not there, 13240; a full room).
 * https://www.twilio.com/docs/voice/twiml/conference
 */
export async function dialConference(
  scene: Scene,
  element: XmlElement,
  dial: ConferenceDial,
): Promise<'answered' | 'failed'> {
  const { core } = scene;
  const leg = legOf(scene);
  const attributes = new Attributes(scene, element, {
    supported: [
      'muted',
      'beep',
      'startConferenceOnEnter',
      'endConferenceOnExit',
      'participantLabel',
      'waitUrl',
      'waitMethod',
      'maxParticipants',
      'coach',
      'region',
      'statusCallback',
      'statusCallbackEvent',
      'statusCallbackMethod',
      'record',
      ...RECORDING_ATTRIBUTES,
    ],
    ignored: ['jitterBufferSize', 'eventCallbackUrl'],
    missing: ['recordingConfigurationId'],
  });
  const recording = recordingOf(attributes);
  const name = element.text.trim();
  if (!name) throw new TwimlFailure(13228, '<Conference> has no name');
  const callback = attributes.target('statusCallback', 'statusCallbackMethod');
  const coach = attributes.text('coach') ?? null;
  const room =
    roomNamed(core, name) ??
    openRoom(core, name, {
      region: attributes.text('region'),
      maxParticipants: Math.min(attributes.int('maxParticipants', MOST_PARTICIPANTS, 2), MOST_PARTICIPANTS),
      statusCallback: callback && {
        ...callback,
        events: attributes.words('statusCallbackEvent', CONFERENCE_EVENTS) ?? [],
      },
    });
  const settings: ParticipantSettings = {
    label: attributes.text('participantLabel') ?? null,
    muted: attributes.bool('muted', false),
    hold: false,
    beep: attributes.oneOf('beep', ['true', 'false', 'onEnter', 'onExit'] as const, 'true'),
    startConferenceOnEnter: attributes.bool('startConferenceOnEnter', true),
    endConferenceOnExit: attributes.bool('endConferenceOnExit', false),
    coaching: coach !== null,
    callSidToCoach: coach,
    wait: waitOf(scene, attributes),
    earlyMedia: false,
  };
  leg.pickUp();
  const problem = room.objection(settings);
  if (problem) {
    core.kernel.timeline.violation(`Error ${problem.code}: ${problem.message}`, { ...problem }, leg.callSid);
    room.closeIfEmpty();
    return 'failed';
  }
  return join(room, leg, settings, scene.signal, { ...dial, recording });
}

/** https://www.twilio.com/docs/voice/twiml/conference#attributes-record */
function recordingOf(attributes: Attributes): RecordingPlan | undefined {
  const values = ['do-not-record', 'record-from-start', 'true', 'false'] as const;
  const record = attributes.oneOf('record', values, 'do-not-record');
  if (record === 'do-not-record' || record === 'false') return undefined;
  return {
    source: 'Conference',
    channels: 1,
    track: 'both',
    trim: isTrimmed(attributes),
    callback: recordingCallback(attributes),
  };
}

function waitOf(scene: Scene, attributes: Attributes): Target | null | undefined {
  const written = attributes.text('waitUrl');
  if (written === undefined) return undefined;
  if (written.trim() === '') return null;
  return { url: resolveUrl(scene, written), method: attributes.method('waitMethod') };
}
