import type { FakeAnswer, SeenRequest } from '../testing/fake-twilio';
import { PLOTS, Player, type Plot } from './player';
import { ADA, broken, CARL, DORA, later, refused, Stage } from './testing';

const wait = globalThis.setTimeout;
beforeEach(() => {
  // Waiting passes faster: backoff next to nothing, deadlines still long enough for whatever a function does.
  jest
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(((done: () => void, ms = 0) =>
      wait(done, ms < 1000 ? ms / 500 : ms / 20)) as typeof setTimeout);
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const FAULTS = [
  'refused (400)',
  'failed (500)',
  'busy (429)',
  'not sent',
  'answer lost',
  'answer lost once',
] as const;
type Fault = (typeof FAULTS)[number];

/** Fails the `index`-th request of a story and what repeats it within the same invocation; later ones pass. */
function failAt(stage: Stage, index: number, fault: Fault): void {
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

const up = (stage: Stage) =>
  stage.voice.lines.filter(({ endedAt }) => endedAt === undefined).map(({ to }) => to);

async function requestsOf(plot: Plot): Promise<number> {
  const stage = new Stage();
  return stage.counting(() => new Player(stage).play(plot));
}

test.each(PLOTS)('%s: nothing fails, and nobody is left on the line', async (plot) => {
  const stage = new Stage();
  await new Player(stage).play(plot);
  expect(up(stage)).toEqual([]);
  expect(stage.keys()).toEqual(['history']);
});

test.each(PLOTS)('%s, with every webhook delivered three times: one call', async (plot) => {
  const stage = new Stage();
  await new Player(stage, 3).play(plot);
  expect(up(stage)).toEqual([]);
  expect([stage.callsTo(ADA.phone), stage.callsTo(CARL)]).toEqual([
    1,
    plot === 'Ada presses nothing' ? 0 : 1,
  ]);
  expect(stage.keys()).toEqual(['history']);
});

for (const plot of PLOTS)
  test.each(FAULTS)(
    `${plot}; each request in turn %s: nobody stranded, nobody dialled twice`,
    async (fault) => {
      const requests = await requestsOf(plot);
      expect(requests).toBeGreaterThan(10);
      for (let index = 0; index < requests; index += 1) {
        const stage = new Stage();
        failAt(stage, index, fault);
        const player = new Player(stage);
        await player.play(plot);
        stage.fault = () => undefined;
        stage.twilio.lose = () => undefined;
        const request = stage.twilio.requests[index];
        const where = `${index}: ${request?.method} ${request?.url}`;
        if (fault === 'answer lost' && up(stage).length > 0) {
          // Three answers lost in a row look like a request that died with its claim: the next look takes it over.
          later(11);
          await stage.ask('state');
          await player.settle();
        }
        expect({ where, up: up(stage) }).toEqual({ where, up: [] });
        expect(stage.callsTo(ADA.phone)).toBeLessThanOrEqual(1);
        expect(stage.callsTo(CARL)).toBeLessThanOrEqual(1);
        // Whatever was left behind, Ada is not locked out.
        later(16);
        expect({ where, again: (await stage.start({ RecipientNumber: DORA })).status }).toEqual({
          where,
          again: 202,
        });
      }
    },
  );
