import type { VoiceOrder } from '../../api/taskrouter';
import { openLeg } from '../calls';
import { invite } from '../conference/join';
import { openRoom, roomNamed } from '../conference/rooms';
import type { Core } from '../core';
import { LONGEST_CALL_SECONDS } from '../leg';
import { type Beep, CALL_EVENTS, CONFERENCE_EVENTS, type ParticipantSettings, type Target } from '../model';
import { invalid, Parameters } from './parameters';
import { afterwards, dialled, waitingCall } from './waiting';

/** https://www.twilio.com/docs/api/errors/40136 and the pages around it. */
const ERRORS = {
  notPending: 40136,
  to: 40137,
  from: 40138,
  notQueued: 40142,
  activity: 40143,
  other: 40145,
  callback: 40159,
};

const BEEPS: readonly string[] = ['true', 'false', 'onEnter', 'onExit'] satisfies Beep[];

/**
 * `conference`: rings the worker into a conference that bears the task's SID; whoever answers has accepted, and the caller
 * comes in from the queue. When the worker has left, the task is wrapping and the worker goes to the activity for after the
 * work; a worker who cannot be reached has the reservation canceled.
 * https://www.twilio.com/docs/taskrouter/api/reservations
 */
export function conference(core: Core, order: VoiceOrder): void {
  const given = new Parameters(core, order);
  given.refuse([
    'record',
    'conference_record',
    'recording_status_callback',
    'conference_recording_status_callback',
    'sip_auth_username',
    'sip_auth_password',
  ]);
  const queued = waitingCall(core, order, ERRORS.notQueued);
  const to = given.worker(ERRORS.to);
  const from = given.caller(to, ERRORS.from, dialled(queued));
  const timeout = given.timeout(ERRORS.other);
  const activity = given.activity(ERRORS.activity);
  const statusCallback = given.events(
    given.target('status_callback', 'status_callback_method', ERRORS.callback),
    'status_callback_event',
    CALL_EVENTS,
    ['completed'],
    ERRORS.other,
  );
  const conferenceCallback = given.events(
    given.target('conference_status_callback', 'conference_status_callback_method', ERRORS.callback),
    'conference_status_callback_event',
    CONFERENCE_EVENTS,
    ['start', 'end'],
    ERRORS.other,
  );
  const maxParticipants = given.int('max_participants', 250, 2, 250, ERRORS.other);
  const worker = workerSettings(given);
  const customer = customerSettings(given);
  if (!order.isOpen()) throw invalid(ERRORS.notPending, 'The reservation is not pending any more');

  const room =
    roomNamed(core, order.task.sid) ??
    openRoom(core, order.task.sid, {
      region: given.text('region'),
      maxParticipants,
      statusCallback: conferenceCallback,
    });
  const leg = openLeg(core, { from, to, direction: 'outbound-api', statusCallback });
  let talked = false;
  queued.onceGone.add(() => {
    if (!leg.answered) leg.end('canceled', 'twilio');
  });
  leg.watch({
    answered: () => {
      // Answered at the moment the caller hung up, or the reservation ran out: nobody is there.
      if (!core.queued.has(queued.leg.callSid) || !order.isOpen()) {
        leg.end('completed', 'twilio');
        return;
      }
      talked = true;
      order.accept();
    },
    ended: () => {
      if (!talked) {
        if (order.isOpen()) order.cancel();
        return;
      }
      afterwards(order, activity, () => order.wrapUp());
    },
  });
  invite(room, leg, { settings: worker, timeout, timeLimit: LONGEST_CALL_SECONDS });
  // After `invite`, which lets the worker in first: the conference is then the worker's to begin.
  leg.watch({
    answered: () => {
      if (!leg.over && !room.over) queued.release({ how: 'conference', room, settings: customer });
    },
  });
  core.options.tasks?.note(order.task.sid, {
    conference: { sid: room.record.sid, participants: { worker: leg.callSid, customer: queued.leg.callSid } },
  });
}

function workerSettings(given: Parameters): ParticipantSettings {
  return {
    ...plainSettings(),
    muted: given.bool('muted', false),
    beep: beepOf(given, 'beep'),
    startConferenceOnEnter: given.bool('start_conference_on_enter', true),
    endConferenceOnExit: given.bool('end_conference_on_exit', false),
    earlyMedia: given.bool('early_media', true),
    wait: waitOf(given),
  };
}

function customerSettings(given: Parameters): ParticipantSettings {
  return {
    ...plainSettings(),
    beep: given.bool('beep_on_customer_entrance', true) ? 'onEnter' : 'false',
    endConferenceOnExit: given.bool('end_conference_on_customer_exit', false),
    wait: waitOf(given),
  };
}

const plainSettings = (): ParticipantSettings => ({
  label: null,
  muted: false,
  hold: false,
  beep: 'true',
  startConferenceOnEnter: true,
  endConferenceOnExit: false,
  coaching: false,
  callSidToCoach: null,
  wait: undefined,
  earlyMedia: false,
});

function beepOf(given: Parameters, name: string): Beep {
  const word = given.text(name) ?? 'true';
  if (BEEPS.includes(word)) return word as Beep;
  throw invalid(ERRORS.other, `${name} must be one of ${BEEPS.join(', ')}: ${word}`);
}

function waitOf(given: Parameters): Target | undefined {
  return given.target('wait_url', 'wait_method', ERRORS.other);
}
