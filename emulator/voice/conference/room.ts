import type { Core } from '../core';
import type { Sound } from '../device';
import type { Leg } from '../leg';
import type { ConferenceRecord, ParticipantSettings, ReasonConferenceEnded } from '../model';
import type { LiveRecording } from '../recording/live';
import type { RecordingPlan } from '../recording/model';
import { recordRoom } from '../recording/room';
import { speakingSeconds } from '../twiml/speech';
import { type StatusCallbackEvent, tell } from './callbacks';
import { hears } from './hears';
import { Member } from './member';
import { beepsOnEnter, beepsOnExit, starts, tuneOf } from './rules';

/** How a participant left, in the words of ReasonParticipantLeft. */
export type ReasonParticipantLeft =
  | 'conference_ended_via_api'
  | 'moderator_ended_conference'
  | 'participant_updated_via_api'
  | 'participant_hung_up'
  | 'participant_add_failed';

/** One live conference: who is in it or on the way, when it starts and ends, who hears whom. */
export class Room {
  readonly members = new Map<string, Member>();
  #planned: { plan: RecordingPlan; by: Member } | undefined;
  #recording: LiveRecording | undefined;
  #over = new AbortController();

  constructor(
    readonly core: Core,
    readonly record: ConferenceRecord,
  ) {
    core.rooms.set(record.sid, this);
    core.conferences.set(record.sid, record);
  }

  get started(): boolean {
    return this.record.status === 'in-progress';
  }

  get over(): boolean {
    return this.record.status === 'completed';
  }

  /** Aborts when the conference is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  get inside(): Member[] {
    return [...this.members.values()].filter((member) => member.connected);
  }

  /** A member by call SID or label. */
  find(sidOrLabel: string): Member | undefined {
    return (
      this.members.get(sidOrLabel) ??
      [...this.members.values()].find((member) => member.record.label === sidOrLabel)
    );
  }

  /** Why somebody with these settings cannot take part, with Twilio's error code. */
  objection(settings: ParticipantSettings): { code: number; message: string } | undefined {
    const { label, coaching, callSidToCoach } = settings;
    if (label !== null && this.find(label))
      return { code: 16025, message: `The conference already has a participant with the label "${label}"` };
    if (coaching && !(callSidToCoach && this.members.get(callSidToCoach)))
      return {
        code: 13240,
        message: `The call to coach, ${callSidToCoach ?? 'none given'}, is not in the conference`,
      };
    if (this.members.size >= this.record.maxParticipants)
      return { code: 13247, message: `The conference is full: ${this.record.maxParticipants} participants` };
    return undefined;
  }

  /** Somebody is on the way in. */
  add(leg: Leg, settings: ParticipantSettings): Member {
    const member = new Member(this, leg, settings);
    this.members.set(leg.callSid, member);
    this.save(member);
    return member;
  }

  /** A leg on the way in is being called, or rings. */
  progress(member: Member, status: 'connecting' | 'ringing'): void {
    if (!this.members.has(member.leg.callSid)) return;
    member.record.status = status;
    this.save(member);
    this.retune();
  }

  /** Somebody is in. */
  connect(member: Member): void {
    member.record.status = 'connected';
    member.record.dateUpdated = this.core.kernel.clock.now();
    this.save(member);
    this.tell('participant-join', `${member.name} joined`, member);
    if (!this.started && starts(this.inside.map(({ record }) => record))) {
      this.#become('in-progress');
      this.tell('conference-start', 'it has started');
      this.#record();
    }
    this.show(member);
    this.retune();
    if (this.started && beepsOnEnter(member.record.beep)) this.toAll({ kind: 'tone', name: 'beep' }, member);
  }

  /**
   * The conference is to be recorded, as this participant asks; the first to ask settles how. It begins when the conference
   * does, and waiting music is never on it. https://www.twilio.com/docs/voice/twiml/conference#attributes-record
   */
  recordAs(plan: RecordingPlan, by: Member): void {
    this.#planned ??= { plan, by };
    this.#record();
  }

  /** Somebody is gone, or never came in (`participant_add_failed`). Ends the conference where the rules say so. */
  leave(member: Member, reason: ReasonParticipantLeft, kicked = false): void {
    if (!this.members.delete(member.leg.callSid)) return;
    const wasIn = member.connected;
    this.#dismiss(member, reason);
    if (this.over) return;
    if (wasIn && this.started && beepsOnExit(member.record.beep)) this.toAll({ kind: 'tone', name: 'beep' });
    if (wasIn && member.record.endConferenceOnExit)
      this.end(`participant-with-end-conference-on-exit-${kicked ? 'kicked' : 'left'}`, member);
    else if (this.members.size === 0) this.end(`last-participant-${kicked ? 'kicked' : 'left'}`, member);
    else {
      if (!wasIn && member.record.earlyMedia && member.leg.record.status === 'busy')
        this.toAll({ kind: 'tone', name: 'busy' });
      this.retune();
    }
  }

