import fc from 'fast-check';
import { floorItem } from './floor';
import type { CallState, Facts } from './state';
import { learn } from './state';
import { ADA, type FakeLine, refused, Stage } from './testing';

const BOUND = 300;

const holds = (stage: Stage, line: FakeLine, label: 'agent' | 'customer', Hold: string) =>
  stage.room(Hold === 'true' ? 'participant-hold' : 'participant-unhold', line, label, { Hold });

async function talking() {
  const stage = new Stage();
  const lines = await stage.theyTalk();
  const shown = () => Object.values(stage.twilio.items('floor'))[0];
  return { stage, ...lines, shown };
}

test('the floor tells of a hold and of its end, for two requests each; what it does not show costs nothing', async () => {
  const { stage, ada, carl, shown } = await talking();
  const held = (line: FakeLine, label: 'agent' | 'customer', Hold: string) =>
    stage.counting(() => holds(stage, line, label, Hold));
  expect(await held(carl, 'customer', 'true')).toBe(4);
  expect(shown()).toMatchObject({ phase: 'connected', held: true, heldSince: expect.any(Number) });
  expect(await stage.counting(() => stage.room('participant-mute', ada, 'agent', { Muted: 'true' }))).toBe(2);
  expect(await held(carl, 'customer', 'false')).toBe(4);
  expect(shown()).not.toHaveProperty('held');
});

test('when the floor cannot be written, the call goes on, and the next change shows all', async () => {
  const { stage, ada, carl, shown } = await talking();
  stage.fault = ({ url, method }) =>
    method === 'post' && url.includes('/Maps/floor/') ? refused(503, 20503) : undefined;
  expect((await holds(stage, carl, 'customer', 'true')).status).toBe(204);
  stage.fault = () => undefined;
  expect(shown()).not.toHaveProperty('held');
  expect((await holds(stage, carl, 'customer', 'false')).status).toBe(204);
  expect((await holds(stage, carl, 'customer', 'true')).status).toBe(204);
  expect(shown()).toMatchObject({ agent: ADA.id, held: true });
  expect(ada.status).toBe('in-progress');
});

test('of reports that overtake each other on their way to the floor, the newest stays', async () => {
  for (let time = 0; time < 5; time += 1) {
    const { stage, carl, shown } = await talking();
    await Promise.all([
      holds(stage, carl, 'customer', 'true'),
      holds(stage, carl, 'customer', 'false'),
      holds(stage, carl, 'customer', 'true'),
    ]);
    expect(shown()).toMatchObject({ held: true });
  }
});

const CONFERENCE = `CF${'1'.repeat(32)}`;
const SUPERVISOR = 's001abcdef';

/** A call with everything that an item can show. */
const full = (who: string, by: string): CallState => {
  const facts: Facts = {
    agent: { sid: `CA${'1'.repeat(32)}`, status: 'in-progress' },
    customer: { sid: `CA${'2'.repeat(32)}`, status: 'in-progress', answered: 1 },
    rooms: {
      [CONFERENCE]: {
        joined: { agent: 1, customer: 2, [SUPERVISOR]: 3 },
        left: {},
        stands: { customer: { n: 4, held: true }, [SUPERVISOR]: { n: 5, coach: true } },
        holds: { customer: { n: 4, at: Date.now() } },
      },
    },
    others: {
      [SUPERVISOR]: {
        at: 1,
        who: by,
        line: { sid: `CA${'3'.repeat(32)}`, status: 'in-progress' },
        wish: { at: 1, by: 'x', mode: 'whisper' },
      },
    },
  };
  const started = {
    v: 1,
    id: '1',
    at: Date.now(),
    from: ADA.phone,
    to: '+14155550123',
    conference: 'c',
    who,
  };
  return learn(started as CallState, facts);
};

test('an item stays within its bound, however long the addresses are, and tells people apart', () => {
  const address = fc
    .tuple(fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 250 }), fc.constant('@example.com'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(address, address, (who, by) => {
      const item = floorItem(ADA.id, full(who, by));
      expect(item).toMatchObject({
        phase: 'connected',
        held: true,
        heldSince: expect.any(Number),
        supervised: { mode: 'whisper' },
      });
      expect(Buffer.byteLength(JSON.stringify({ ...item, recording: 'paused' }))).toBeLessThanOrEqual(
        BOUND + '"recording":"paused",'.length,
      );
      expect(who.startsWith(item.email) && by.startsWith(item.supervised?.by ?? 'x')).toBe(true);
      expect(item.email.length).toBeGreaterThanOrEqual(Math.min(24, who.length));
    }),
  );
});
