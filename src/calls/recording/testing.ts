import * as v from 'valibot';
import { handler as speak } from '../../../functions/calls/speak.protected';
import { handler as link } from '../../../functions/voice/recordings/link';
import { handler as pause } from '../../../functions/voice/recordings/pause';
import { handler as report } from '../../../functions/voice/recordings/report.protected';
import { handler as resume } from '../../../functions/voice/recordings/resume';
import { handler as start } from '../../../functions/voice/recordings/start';
import { handler as status } from '../../../functions/voice/recordings/status';
import { handler as stop } from '../../../functions/voice/recordings/stop';
import { type Handler, type Role, twilioWebhook } from '../../endpoint';
import type { FakeAnswer, SeenRequest } from '../../testing/fake-twilio';
import type { Answered } from '../../testing/invoke';
import type { CallView } from '../contract';
import { ADA, CARL, type FakeLine, refused, Stage } from '../testing';
import { recordingPauseBegun, recordingPauseOver } from './pause';

const HANDLERS = { start, pause, resume, stop, status, link } satisfies Record<string, Handler>;
export type Click = keyof typeof HANDLERS;

/** A recording as the fake Twilio knows it. */
export interface FakeRecording {
  sid: string;
  line: string;
  status: 'in-progress' | 'paused' | 'stopped' | 'completed';
  callback: string;
  createdAt: number;
}

/** Just enough of Twilio's recordings. */
class FakeRecordings {
  readonly all: FakeRecording[] = [];
  readonly deleted: string[] = [];
  /** Sentences that were said to everybody. */
  said = 0;
  /** Addresses of what is to be said and was not asked for yet. */
  readonly announced: string[] = [];
  /** Attributes of the timers that were started; and of those of whose beginning was not told yet. */
  readonly timers: Record<string, unknown>[] = [];
  readonly begun: Record<string, unknown>[] = [];

  get running(): FakeRecording[] {
    return this.all.filter(isRunning);
  }

  answer({ method, url, form }: SeenRequest): FakeAnswer | undefined {
    if (/\/Tasks$/.test(url)) {
      const attributes = JSON.parse(form.Attributes ?? '{}');
      this.timers.push(attributes);
      this.begun.push(attributes);
      return { status: 201, body: { sid: `WT${'0'.repeat(32)}` } };
    }
    if (/\/Conferences\/CF\w+\.json$/.test(url)) {
      this.said += 1;
      this.announced.push(form.AnnounceUrl ?? '');
      return { status: 200, body: { sid: `CF${'0'.repeat(32)}` } };
    }
    const [, removed] = /\/Accounts\/\w+\/Recordings\/(RE\w+)\.json$/.exec(url) ?? [];
    if (removed !== undefined) {
      this.deleted.push(removed);
      return { status: 204 };
    }
    const [, line = '', sid] = /\/Calls\/(CA\w+)\/Recordings(?:\/([\w.]+))?\.json$/.exec(url) ?? [];
    if (line === '') return undefined;
    if (sid !== undefined) return this.#update(line, sid, form);
    return method === 'get' ? this.#list(line) : this.#begin(line, form);
  }

  #view = ({ sid, line, status: is, createdAt }: FakeRecording) => ({
    sid,
    call_sid: line,
    status: is,
    date_created: new Date(createdAt).toUTCString(),
    start_time: new Date(createdAt).toUTCString(),
  });

  #list(line: string): FakeAnswer {
    const recordings = this.all.filter((each) => each.line === line).map(this.#view);
    return { status: 200, body: { recordings, next_page_uri: null } };
  }

  #begin(line: string, form: Record<string, string>): FakeAnswer {
    const recording: FakeRecording = {
      sid: `RE${String(this.all.length + 1).padStart(32, '0')}`,
      line,
      status: 'in-progress',
      callback: form.RecordingStatusCallback ?? '',
      createdAt: Date.now(),
    };
    this.all.push(recording);
    return { status: 201, body: this.#view(recording) };
  }

  #update(line: string, sid: string, { Status }: Record<string, string>): FakeAnswer {
    const found = this.all.findLast((each) =>
      sid === 'Twilio.CURRENT' ? each.line === line && isRunning(each) : each.sid === sid,
    );
    if (found === undefined) return refused(404, 20404);
    if (!isRunning(found)) return refused(400, 21220);
    found.status = Status as FakeRecording['status'];
    return { status: 200, body: this.#view(found) };
  }
}

const isRunning = ({ status: is }: FakeRecording): boolean => is === 'in-progress' || is === 'paused';

const timer = (tells: typeof recordingPauseOver) =>
  twilioWebhook(
    () => v.object({ payload: v.custom<Record<string, unknown>>(() => true) }),
    async (deps, { payload }) => tells(deps, payload).then(() => undefined),
    'event',
  );
const timerFired = timer(recordingPauseOver);
const timerBegun = timer(recordingPauseBegun);

const ROUTING = { WORKSPACE_SID: `WS${'1'.repeat(32)}`, WORKFLOW_SID: `WW${'1'.repeat(32)}` };

