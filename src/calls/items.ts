import type { Deps } from '../endpoint';
import type { LiveMap, Versioned } from '../live-state';
import type { FloorItem } from './contract';
import type { CallState } from './state';

/** Stands in the live call's place until an agent who called too often may call again. */
export interface CoolDown {
  v: 1;
  /** Milliseconds since the epoch. */
  coolDown: number;
}

/** What is in the map `calls.<agent>`: under `live` the call that goes on or a cool-down, under ids those that ended. */
export type CallItem = CallState | CoolDown;

/** The key whose creation is the right to call: an agent has one call at a time. */
export const LIVE = 'live';

/** A call whose item outlives it by far is forgotten: Twilio ends calls after 4 h. Seconds. */
export const LIVE_TTL = 5 * 3600;
const DAY = 24 * 3600;
export const historyTtl = ({ config }: Deps): number => config.historyDays * DAY;

/** Which call, and whose. Goes into the URLs that Twilio calls. */
export interface CallRef {
  agent: string;
  call: string;
}

export const isCoolDown = (item: CallItem): item is CoolDown => 'coolDown' in item;

export const callsOf = (deps: Deps, agent: string): LiveMap<CallItem> => deps.live.calls<CallItem>(agent);

export const floorOf = (deps: Deps): LiveMap<FloorItem> => deps.live.floor<FloorItem>();

/** The call in an item, if it is the one by that id (or any, without one). */
export function callIn(item: Versioned<CallItem> | undefined, id?: string): CallState | undefined {
  if (item === undefined || isCoolDown(item.data)) return undefined;
  return id === undefined || item.data.id === id ? item.data : undefined;
}

const DIGITS = '0123456789abcdefghijklmnopqrstuv';
/** 45 bits of milliseconds: the ids sort before `live` until the year 2700. */
const TIME_LENGTH = 9;

/** The beginning of the ids of calls that start at `ms`. Fixed width, so ids sort by time, and always before `live`. */
export function timePrefix(ms: number): string {
  let text = '';
  for (let rest = ms; text.length < TIME_LENGTH; rest = Math.floor(rest / 32))
    text = `${DIGITS[rest % 32]}${text}`;
  return text;
}

/** Its time and 60 random bits, before whose it is. */
const RANDOM = 12;

/**
 * A new call's id: its time, 60 random bits, and whose it is, so that supervisors who know nothing but the id need no
 * index to find it. What it says is where to look and no right to anything.
 */
export const callId = (ms: number, random: string, agent: string): string =>
  timePrefix(ms) + random.slice(0, RANDOM) + agent;

/** What an id of a call looks like. Calls from before ids told whose they are have none at the end. */
export const CALL_ID = /^[0-9a-v]{9}[a-z2-7]{12}([a-z2-7]{20}|WK[0-9a-fA-F]{32})?$/;

/** Whose call it is by its id, if that tells. */
export const ownerIn = (id: string): string | undefined => id.slice(TIME_LENGTH + RANDOM) || undefined;

/** Pages through a map from a key on until `enough` items were seen. One request for every 100. */
export async function itemsFrom<T>(map: LiveMap<T>, from: string, enough: number): Promise<Versioned<T>[]> {
  const seen: Versioned<T>[] = [];
  let start = from;
  while (seen.length < enough) {
    const limit = Math.min(100, enough - seen.length + 1);
    const page = await map.list({ limit, order: 'asc', from: start });
    // `from` is included, so a later page begins with the last item of the one before.
    seen.push(...page.filter(({ key }) => key !== seen.at(-1)?.key));
    if (page.length < limit) break;
    start = page.at(-1)?.key ?? start;
  }
  return seen;
}
