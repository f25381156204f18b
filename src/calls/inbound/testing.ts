import type { FakeAnswer, SeenRequest } from '../../testing/fake-twilio';
import type { Answered } from '../../testing/invoke';
import { ADA, CARL, type FakeLine } from '../testing';
import { Offered } from './testing-offered';

export type { Click } from './testing-offered';

/** The conference in a document, if a line is in it. */
const roomIn = ({ twiml }: FakeLine): string | undefined => /<Conference[^>]*>([^<]+)</.exec(twiml)?.[1];

/** A stage on which Carl has called, waits in the queue, and is offered to Ada. */
export class Incoming extends Offered {
  readonly agent = ADA.id;
  readonly carl: FakeLine;
  #room = 0;
  #event = 0;

  constructor(device: 'phone' | 'browser' = 'phone') {
    super({}, device);
    this.carl = this.voice.add(CARL, '', '');
    this.carl.status = 'in-progress';
    const call = { call_sid: this.carl.sid, from: CARL, reason: 'support', language: 'en' };
    this.routing.task.attributes = JSON.stringify(call);
  }

  /** Conferences as they follow from what the lines play. */
  override rooms({ method, url, form }: SeenRequest): FakeAnswer | undefined {
    const people = this.voice.lines.filter(
      (line) => line.endedAt === undefined && roomIn(line) !== undefined,
    );
    if (method !== 'get') return undefined;
    if (/\/Conferences\.json$/.test(url)) {
      const isOn = people.some((line) => roomIn(line) === form.FriendlyName);
      const conferences = isOn ? [{ sid: this.roomSid, status: 'in-progress' }] : [];
      return { status: 200, body: { conferences, next_page_uri: null } };
    }
    if (!/\/Participants\.json$/.test(url)) return undefined;
    const participants = people.map((line) => ({
      call_sid: line.sid,
      label: line === this.carl ? 'customer' : 'agent',
    }));
    return { status: 200, body: { participants, next_page_uri: null } };
  }

  get roomSid(): string {
    return `CF${String(this.#room).padStart(32, '0')}`;
  }

  /** Somebody has come in first: another conference of that name. */
  opensRoom(): void {
    this.#room += 1;
  }

  override room(event: string, line: FakeLine, label: 'agent' | 'customer'): Promise<Answered> {
    const { ada } = this;
    if (ada === undefined) throw new Error('nobody rang Ada');
    this.#event += 1;
    return this.webhook(ada.callback.replace('leg=agent', 'leg=conference'), {
      ConferenceSid: this.roomSid,
      StatusCallbackEvent: event,
      SequenceNumber: String(this.#event),
      Timestamp: new Date().toUTCString(),
      ...(event === 'conference-end'
        ? { CallSidEndingConference: line.sid }
        : { CallSid: line.sid, ParticipantLabel: label }),
    });
  }

  /** A line reports a status, whatever has become of it since. */
  tellsOf({ sid, callback }: FakeLine, CallStatus: string): Promise<Answered> {
    return this.webhook(callback, { CallSid: sid, CallStatus, Timestamp: new Date().toUTCString() });
  }

  /** Where Carl is: what he hears tells. */
  get whereCarlIs(): 'queue' | 'room' | 'asked' | 'again' | 'gone' {
    const { endedAt, twiml } = this.carl;
    if (endedAt !== undefined) return 'gone';
    if (twiml === '') return 'queue';
    if (twiml.includes('/voice/queue')) return 'again';
    return twiml.includes('<Gather') ? 'asked' : 'room';
  }
}