  /** The conference is over for everybody; legs that ring with early media are part of it and end too. */
  end(reason: ReasonConferenceEnded, by?: Member): void {
    if (this.over) return;
    this.record.reasonConferenceEnded = reason;
    this.record.callSidEndingConference = by?.leg.callSid ?? null;
    this.#become('completed');
    this.core.rooms.delete(this.record.sid);
    this.#over.abort();
    const left = [...this.members.values()];
    this.members.clear();
    this.#recording?.end('processing');
    const why =
      reason === 'conference-ended-via-api' ? 'conference_ended_via_api' : 'moderator_ended_conference';
    for (const member of left) this.#dismiss(member, why);
    this.tell('conference-end', `it is over: ${reason}`, undefined, {
      ReasonConferenceEnded: reason,
      Reason: explain(reason, by),
      ...(by ? { CallSidEndingConference: by.leg.callSid } : {}),
      ...(by?.record.label ? { ParticipantLabelEndingConference: by.record.label } : {}),
    });
    for (const member of left) {
      if (member.connected) member.release('ended');
      else if (member.record.earlyMedia) member.leg.end('canceled', 'twilio');
    }
  }

  /** A conference made for somebody who then could not join it is taken back. */
  closeIfEmpty(): void {
    if (this.members.size === 0 && !this.over) this.end('last-participant-left');
  }

  /** Starts over without a word to anybody. */
  forget(): void {
    this.record.status = 'completed';
    this.core.rooms.delete(this.record.sid);
    this.#over.abort();
    for (const member of this.members.values()) member.stop();
    this.members.clear();
  }

  /** Words of a participant, to those who hear them. */
  speak(speaker: Member, text: string): void {
    const { record } = speaker;
    const from = speaker.leg.direction === 'inbound' ? speaker.leg.from : speaker.leg.to;
    for (const listener of this.inside)
      if (hears(this, listener.record, record))
        listener.leg.hear({ kind: 'voice', text, from, ...(record.label ? { label: record.label } : {}) });
    if (record.muted || record.hold) return;
    this.tell('participant-speech-start', `${speaker.name} speaks: ${text}`, speaker);
    speaker.leg.after(speakingSeconds(text), () => {
      if (this.members.has(speaker.leg.callSid))
        this.tell('participant-speech-stop', `${speaker.name} stops speaking`, speaker);
    });
  }

  /** Keys of a participant, heard like words. */
  press(speaker: Member, digits: string): void {
    for (const listener of this.inside)
      if (hears(this, listener.record, speaker.record))
        listener.leg.hear({ kind: 'tone', name: 'dtmf', digits });
  }

  /** A sound to everybody who is not on hold. */
  toAll(sound: Sound, except?: Member): void {
    this.#recording?.hear(sound);
    for (const member of this.inside) if (member !== except && !member.record.hold) member.leg.hear(sound);
  }

  /** Lets everybody hear what is right for them now. */
  retune(): void {
    const ringing = [...this.members.values()].some((member) => member.audiblyRinging);
    for (const member of this.inside)
      member.play(tuneOf({ started: this.started, hold: member.record.hold, ringing }));
  }

  /** Writes a participant down. */
  save(member: Member): void {
    member.record.dateUpdated = this.core.kernel.clock.now();
    this.core.participants.set(this.#key(member), member.record);
  }

  /** Shows a device where it is. */
  show(member: Member): void {
    const { label, muted, hold } = member.record;
    member.leg.place({
      kind: 'conference',
      conferenceSid: this.record.sid,
      name: this.record.friendlyName,
      ...(label === null ? {} : { label }),
      muted,
      hold,
    });
  }

  /** Puts an event on the timeline and sends it where it was asked for. */
  tell(event: StatusCallbackEvent, summary: string, member?: Member, extra?: Record<string, string>): void {
    tell(this.core, this.record, event, summary, {
      participant: member?.record,
      ...(extra ? { extra } : {}),
    });
  }

  #record(): void {
    if (!this.#planned || this.#recording || !this.started) return;
    this.#recording = recordRoom(this, this.#planned.plan, this.#planned.by);
  }

  #dismiss(member: Member, reason: ReasonParticipantLeft): void {
    const { status } = member.leg.record;
    member.stop();
    this.core.participants.delete(this.#key(member));
    this.tell('participant-leave', `${member.name} left (${reason})`, member, {
      ReasonParticipantLeft: reason,
      ParticipantCallStatus: status,
    });
  }

  #become(status: ConferenceRecord['status']): void {
    this.record.status = status;
    this.record.dateUpdated = this.core.kernel.clock.now();
    this.core.conferences.set(this.record.sid, this.record);
  }

  #key(member: Member): string {
    return `${this.record.sid}/${member.leg.callSid}`;
  }
}

function explain(reason: ReasonConferenceEnded, by: Member | undefined): string {
  const who = by ? `Participant ${by.record.label ?? by.leg.callSid}` : 'Nobody';
  switch (reason) {
    case 'conference-ended-via-api':
      return 'Conference ended via API';
    case 'participant-with-end-conference-on-exit-left':
      return `${who} with endConferenceOnExit left the conference`;
    case 'participant-with-end-conference-on-exit-kicked':
      return `${who} with endConferenceOnExit was removed from the conference`;
    case 'last-participant-kicked':
      return `${who}, the last one, was removed from the conference`;
    case 'last-participant-left':
      return `${who}, the last one, left the conference`;
  }
}
