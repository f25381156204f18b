import { computed, signal } from '@preact/signals';
import type { TimelineEvent } from '../../timeline';
import type { HandsetView } from '../handset-view';
import { speakNews } from './speech';

/** A message or code that the emulated Twilio sent. */
export interface Message {
  to: string;
  channel: string;
  from?: string;
  body: string;
  code?: string;
  at: string | number;
}

/** What the page uses of `GET /control/health`, and how far the emulator's clock is ahead, in seconds. */
export interface Health {
  account: string;
  contract: { checked: Record<string, number>; violations: number };
  numbers?: string[];
  skew: number;
}

export const phones = signal<HandsetView[]>([]);
export const inbox = signal<Message[]>([]);
export const events = signal<TimelineEvent[]>([]);
export const health = signal<Health | undefined>(undefined);
/** `starting` until the first data has come, `lost` while the emulator does not answer. */
export const connection = signal<'starting' | 'live' | 'lost'>('starting');
/** This machine's time, each second. */
const tick = signal(Date.now());
/** The emulator's time, each second. */
export const now = computed(() => tick.value + (health.value?.skew ?? 0) * 1000);

const KEPT = 5000;

/** Follows the emulator; the browser connects again by itself, and is then given what it missed. */
export function connect(): void {
  const source = new EventSource('/control/events');
  const on = <T>(name: string, take: (data: T) => void) =>
    source.addEventListener(name, (message: MessageEvent<string>) => take(JSON.parse(message.data) as T));

  source.addEventListener('open', () => {
    connection.value = 'live';
  });
  source.addEventListener('error', () => {
    connection.value = 'lost';
    // A stream that was refused outright is closed for good; start anew.
    if (source.readyState === EventSource.CLOSED) {
      source.close();
      setTimeout(connect, 2000);
    }
  });
  on<HandsetView[]>('phones', (list) => {
    speakNews(list);
    phones.value = list;
  });
  on<Message[]>('inbox', (list) => {
    inbox.value = list;
  });
  on<number>('first', (first) => {
    events.value = events.value.filter((event) => event.id >= first);
  });
  on<TimelineEvent[]>('timeline', (news) => {
    const known = events.value.at(-1)?.id ?? 0;
    // Smaller ids than the ones already here: the emulator itself was started anew.
    const before = (news[0]?.id ?? 0) <= known ? [] : events.value;
    events.value = [...before, ...news].slice(-KEPT);
  });
  on<Health>('health', (state) => {
    health.value = state;
  });
}

setInterval(() => {
  tick.value = Date.now();
}, 1000);
