import fc from 'fast-check';
import { BOB, later } from '../testing';
import { FAULTS, failAt, hurryUp, up } from '../testing-faults';
import { Player } from '../testing-player';
import { Recorded } from './testing';

hurryUp();

/** A click that fails is made again; what can't be done is left. */
async function insists(stage: Recorded, what: 'start' | 'resume' | 'stop'): Promise<void> {
  for (let click = 0; click < 3; click += 1) {
    if ((await stage.clicks(what)).status < 500) return;
  }
}

/** They talk, it is recorded and paused for a card number; then, perhaps, somebody goes on by hand. */
async function story(stage: Recorded, ending: 'forgets' | 'resumes' | 'stops'): Promise<void> {
  const lines = await stage.theyTalk();
  await insists(stage, 'start');
  await stage.settles();
  // Once: who was told that it failed may have gone on talking.
  await stage.clicks('pause');
  if (ending === 'resumes') await insists(stage, 'resume');
  if (ending === 'stops') await insists(stage, 'stop');
  await stage.settles();
  later(61);
  await stage.timersFire();
  // The page looks, as it does at the end of its countdown; so does every report of the call.
  await stage.clicks('status');
  await stage.settles();
  const paused = stage.recordings.running.filter(({ status }) => status === 'paused');
  expect({ ending, paused }).toEqual({ ending, paused: [] });
  await stage.end(lines);
}

/** The others are told from these by nothing that matters here. */
const HOW = FAULTS.filter((fault) => fault !== 'busy (429)' && fault !== 'answer lost once');

for (const ending of ['forgets', 'resumes', 'stops'] as const)
  test.each(HOW)(
    `after a pause Ada ${ending}; each request of the recording in turn %s: none is left paused or running, and none is begun twice`,
    async (fault) => {
      const whole = new Recorded();
      const first = await whole.counting(() => whole.theyTalk());
      const plain = new Recorded();
      const all = await plain.counting(() => story(plain, ending));
      for (let index = first; index < all; index += 1) {
        const stage = new Recorded();
        failAt(stage, index, fault);
        await story(stage, ending);
        stage.fault = () => undefined;
        stage.twilio.lose = () => undefined;
        const request = stage.twilio.requests[index];
        const where = `${index}: ${request?.method} ${request?.url}`;
        expect({ where, running: stage.recordings.running.length }).toEqual({ where, running: 0 });
        // A lost answer to the beginning may be followed by another click within the same second; one at a time runs.
        expect(stage.recordings.all.length).toBeLessThanOrEqual(1);
        expect((await stage.view()).recording).toBeUndefined();
      }
    },
    60_000,
  );

test.each(['refused (400)', 'failed (500)', 'answer lost'] as const)(
  'where every call is recorded; each request of a call in turn %s: nobody stranded, one recording at most, none runs on',
  async (fault) => {
    const plain = new Recorded({ RECORDING: 'always' });
    const all = await plain.counting(() => new Player(plain).play('they talk and Carl hangs up'));
    expect(plain.recordings.all).toHaveLength(1);
    for (let index = 0; index < all; index += 1) {
      const stage = new Recorded({ RECORDING: 'always' });
      failAt(stage, index, fault);
      await new Player(stage).play('they talk and Carl hangs up');
      stage.fault = () => undefined;
      stage.twilio.lose = () => undefined;
      await stage.settles();
      const request = stage.twilio.requests[index];
      const where = `${index}: ${request?.method} ${request?.url}`;
      expect({ where, up: up(stage) }).toEqual({ where, up: [] });
      expect({ where, running: stage.recordings.running.length }).toEqual({ where, running: 0 });
      expect(stage.recordings.all.length).toBeLessThanOrEqual(1);
    }
  },
  60_000,
);

const ACTIONS = ['start', 'pause', 'resume', 'stop', 'report', 'timer', 'status', 'later'] as const;
type Action = (typeof ACTIONS)[number];

async function acts(stage: Recorded, action: Action, bySupervisor: boolean): Promise<void> {
  if (action === 'report') return stage.settles();
  if (action === 'timer') return stage.timersFire();
  if (action === 'later') return later(40);
  await (bySupervisor ? stage.supervises(action, BOB) : stage.clicks(action));
}

test.each(['ask', 'always'])(
  'whatever people do, and in whatever order Twilio reports, with RECORDING=%s: what is shown is so, every pause ends, nothing runs on',
  async (policy) => {
    const steps = fc.array(fc.record({ action: fc.constantFrom(...ACTIONS), bySupervisor: fc.boolean() }), {
      minLength: 1,
      maxLength: 10,
    });
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (all, together) => {
        jest.useRealTimers();
        const stage = new Recorded({ RECORDING: policy });
        const lines = await stage.theyTalk();
        // One after the other, or two at a time.
        for (let n = 0; n < all.length; n += together ? 2 : 1) {
          const now = all.slice(n, n + (together ? 2 : 1));
          await Promise.all(now.map(({ action, bySupervisor }) => acts(stage, action, bySupervisor)));
        }
        await stage.settles();
        expect(stage.recordings.running.length).toBeLessThanOrEqual(1);
        const shown = (await stage.view()).recording?.state;
        const [running] = stage.recordings.running;
        expect(shown).toBe(running && (running.status === 'paused' ? 'paused' : 'on'));
        later(61);
        await stage.timersFire();
        expect(stage.recordings.running.filter(({ status }) => status === 'paused')).toEqual([]);
        await stage.end(lines);
        expect(stage.recordings.running).toEqual([]);
        const { recording, recordings = [] } = await stage.view();
        expect(recording).toBeUndefined();
        expect(recordings.map(({ ready }) => ready)).toEqual(recordings.map(() => true));
      }),
      { numRuns: 60 },
    );
  },
  120_000,
);
