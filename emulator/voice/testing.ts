import type twilio from 'twilio';
import { type RecordedWebhooks, sdk, testKernel } from '../api/testing';
import { Clock, type Timer } from '../clock';
import type { Kernel } from '../product';
import type { TimelineEvent } from '../timeline';
import type { WebhookAnswer, WebhookRequest } from '../webhooks';
import type { Device, DeviceDirectory, DeviceLeg, LegEnd, Place, Sound } from './device';
import { createVoice, type Voice, type VoiceOptions } from './index';

/** A clock that knows how many timers wait. */
class CountingClock extends Clock {
  waiting = 0;

  override setTimeout(run: () => void | Promise<void>, ms: number): Timer {
    this.waiting++;
    let gone = false;
    const leave = () => {
      if (!gone) this.waiting--;
      gone = true;
    };
    const timer = super.setTimeout(() => {
      leave();
      return run();
    }, ms);
    return {
      cancel: () => {
        leave();
        timer.cancel();
      },
    };
  }
}

/** A telephone in a test: it does what the test says, and remembers what it heard. */
export class TestPhone implements Device {
  readonly heard: Sound[] = [];
  readonly ends: LegEnd[] = [];
  readonly places: Place[] = [];
  leg: DeviceLeg | undefined;
  rang = 0;
  /** What it does by itself when it rings. */
  whenRung: (leg: DeviceLeg) => void = () => undefined;

  constructor(readonly address: string) {}

  invite(leg: DeviceLeg): void {
    this.rang++;
    this.leg = leg;
    this.whenRung(leg);
  }

  ended(_callSid: string, why: LegEnd): void {
    this.ends.push(why);
    this.leg = undefined;
  }

  hear(_callSid: string, sound: Sound): void {
    this.heard.push(sound);
  }

  hush(): void {
    this.heard.push({ kind: 'silence', seconds: 0 });
  }

  placed(_callSid: string, place: Place): void {
    this.places.push(place);
  }

  /** The handle on the call it is on; fails the test when there is none. */
  get line(): DeviceLeg {
    if (!this.leg) throw new Error(`${this.address} is on no call`);
    return this.leg;
  }

  /** The words it heard, spoken by Twilio or by people. */
  get words(): string[] {
    return this.heard.flatMap((sound) =>
      sound.kind === 'speech' || sound.kind === 'voice' ? [sound.text] : [],
    );
  }

  /** The kinds of all it heard but silence, in order: `speech`, `music`, `tone:ringing`, … */
  get sounds(): string[] {
    return this.heard
      .filter((sound) => sound.kind !== 'silence')
      .map((sound) => (sound.kind === 'tone' ? `tone:${sound.name}` : sound.kind));
  }
}

class TestPhones implements DeviceDirectory {
  readonly phones = new Map<string, TestPhone>();

  find(address: string): TestPhone | undefined {
    return this.phones.get(address);
  }

  get(address: string): TestPhone {
    const phone = this.phones.get(address) ?? new TestPhone(address);
    this.phones.set(address, phone);
    return phone;
  }
}

/** The number the account owns in tests. */
export const OWNED = '+14155550199';
export const SITE = 'https://project.example';

/** A page of the project: TwiML, or a whole answer. */
export type Page =
  | string
  | Partial<WebhookAnswer>
  | ((webhook: WebhookRequest) => string | Partial<WebhookAnswer>);

/** Voice with phones, a project that answers webhooks, and the real SDK. */
export interface World {
  kernel: Kernel & { webhooks: RecordedWebhooks };
  voice: Voice;
  client: twilio.Twilio;
  phone(address: string): TestPhone;
  /** Sets what the project answers at a path. */
  page(path: string, page: Page): string;
  /** Moves time, letting everything that follows happen. */
  pass(seconds: number): Promise<void>;
  /** The parameters of the webhooks sent to a path so far. */
  sentTo(path: string): Record<string, string>[];
  violations(): string[];
  timersWaiting(): number;
  events(kind: TimelineEvent['kind']): TimelineEvent[];
}

/** Makes a world in memory; everything in it moves by `pass` alone, but for what is due at once. */
export function world(options: VoiceOptions = {}): World {
  const clock = new CountingClock();
  const kernel = Object.assign(testKernel(), { clock });
  const phones = new TestPhones();
  const pages = new Map<string, Page>();
  kernel.webhooks.answer = (webhook) => {
    const page = pages.get(new URL(webhook.url).pathname);
    if (page === undefined) return { status: 404, contentType: 'text/html', body: '', errorCode: 11200 };
    const answer = typeof page === 'function' ? page(webhook) : page;
    const whole = typeof answer === 'string' ? { body: answer } : answer;
    return { status: 200, contentType: 'text/xml', body: '', ...whole };
  };
  const voice = createVoice(kernel, phones, { numbers: [OWNED], ...options });
  return {
    kernel,
    voice,
    client: sdk(kernel, [voice.product]),
    phone: (address) => phones.get(address),
    page: (path, page) => {
      pages.set(path, page);
      return SITE + path;
    },
    pass: (seconds) => clock.advance(seconds),
    sentTo: (path) =>
      kernel.webhooks.sent.filter(({ url }) => new URL(url).pathname === path).map(({ params }) => params),
    violations: () =>
      kernel.timeline
        .since(0)
        .filter(({ kind }) => kind === 'violation')
        .map(({ summary }) => summary),
    timersWaiting: () => clock.waiting,
    events: (kind) => kernel.timeline.since(0).filter((event) => event.kind === kind),
  };
}

/** A TwiML document around these verbs. */
export const twiml = (...verbs: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs.join('')}</Response>`;
