import { FAULTS, failAt, hurryUp, requestsOnce, turns } from '../testing-faults';
import { Handing } from './testing';

hurryUp();
// A story is told as often as it makes requests.
jest.setTimeout(90_000);

/** How Ada hands Carl on to Dora, and where Carl is in the end when all goes as it should. */
const STORIES: { what: string; plays: (at: Handing) => Promise<void>; carl: Handing['carl'] }[] = [
  {
    what: 'Dora answers, is talked with, and has Carl',
    carl: 'with Dora',
    plays: async (at) => {
      await at.insists('warm');
      await at.doraAnswers();
      await at.insists('complete');
    },
  },
  {
    what: 'Dora answers, and has Carl at once',
    carl: 'with Dora',
    plays: async (at) => {
      await at.insists('cold');
      await at.doraAnswers();
    },
  },
  {
    what: 'Dora is talked with, swapped with Carl, and taken out',
    carl: 'with Ada',
    plays: async (at) => {
      await at.insists('warm');
      await at.doraAnswers();
      await at.insists('swap');
      await at.insists('cancel');
    },
  },
  {
    what: 'Dora is busy',
    carl: 'with Ada',
    plays: async (at) => {
      await at.insists('cold');
      await at.ends(at.dora, 'busy');
    },
  },
  {
    what: 'Ada hangs up while she talks with Dora',
    carl: 'with Dora',
    plays: async (at) => {
      await at.insists('warm');
      await at.doraAnswers();
      await at.ends('agent');
    },
  },
  {
    what: 'Ada hangs up in the page while Dora rings, who answers',
    carl: 'with Dora',
    plays: async (at) => {
      await at.insists('cold');
      await at.insists('hangup');
      await at.doraAnswers();
    },
  },
  {
    what: 'Ada hangs up in the page while Dora rings, who is busy',
    carl: 'queue',
    plays: async (at) => {
      await at.insists('cold');
      await at.insists('hangup');
      await at.ends(at.dora, 'busy');
    },
  },
  {
    what: 'Carl hangs up while Ada talks with Dora',
    carl: 'gone',
    plays: async (at) => {
      await at.insists('warm');
      await at.doraAnswers();
      await at.ends('customer');
    },
  },
];

/** Carl hangs up, or has; when all reports are in, no line of the call is left and it is in the history. */
async function endsWell(at: Handing, where: string): Promise<void> {
  await at.ends('customer');
  await at.timePasses(70);
  await at.timePasses(11);
  expect({ where, up: at.conference.up, keys: at.keys() }).toEqual({ where, up: [], keys: ['history'] });
}

test.each(STORIES)('$what', async ({ plays, carl }) => {
  const at = new Handing();
  await plays(at);
  expect(at.carl).toBe(carl);
  await endsWell(at, carl);
});

test.each(STORIES)('$what: every report comes three times', async ({ plays, carl }) => {
  const at = new Handing();
  const tells = at.tells.bind(at);
  at.tells = async (report) => {
    await tells(report);
    await tells(report);
    return tells(report);
  };
  await plays(at);
  expect(at.carl).toBe(carl);
  await endsWell(at, carl);
});

const requestsOf = requestsOnce(async (story: (typeof STORIES)[number]) => {
  const at = new Handing();
  await story.plays(at);
  return at;
});

for (const fault of FAULTS)
  test.each(STORIES)(`$what; each request in turn ${fault}: Carl is never left alone`, async (story) => {
    for (const index of turns(await requestsOf(story), fault)) {
      const at = new Handing();
      failAt(at, index, fault);
      await story.plays(at);
      at.fault = () => undefined;
      at.twilio.lose = () => undefined;
      const request = at.twilio.requests[index];
      const where = `${index}: ${request?.method} ${request?.url}`;
      // Somebody looks, as pages do.
      await at.timePasses(11);
      expect({ where, carl: at.carl }).not.toEqual({ where, carl: 'alone' });
      // He hears music only as long as somebody is called or talked with.
      if (at.carl === 'on hold')
        expect({ where, up: at.conference.up }).toMatchObject({
          where,
          up: expect.arrayContaining([at.dora]),
        });
      await endsWell(at, where);
      jest.useRealTimers();
    }
  });

test('when Dora hangs up, or Carl does, the other one is not left alone', async () => {
  for (const who of ['dora', 'customer'] as const) {
    const at = new Handing();
    await at.insists('cold');
    await at.doraAnswers();
    expect(at.carl).toBe('with Dora');
    await at.ends(who === 'dora' ? at.dora : 'customer');
    expect(at.conference.up).toEqual([]);
  }
});

test('Ada ends a call that she has left to Dora', async () => {
  const at = new Handing();
  await at.insists('cold');
  await at.doraAnswers();
  expect(at.keys()).toEqual(['history']);
  expect((await at.clicks('hangup')).status).toBe(200);
  await at.settle();
  expect(at.conference.up).toEqual([]);
});
