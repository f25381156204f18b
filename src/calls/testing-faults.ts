import type { FakeAnswer, SeenRequest } from '../testing/fake-twilio';
import { broken, refused, type Stage } from './testing';

const wait = globalThis.setTimeout;

/** Waiting passes faster in this test file: backoff next to nothing, deadlines still long enough for a function. */
export function hurryUp(): void {
  // No mock of jest's: that would keep every call, and whatever it was made from.
  beforeEach(() => {
    globalThis.setTimeout = ((done: () => void, ms = 0) =>
      wait(done, ms < 1000 ? ms / 500 : ms / 20)) as typeof setTimeout;
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
    globalThis.setTimeout = wait;
    globalThis.Date = RealDate;
    ahead = 0;
  });
}

const RealDate = Date;
/** Milliseconds. */
let ahead = 0;

class ShiftedDate extends RealDate {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [RealDate.now() + ahead] : given) as [number]));
  }

  static override now(): number {
    return RealDate.now() + ahead;
  }
}

/** As `later`, and time goes on: for tests with thousands of moments, as jest's clock takes its time. After `hurryUp`. */
export function passes(seconds: number): void {
  ahead += seconds * 1000;
  globalThis.Date = ShiftedDate as DateConstructor;
}

/** How a request can fail. */
export const FAULTS = [
  'refused (400)',
  'failed (500)',
  'busy (429)',
  'not sent',
  'answer lost',
  'answer lost once',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Fails the `index`-th request of a story and what repeats it within the same invocation; later ones pass. */
export function failAt(stage: Stage, index: number, fault: Fault): void {
  let count = -1;
  let failing: { request: string; run: number } | undefined;
  const hits = (request: SeenRequest): boolean => {
    const name = `${request.method} ${request.url}`;
    count += 1;
    if (count === index) failing = { request: name, run: stage.runs };
    return failing?.request === name && failing.run === stage.runs;
  };
  const answers: Record<Exclude<Fault, 'answer lost' | 'answer lost once'>, () => FakeAnswer | Error> = {
    'refused (400)': () => refused(400, 20001),
    'failed (500)': () => refused(500, 20500),
    'busy (429)': () => refused(429, 20429),
    'not sent': broken,
  };
  if (fault === 'answer lost once') stage.twilio.lose = () => (++count === index ? broken() : undefined);
  else if (fault === 'answer lost') stage.twilio.lose = (request) => (hits(request) ? broken() : undefined);
  else stage.fault = (request) => (hits(request) ? answers[fault]() : undefined);
}

/** Whose lines are up. */
export const up = (stage: Stage) =>
  stage.voice.lines.filter(({ endedAt }) => endedAt === undefined).map(({ to }) => to);

/**
 * Which requests of a story are failed in turn. Where only the answer is lost, reads are left out: for whoever asked, a
 * read whose answer is lost was not sent, and lost once it is asked again and nothing else differs.
 */
export const turns = (requests: readonly SeenRequest[], fault: Fault): number[] =>
  requests.flatMap(({ method }, index) =>
    method === 'get' && fault.startsWith('answer lost') ? [] : [index],
  );

/** The requests of a story in which nothing fails, made once. */
export function requestsOnce<T>(
  play: (plot: T) => Promise<Stage>,
): (plot: T) => Promise<readonly SeenRequest[]> {
  const made = new Map<T, Promise<readonly SeenRequest[]>>();
  return (plot) => {
    const known = made.get(plot) ?? play(plot).then(({ twilio }) => twilio.requests);
    made.set(plot, known);
    return known;
  };
}
