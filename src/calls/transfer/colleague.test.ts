import { BOB } from '../testing';
import { type Fault, failAt, hurryUp } from '../testing-faults';
import { Company, ED } from './testing-colleague';

hurryUp();
// A story is told as often as it makes requests.
jest.setTimeout(90_000);

interface Story {
  what: string;
  plays: (at: Company) => Promise<void>;
  /** Where everybody is in the end when all goes as it should. */
  ends: { carl: Company['whereCarlIs']; dora: 'with Carl' | 'out'; grace: Company['graceCoaches'] };
}

const TO_ED = { agentId: undefined, RecipientNumber: ED };

/** How Ada hands Carl on while Dora and Grace are with them. */
const STORIES: Story[] = [
  {
    what: 'Bob takes Carl at once',
    ends: { carl: 'with Bob', dora: 'with Carl', grace: 'Bob' },
    plays: async (at) => {
      await at.insists('cold');
      await at.bobTakes();
    },
  },
  {
    what: 'Bob is talked with, and has Carl',
    ends: { carl: 'with Bob', dora: 'with Carl', grace: 'Bob' },
    plays: async (at) => {
      await at.insists('warm');
      await at.bobTakes();
      await at.insists('complete');
    },
  },
  {
    what: 'Ada hangs up while she talks with Bob',
    ends: { carl: 'with Bob', dora: 'with Carl', grace: 'Bob' },
    plays: async (at) => {
      await at.insists('warm');
      await at.bobTakes();
      await at.hangsUp(at.ada);
    },
  },
  {
    what: 'Carl hangs up while Ada talks with Bob',
    ends: { carl: 'gone', dora: 'out', grace: undefined },
    plays: async (at) => {
      await at.insists('warm');
      await at.bobTakes();
      await at.hangsUp(at.carl);
    },
  },
  {
    what: 'a number is talked with, and has Carl',
    ends: { carl: 'with Ed', dora: 'with Carl', grace: undefined },
    plays: async (at) => {
      await at.insists('warm', TO_ED);
      await at.edAnswers();
      await at.insists('complete');
    },
  },
  {
    what: 'Carl goes to a queue',
    ends: { carl: 'queue', dora: 'out', grace: undefined },
    plays: (at) => at.insists('cold', { agentId: undefined, queue: 'sales' }),
  },
];

/** Of these only the good ending is played: what fails in them fails in others. */
const MORE: Story[] = [
  {
    what: 'Bob is talked with, and taken out',
    ends: { carl: 'with Ada', dora: 'with Carl', grace: 'Ada' },
    plays: async (at) => {
      await at.insists('warm');
      await at.bobTakes();
      await at.insists('swap');
      await at.insists('cancel');
    },
  },
  {
    what: 'Bob declines',
    ends: { carl: 'with Ada', dora: 'with Carl', grace: 'Ada' },
    plays: async (at) => {
      await at.insists('cold');
      await at.bobDeclines();
    },
  },
  {
    what: 'Ada hangs up while she talks with a number',
    ends: { carl: 'with Ed', dora: 'with Carl', grace: undefined },
    plays: async (at) => {
      await at.insists('warm', TO_ED);
      await at.edAnswers();
      await at.hangsUp(at.ada);
    },
  },
];

const whereDoraIs = (at: Company): string => {
  if (at.dora.endedAt !== undefined) return 'out';
  return at.talk(at.dora, at.carl) ? 'with Carl' : 'elsewhere';
};

/** Carl hangs up, or has; then no line is left, and nobody's call goes on. */
async function endsWell(at: Company, where: string): Promise<void> {
  await at.hangsUp(at.carl);
  for (const seconds of [70, 11]) await at.timePasses(seconds);
  const live = Object.keys(at.twilio.items(`calls.${BOB.id}`)).includes('live');
  expect({ where, up: at.up, adas: at.keys(), live }).toEqual({
    where,
    up: [],
    adas: ['history'],
    live: false,
  });
  expect({ where, overheard: at.overheard }).toEqual({ where, overheard: false });
}

test.each([...STORIES, ...MORE])(
  '$what: who was with them stays with them, or hears why not',
  async ({ plays, ends }) => {
    const at = new Company();
    await plays(at);
    expect({ carl: at.whereCarlIs, dora: whereDoraIs(at), grace: at.graceCoaches }).toEqual(ends);
    if (ends.grace === 'Bob') expect(at.told.get(at.grace)).toContain('goes on with a colleague');
    if (ends.carl === 'queue') expect(at.told.get(at.dora)).toContain('was handed on');
    if (ends.carl === 'queue' || ends.carl === 'with Ed')
      expect(at.told.get(at.grace)).toContain('was handed on');
    await endsWell(at, ends.carl);
  },
);

test('a guest who is muted stays muted with the colleague', async () => {
  const at = new Company();
  await at.mutesDora();
  await at.insists('cold');
  await at.bobTakes();
  expect(at.whereCarlIs).toBe('with Bob');
  expect([at.rooms.hears(at.carl, at.dora), at.rooms.hears(at.dora, at.carl)]).toEqual([false, true]);
});

/** Twilio refuses, or does it and nobody hears so. */
const FAULTS: { fault: Fault; stories: Story[] }[] = [
  { fault: 'failed (500)', stories: STORIES },
  { fault: 'answer lost once', stories: STORIES.slice(0, 2) },
];

for (const { fault, stories } of FAULTS)
  test.each(stories)(
    `$what; each request in turn ${fault}: nobody is left alone, and no whisper is overheard`,
    async ({ plays }) => {
      const clean = new Company();
      await plays(clean);
      // A read that fails is the same as the request that did not come: what changes something matters here.
      const writes = clean.twilio.requests.flatMap(({ method }, index) => (method === 'get' ? [] : [index]));
      for (const index of writes) {
        const at = new Company();
        failAt(at, index, fault);
        await plays(at);
        at.fault = () => undefined;
        at.twilio.lose = () => undefined;
        const request = at.twilio.requests[index];
        const where = `${index}: ${request?.method} ${request?.url}`;
        await at.timePasses(11);
        expect({ where, carl: at.whereCarlIs }).not.toEqual({ where, carl: 'alone' });
        // Only as long as somebody is still asked, with music for Carl, the others may be without him.
        if (at.graceCoaches === 'nobody' || whereDoraIs(at) === 'elsewhere')
          expect({ where, carl: at.whereCarlIs }).toEqual({ where, carl: 'on hold' });
        await endsWell(at, where);
        jest.useRealTimers();
      }
    },
  );
