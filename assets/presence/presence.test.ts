import type { CallView } from '../../src/calls/contract';
import type { PresenceAnswer } from '../../src/workers/contract';
import { Failure } from '../session/post';
import { Presence } from './model';
import { setAside } from './why';

const AT = Date.UTC(2026, 10, 21, 9);
const iso = (seconds: number): string => new Date(AT + seconds * 1000).toISOString();
const answer = (more: Partial<PresenceAnswer> = {}): PresenceAnswer => ({
  worker: 'WK1',
  activity: 'available',
  available: true,
  since: iso(0),
  device: 'phone',
  activities: [
    { name: 'available', available: true, settable: true },
    { name: 'break', available: false, settable: true },
    { name: 'away', available: false, settable: true },
    { name: 'in-call', available: false, settable: false },
  ],
  skills: [],
  languages: [],
  ...more,
});

/** A presence whose questions are answered by hand. */
function presenceWith() {
  const asked: { body: object; answer(with_: PresenceAnswer | Failure): void }[] = [];
  const presence = new Presence({
    call: <T>(_path: string, body: object = {}) =>
      new Promise<T>((resolve, reject) => {
        asked.push({
          body,
          answer: (with_) => (with_ instanceof Failure ? reject(with_) : resolve(with_ as T)),
        });
      }),
    changed: () => undefined,
  });
  return { presence, asked };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

async function known(more: Partial<PresenceAnswer> = {}) {
  const { presence, asked } = presenceWith();
  presence.look();
  asked.shift()?.answer(answer(more));
  await settle();
  return { presence, asked };
}

test('what Sync pushes changes what was answered; what is older does not', async () => {
  const { presence } = await known();
  presence.item({ activity: 'in-call', since: AT + 5_000, device: 'browser' });
  expect(presence.now.value).toMatchObject({ activity: 'in-call', available: false, device: 'browser' });
  presence.item({ activity: 'available', since: AT + 1_000 });
  expect(presence.now.value?.activity).toBe('in-call');
});

test('an answer that comes late does not set back what was pushed meanwhile', async () => {
  const { presence, asked } = await known();
  presence.look();
  presence.item({ activity: 'in-call', since: AT + 5_000 });
  asked.shift()?.answer(answer());
  await settle();
  expect(presence.now.value?.activity).toBe('in-call');
});

test('where no workspace is set up there is no presence; what fails otherwise says nothing of that', async () => {
  const { presence, asked } = presenceWith();
  presence.look();
  asked.shift()?.answer(new Failure('forbidden'));
  await settle();
  expect(presence.exists.value).toBe(true);
  presence.look();
  asked.shift()?.answer(new Failure('not_configured'));
  await settle();
  expect(presence.exists.value).toBe(false);
  presence.look();
  asked.shift()?.answer(answer());
  await settle();
  expect(presence.exists.value).toBe(true);
});

test('the time for a note comes and goes with the item', async () => {
  const { presence } = await known();
  presence.item({
    activity: 'post-call',
    since: AT + 1_000,
    afterCall: { call: 'c', task: 'WT1', until: AT + 60_000 },
  });
  expect(presence.now.value?.afterCall).toEqual({ call: 'c', task: 'WT1', until: iso(60) });
  presence.item({ activity: 'available', since: AT + 30_000 });
  expect(presence.now.value?.afterCall).toBeUndefined();
});

test('the key steps away from being available, and back', async () => {
  const { presence, asked } = await known();
  presence.toggle();
  expect(asked[0]?.body).toEqual({ activity: 'away' });
  asked.shift()?.answer(answer({ activity: 'away', available: false, since: iso(1) }));
  await settle();
  presence.toggle();
  expect(asked[0]?.body).toEqual({ activity: 'available' });
});

test('a double click asks once, and a failure is told and changes nothing', async () => {
  const { presence, asked } = await known();
  presence.choose('break', ' Coffee ');
  presence.choose('break', 'Tea');
  expect(asked.map(({ body }) => body)).toEqual([{ activity: 'break', reason: 'Coffee' }]);
  asked.shift()?.answer(new Failure('offline'));
  await settle();
  expect([presence.failure.value?.code, presence.now.value?.activity]).toEqual(['offline', 'available']);
});

test('where there are no workers there is no presence; a network that fails proves nothing', async () => {
  for (const [code, exists] of [
    ['not_configured', false],
    ['offline', true],
  ] as const) {
    const { presence, asked } = presenceWith();
    presence.look();
    asked.shift()?.answer(new Failure(code));
    await settle();
    expect(presence.exists.value).toBe(exists);
  }
});

const offered = (more: Partial<CallView>): CallView =>
  ({
    id: 'c',
    direction: 'inbound',
    phase: 'ended',
    startedAt: iso(0),
    endedAt: iso(20),
    offer: {},
    ...more,
  }) as CallView;

test.each([
  { reason: 'agent_no_answer', why: 'unanswered' },
  { reason: 'offer_withdrawn', why: 'unanswered' },
  { reason: 'offer_declined', why: 'declined' },
  { reason: 'agent_pressed_nothing', why: 'pressed_nothing' },
  { reason: 'agent_unreachable', why: 'unreachable' },
  { reason: 'customer_hung_up', why: undefined },
] as const)('who is away after an offer that ended with $reason was set aside: $why', ({ reason, why }) => {
  const away = answer({ activity: 'away', available: false, since: iso(21) });
  expect(setAside(away, [offered({ reason })])?.why).toBe(why);
});

test('who stepped away by themselves, or talked before, was not set aside', () => {
  const away = answer({ activity: 'away', available: false, since: iso(300) });
  expect(setAside(away, [offered({ reason: 'agent_no_answer' })])).toBeUndefined();
  const soon = answer({ activity: 'away', available: false, since: iso(21) });
  expect(setAside(soon, [offered({ reason: 'agent_hung_up', connectedAt: iso(5) })])).toBeUndefined();
  expect(setAside(answer(), [offered({ reason: 'agent_no_answer' })])).toBeUndefined();
});