/** A stage on which Ada's calls with Carl may be recorded. */
export class Recorded extends Stage {
  readonly recordings = new FakeRecordings();
  callId = '';
  #reported = new Map<string, string[]>();

  constructor(environment: Record<string, string> = {}) {
    super({ ...ROUTING, RECORDING: 'ask', ...environment });
    this.twilio.intercept = (request) =>
      this.fault(request) ?? this.recordings.answer(request) ?? this.voice.answer(request);
  }

  override async webhook(address: string, fields: Record<string, string> = {}): Promise<Answered> {
    const { pathname, searchParams } = new URL(address);
    const asked = pathname.endsWith('/calls/speak') ? speak : report;
    if (asked === report && !pathname.endsWith('/recordings/report')) {
      const answer = await super.webhook(address, fields);
      await this.follows();
      return answer;
    }
    return this.call(asked, { ...Object.fromEntries(searchParams), ...fields }, this.deliveryHeaders());
  }

  /** They talk. */
  override async theyTalk(): Promise<{ ada: FakeLine; carl: FakeLine }> {
    const lines = await super.theyTalk();
    this.callId = new URL(lines.ada.callback).searchParams.get('call') ?? '';
    return lines;
  }

  /** Somebody clicks in the page. */
  clicks(what: Click, fields: Record<string, unknown> = {}, who = ADA): Promise<Answered> {
    return this.#does(what, { callId: this.callId, ...fields }, who, ['agent']);
  }

  /** A supervisor clicks in the page. */
  supervises(what: Click, who: typeof ADA, fields: Record<string, unknown> = {}): Promise<Answered> {
    const all = { callId: this.callId, agent: ADA.id, ...fields };
    return this.#does(what, all, who, ['agent', 'supervisor']);
  }

  /** Twilio reports an event of a recording. */
  tells({ sid, line, callback }: FakeRecording, RecordingStatus: string, more = {}): Promise<Answered> {
    return this.webhook(callback, {
      CallSid: line,
      RecordingSid: sid,
      RecordingStatus,
      RecordingStartTime: new Date(
        this.recordings.all.find((each) => each.sid === sid)?.createdAt ?? 0,
      ).toUTCString(),
      ...more,
    });
  }

  /** How many requests the last click made by itself. */
  cost = 0;

  async #does(what: Click, fields: Record<string, unknown>, who: typeof ADA, roles: Role[]) {
    const before = this.twilio.requests.length;
    const answer = await this.invokes(HANDLERS[what], fields, who, roles);
    this.cost = this.twilio.requests.length - before;
    await this.follows();
    return answer;
  }

  /** Twilio asks for what is to be said, and TaskRouter tells of the timers that were started. */
  async follows(): Promise<void> {
    for (const address of this.recordings.announced.splice(0))
      await this.delivers(1, () => this.webhook(address));
    for (const payload of this.recordings.begun.splice(0))
      await this.delivers(3, () => this.call(timerBegun, { payload }));
  }

  /** Twilio's consequences: recordings end with their line, and everything is reported once. */
  async settles(): Promise<void> {
    await this.follows();
    for (const recording of this.recordings.all) {
      if (this.voice.line(recording.line)?.endedAt !== undefined && isRunning(recording))
        recording.status = 'stopped';
      const told = this.#reported.get(recording.sid) ?? [];
      this.#reported.set(recording.sid, told);
      for (const event of ['in-progress', ...(isRunning(recording) ? [] : ['completed'])]) {
        if (told.includes(event)) continue;
        told.push(event);
        await this.delivers(3, () => this.tells(recording, event, { RecordingDuration: '7' }));
      }
    }
  }

  /** The time of all pauses is over: their timers run out. */
  async timersFire(): Promise<void> {
    for (const payload of this.recordings.timers.splice(0))
      await this.delivers(3, () => this.call(timerFired, { payload }));
  }

  /** They talk, and it is recorded. */
  async recorded(): Promise<{ ada: FakeLine; carl: FakeLine }> {
    const lines = await this.theyTalk();
    await this.clicks('start');
    await this.settles();
    return lines;
  }

  /** Both hang up. */
  async end({ ada, carl }: { ada: FakeLine; carl: FakeLine }): Promise<void> {
    await this.delivers(3, () => this.room('conference-end', carl, 'customer'));
    await this.delivers(3, () => this.reports(carl, 'completed'));
    await this.delivers(3, () => this.reports(ada, 'completed'));
    await this.settles();
  }

  async view(): Promise<CallView> {
    const seen = await this.seen();
    if (seen === undefined) throw new Error('there is no call');
    return seen;
  }

  /** The one recording there is. */
  get only(): FakeRecording {
    const [only, ...more] = this.recordings.all;
    if (only === undefined || more.length > 0)
      throw new Error(`there are ${this.recordings.all.length} recordings`);
    return only;
  }

  /** The customer's line. */
  get carl(): FakeLine {
    return this.lineTo(CARL);
  }
}
