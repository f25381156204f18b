import type { Caller, Deps, Input, Success } from '../../endpoint';
import { CALL_ID, callIn, callsOf, timePrefix } from '../items';
import { type CallState, viewOf } from '../state';
import { BYTE_ORDER_MARK, csvLine } from './csv';
import { HEADINGS, rowOf } from './row';
import { ALL, type Export } from './schemas';
import { mayRead } from './whose';

/** Lines of one answer: at most a megabyte, if every one had the longest of notes. */
const ROWS = 200;
/** Requests of one answer. */
const REQUESTS = 12;
/** What must be left of the time for one request more. Milliseconds. */
const LEAST_MS = 4_000;
/** Items of a page. https://www.twilio.com/docs/sync/api/map-item-resource */
const PAGE = 100;

/** Parts a cursor: behind it stands the last call of an agent that was told. */
const BEHIND = '~';

const PERSON = /^[a-z2-7]{20}$/;

/** What one answer may still cost. */
class Budget {
  #requests = REQUESTS;
  constructor(private readonly deps: Deps) {}

  /** Whether one request more may be made, which is counted. The first is always made, so that each answer gets on. */
  spend(): boolean {
    const first = this.#requests === REQUESTS;
    if (!first && (this.#requests <= 0 || this.deps.deadline.remaining() < LEAST_MS)) return false;
    this.#requests -= 1;
    return true;
  }
}

/** Which calls: those after one, or from an id on; up to another, which is left out. */
interface Span {
  from: string;
  to: string;
  after?: string | undefined;
}

/** What was found, and where to go on; `next` is absent at the end. */
interface Found {
  calls: CallState[];
  next?: string;
}

/** The first key that comes after one, whether there is anything by it or not. */
const keyAfter = (key: string): string => `${key}0`;

/** An agent's calls of a span, the oldest first, as many as the budget and `room` allow. */
async function callsOfAgent(
  deps: Deps,
  agent: string,
  { from, to, after }: Span,
  room: number,
  budget: Budget,
): Promise<Found> {
  const calls: CallState[] = [];
  let told = after;
  for (;;) {
    const limit = Math.min(PAGE, room - calls.length);
    if (limit <= 0 || !budget.spend())
      return { calls, next: told === undefined ? agent : `${agent}${BEHIND}${told}` };
    const start = told === undefined ? from : keyAfter(told);
    const items = await callsOf(deps, agent).list({ limit, order: 'asc', from: start });
    const inside = items.filter(({ key }) => CALL_ID.test(key) && key < to);
    calls.push(...inside.flatMap((item) => callIn(item) ?? []));
    if (items.length < limit || inside.length < items.length) return { calls };
    told = inside.at(-1)?.key;
  }
}

/** The ids of people from a key on, a page; `more`: where others follow. */
async function peopleFrom(deps: Deps, from: string): Promise<{ people: string[]; more?: string }> {
  const start = from === '' ? {} : { from };
  const items = await deps.live.agents.list({ limit: PAGE, order: 'asc', ...start });
  // Beside people the map holds who verified which number.
  const people = items.map(({ key }) => key).filter((key) => PERSON.test(key));
  const end = items.at(-1);
  return end === undefined || items.length < PAGE ? { people } : { people, more: keyAfter(end.key) };
}

/** Everybody's calls, person by person. */
async function callsOfAll(deps: Deps, place: string, span: Span, budget: Budget): Promise<Found> {
  const [begin = '', after] = place.split(BEHIND);
  const calls: CallState[] = [];
  let from: string | undefined = begin;
  while (from !== undefined) {
    if (!budget.spend()) return { calls, next: from };
    const page = await peopleFrom(deps, from);
    for (const agent of page.people) {
      const theirs = agent === begin ? { ...span, after } : span;
      const found = await callsOfAgent(deps, agent, theirs, ROWS - calls.length, budget);
      calls.push(...found.calls);
      if (found.next !== undefined) return { calls, next: found.next };
    }
    from = page.more;
  }
  return { calls };
}

function find(deps: Deps, agent: string, cursor: string, span: Span): Promise<Found> {
  const budget = new Budget(deps);
  if (agent === ALL) return callsOfAll(deps, cursor, span, budget);
  return callsOfAgent(deps, agent, { ...span, after: cursor.split(BEHIND)[1] }, ROWS, budget);
}

/** The latest moment that ids can tell. */
const END_OF_TIME = 32 ** 9 - 1;

/**
 * Calls as a table: the caller's own, the oldest first; a supervisor's also another agent's, or everybody's, person by
 * person. Bounded: at most 200 lines and 12 requests; the `Link` header leads to the rest, whose parts only need to be
 * put one after the other. Fails with `forbidden`.
 */
export async function exportCalls(
  deps: Deps,
  { agent = '', from = 0, to = END_OF_TIME, cursor }: Input<typeof Export>,
  caller: Caller,
): Promise<Success> {
  const owner = agent === '' ? caller.agentId : agent;
  mayRead(caller, owner);
  const prefix = (ms: number) => timePrefix(Math.min(ms, END_OF_TIME));
  const span = { from: prefix(from), to: to >= END_OF_TIME ? 'live' : prefix(to) };
  const { calls, next } = await find(deps, owner, cursor ?? '', span);
  const lines = calls.map((call) => csvLine(rowOf(viewOf(call), call.who)));
  const head = cursor === undefined ? BYTE_ORDER_MARK + csvLine(HEADINGS) : '';
  const asked = { ...(agent === '' ? {} : { agent }), from: new Date(from).toISOString() };
  const until = to >= END_OF_TIME ? {} : { to: new Date(to).toISOString() };
  return {
    message: 'These are the calls.',
    data: null,
    file: {
      name: `calls-${deps.now().toISOString().slice(0, 10)}.csv`,
      type: 'text/csv',
      text: head + lines.join(''),
      ...(next === undefined ? {} : { next: { ...asked, ...until, cursor: next } }),
    },
  };
}
