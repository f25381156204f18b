import { DORA, later } from '../testing';
import { FAULTS, failAt, hurryUp } from '../testing-faults';
import { type Action, GRACE, Talking } from './testing';

hurryUp();

/** Who is there beside Ada and Carl: Dora, called in by Ada; Grace, who listens. */
interface Cast {
  stage: Talking;
  dora: string;
  grace: string;
}

async function cast(withDora: boolean, withGrace: boolean): Promise<Cast> {
  const stage = new Talking();
  const called = async (action: Action, fields: object, who?: typeof GRACE) => {
    const { participant } = (await stage.does(action, fields, who)).body.data as { participant: string };
    await stage.answers(participant);
    return participant;
  };
  const dora = withDora ? await called('add', { RecipientNumber: DORA }) : '';
  const grace = withGrace ? await called('listen', {}, GRACE) : '';
  return { stage, dora, grace };
}

interface Story {
  action: Action;
  by?: typeof GRACE;
  fields?: (cast: Cast) => object;
  dora?: true;
  grace?: true;
  /** What comes of it in the conference. */
  done: (cast: Cast) => boolean;
}

const newest = ({ stage }: Cast, kind: 'g' | 's') =>
  [...stage.conference.lines.values()].filter(({ who }) => who.startsWith(kind)).length;
const member = ({ stage: { conference } }: Cast, who: string) => conference.memberOf(who);

const STORIES: Story[] = [
  { action: 'hold', done: (at) => member(at, 'customer')?.hold === true },
  { action: 'unhold', done: (at) => member(at, 'customer')?.hold === false },
  { action: 'mute', fields: () => ({ muted: true }), done: (at) => member(at, 'agent')?.muted === true },
  { action: 'dtmf', fields: () => ({ digits: '1' }), done: () => true },
  { action: 'announce', fields: () => ({ text: 'Hello' }), done: () => true },
  { action: 'add', fields: () => ({ RecipientNumber: DORA }), done: (at) => newest(at, 'g') === 1 },
  {
    action: 'remove',
    dora: true,
    fields: ({ dora }) => ({ participant: dora }),
    done: (at) => member(at, at.dora) === undefined,
  },
  { action: 'whisper', by: GRACE, done: (at) => newest(at, 's') === 1 },
  {
    action: 'whisper',
    by: GRACE,
    grace: true,
    done: (at) =>
      at.stage.conference.hears('agent', at.grace) && !at.stage.conference.hears('customer', at.grace),
  },
  { action: 'barge', by: GRACE, grace: true, done: (at) => at.stage.conference.hears('customer', at.grace) },
  { action: 'stop', by: GRACE, grace: true, done: (at) => member(at, at.grace) === undefined },
];

const titled = STORIES.map((story) => ({
  ...story,
  what: `${story.action}${story.grace ? ' by who is in' : ''}`,
}));

/** Whoever was called is on the line at most once, and when the call ends nobody is left. */
async function endsWell({ stage, grace }: Cast): Promise<void> {
  const { conference } = stage;
  conference.ends(conference.lineOf('customer') ?? '');
  await stage.settle();
  later(70);
  await stage.ask('state');
  await stage.settle();
  expect({ up: conference.up, grace }).toEqual({ up: [], grace });
  expect(stage.keys()).toEqual(['history']);
}

for (const fault of FAULTS)
  test.each(titled)(
    `$what, each request in turn ${fault}: asked again it is done, and once`,
    async (story) => {
      const act = (at: Cast) => at.stage.does(story.action, story.fields?.(at) ?? {}, story.by);
      const begin = () => cast(story.dora === true, story.grace === true);
      const clean = await begin();
      const requests = await clean.stage.counting(() => act(clean));
      for (let index = 0; index < requests; index += 1) {
        const at = await begin();
        failAt(at.stage, index, fault);
        const first = await act(at);
        at.stage.fault = () => undefined;
        at.stage.twilio.lose = () => undefined;
        // Whatever it is, it is told as such.
        expect({ index, code: first.body.code }).not.toEqual({ index, code: 'internal' });
        await at.stage.settle();
        let again = await act(at);
        await at.stage.settle();
        if (!story.done(at)) {
          // Nobody knew whether somebody was called; nobody was, and their place is free again.
          later(61);
          again = await act(at);
          await at.stage.settle();
        }
        expect({ index, again: again.status < 300, done: story.done(at) }).toEqual({
          index,
          again: true,
          done: true,
        });
        await endsWell(at);
        jest.useRealTimers();
      }
    },
  );
