import { BOB, later } from '../testing';
import { type Fault, failAt, hurryUp } from '../testing-faults';
import { Company } from './testing-colleague';

hurryUp();
// A story is told as often as it makes requests.
jest.setTimeout(90_000);

interface Story {
  what: string;
  carl: Company['whereCarlIs'];
  plays: (at: Company) => Promise<void>;
}

/** How Ada hands Carl on to Bob, with nobody else in the call, and where Carl is when all goes as it should. */
const STORIES: Story[] = [
  {
    what: 'Bob has Carl at once',
    carl: 'with Bob',
    plays: async (at) => {
      await at.insists('cold');
      await at.bobTakes();
    },
  },
  {
    what: 'Bob is talked with, swapped with Carl, and has him',
    carl: 'with Bob',
    plays: async (at) => {
      await at.insists('warm');
      await at.bobTakes();
      await at.insists('swap');
      await at.insists('complete');
    },
  },
  {
    what: 'Bob is rung, and taken out',
    carl: 'with Ada',
    plays: async (at) => {
      await at.insists('warm');
      await at.bobRings();
      await at.insists('cancel');
    },
  },
  {
    what: 'Ada ends it in the page while Bob is rung, who says yes',
    carl: 'with Bob',
    plays: async (at) => {
      await at.insists('cold');
      await at.bobRings();
      await at.insists('hangup');
      await at.bobTakes();
    },
  },
];

/** Those that the stories with a guest and a supervisor do not play. */
const FAULTS: Fault[] = ['refused (400)', 'busy (429)', 'not sent', 'answer lost'];

/** Carl hangs up, or has: no line is left, nobody's call goes on, and no task is anybody's. */
async function endsWell(at: Company, where: string): Promise<void> {
  await at.hangsUp(at.carl);
  // Phones don't ring for ever.
  if (at.bob?.status === 'ringing') at.ends(at.bob, 'busy');
  for (const seconds of [6, 70, 11]) await at.timePasses(seconds);
  const live = Object.keys(at.twilio.items(`calls.${BOB.id}`)).includes('live');
  const { status } = at.routing.task;
  expect({ where, up: at.up, adas: at.keys(), live, isHeld: status === 'assigned' }).toEqual({
    where,
    up: [],
    adas: ['history'],
    live: false,
    isHeld: false,
  });
}

test.each(STORIES)('$what', async ({ plays, carl }) => {
  const at = new Company(true);
  await plays(at);
  expect(at.whereCarlIs).toBe(carl);
  await endsWell(at, carl);
});

for (const fault of FAULTS)
  test.each(STORIES)(`$what; each request in turn ${fault}: Carl is never left alone`, async ({ plays }) => {
    const clean = new Company(true);
    await plays(clean);
    const writes = clean.twilio.requests.flatMap(({ method }, index) => (method === 'get' ? [] : [index]));
    for (const index of writes) {
      const at = new Company(true);
      failAt(at, index, fault);
      await plays(at);
      at.fault = () => undefined;
      at.twilio.lose = () => undefined;
      const request = at.twilio.requests[index];
      const where = `${index}: ${request?.method} ${request?.url}`;
      await at.timePasses(11);
      expect({ where, carl: at.whereCarlIs }).not.toEqual({ where, carl: 'alone' });
      await endsWell(at, where);
      jest.useRealTimers();
    }
  });

test('two clicks at once make two tasks, of which one is taken back, and Carl is handed on once', async () => {
  const at = new Company(true);
  const clicks = await Promise.all([at.clicks('cold'), at.clicks('cold')]);
  expect(clicks.map(({ status }) => status)).toEqual([202, 202]);
  await at.settle();
  const canceled = at.twilio.requests.filter(({ form }) => form.AssignmentStatus === 'canceled');
  expect(canceled).toHaveLength(1);
});

test('nothing is heard of the task by which Bob was to be asked: after a minute Carl is back', async () => {
  const at = new Company(true);
  await at.insists('warm');
  expect(at.whereCarlIs).toBe('on hold');
  await at.timePasses(61);
  expect(at.whereCarlIs).toBe('with Ada');
  await endsWell(at, 'with Ada');
});

test('the word that Bob has Carl is lost: who looks after a minute asks his call', async () => {
  const at = new Company(true);
  await at.insists('cold');
  // Of all that Bob's call and the conference tell, nothing comes to Ada's.
  const before = at.fault;
  at.fault = (request) =>
    /calls\.a+\/Items/.test(request.url) && request.form.Data?.includes('"done"')
      ? { status: 500, body: { code: 20500, status: 500, message: 'failed', more_info: '' } }
      : before(request);
  await at.bobTakes();
  expect(at.whereCarlIs).toBe('with Bob');
  at.fault = before;
  expect(at.keys()).toEqual(['live']);
  later(61);
  await at.ask('state');
  await at.settle();
  const call = (await at.ask('history')).body.data.calls as { reason?: string }[];
  expect(call[0]?.reason).toBe('transferred');
  expect(at.whereCarlIs).toBe('with Bob');
});
