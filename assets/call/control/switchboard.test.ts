import fc from 'fast-check';
import type { CallView, LegView } from '../../../src/calls/contract';
import { JOINT, MUSIC } from '../cord';
import { type Scene, sways } from '../scene';
import { switchboard } from './switchboard';
import { BASE, guest, leg, talked } from './testing';

const drawn = (call: CallView, muted = false): Scene => switchboard(call, BASE, muted);
/** Who hears whom, as pairs of the ends of cords. */
const cords = ({ strands }: Scene) =>
  strands.map(({ lies, flow }) => [
    typeof lies === 'string' ? lies : `${lies.from}>${lies.to}${lies.reaching ? '…' : ''}`,
    flow ?? 'both',
  ]);
const supervised = (mode: 'listen' | 'whisper' | 'barge', present = true) =>
  talked(
    { supervision: { by: 'grace@example.com', mode, since: '' } },
    { others: [leg('supervisor', { participant: 's0-1-abc', name: 'grace@example.com', present })] },
  );

test('two who talk are drawn as they always were', () => {
  expect(drawn(talked())).toMatchObject({ jacks: BASE.jacks, strands: BASE.strands });
});

test('a call that is not connected is drawn without anybody else', () => {
  expect(drawn(talked({ phase: 'ending' }))).toBe(BASE);
});

test('on hold, the customer’s cord is plugged into music, and the agent’s jack is free', () => {
  const scene = drawn(talked({}, { customer: { held: true } }));
  expect(cords(scene)).toEqual([[`${MUSIC}>customer`, 'both']]);
  expect(scene.music).toBe('Music');
  expect(scene.alt).toBe('The customer is on hold and hears music.');
});

test('who is muted has a mark, and sound goes one way only', () => {
  const scene = drawn(talked(), true);
  expect(scene.jacks[0].mark).toBe('muted');
  expect(cords(scene)).toEqual([['connected', 'back']]);
  expect(cords(drawn(talked({}, { customer: { muted: true } })))).toEqual([['connected', 'forth']]);
  expect(cords(drawn(talked({}, { customer: { muted: true } }), true))).toEqual([['connected', 'none']]);
});

test('a guest is joined to the cord; one who is called is reached for; one on hold hears music', () => {
  const others = [guest(1), guest(2, { present: false, status: 'ringing' }), guest(3, { held: true })];
  const scene = drawn(talked({}, { others }));
  expect(cords(scene)).toEqual([
    ['connected', 'both'],
    [`${JOINT}>g1-1-abc`, 'both'],
    [`${JOINT}>g2-1-abc…`, 'both'],
  ]);
  expect(scene.jacks.map(({ id, lamp, mark }) => [id, lamp, mark])).toEqual([
    ['agent', 'on', undefined],
    ['customer', 'on', undefined],
    ['g1-1-abc', 'on', undefined],
    ['g2-1-abc', 'ringing', undefined],
    ['g3-1-abc', 'on', 'music'],
  ]);
  expect(scene.alt).toBe(
    'You and the customer hear each other. guest1 takes part. guest3 is on hold and hears music. guest2 is being called.',
  );
});

test('who has left has no jack any more', () => {
  const others = [guest(1, { present: false, status: 'completed', endedAt: 'then' })];
  expect(drawn(talked({}, { others })).jacks).toHaveLength(2);
});

test('consulting, the agent’s cord goes to whoever is asked, and the customer hears music', () => {
  const scene = drawn(talked({}, { customer: { held: true }, others: [guest(1)] }), true);
  expect(cords(scene)).toEqual([
    [`${MUSIC}>customer`, 'both'],
    ['agent>g1-1-abc', 'back'],
  ]);
});

test('the agent has left for a moment: the customer and the guest hear each other', () => {
  const scene = drawn(talked({}, { agent: { held: true }, others: [guest(1)] }));
  expect(cords(scene)).toEqual([
    ['g1-1-abc>customer', 'both'],
    [`${MUSIC}>agent`, 'both'],
  ]);
});

test('who only listens hangs on a dashed cord, one way; a whisper’s cord goes to the agent alone', () => {
  const [, listening] = drawn(supervised('listen')).strands;
  expect(listening).toMatchObject({ lies: { from: JOINT, to: 's0-1-abc' }, flow: 'forth', dashed: true });
  const [, whispering] = drawn(supervised('whisper')).strands;
  expect(whispering).toEqual({ id: 's0-1-abc', lies: { from: 'agent', to: 's0-1-abc' } });
  const [, barging] = drawn(supervised('barge')).strands;
  expect(barging).toEqual({ id: 's0-1-abc', lies: { from: JOINT, to: 's0-1-abc' } });
  expect(drawn(supervised('whisper')).alt).toContain('grace hears the call, and only you hear them.');
  expect(drawn(supervised('listen', false)).alt).toContain('grace is about to come in.');
});

test('the lamp for the recording burns, or says that it is paused', () => {
  const on = drawn(talked({ recording: { state: 'on', since: '' } }));
  expect(on.recording).toEqual({ paused: false, text: 'Recording' });
  expect(on.alt).toContain('The call is recorded.');
  expect(drawn(talked({ recording: { state: 'paused', since: '' } })).recording?.paused).toBe(true);
  expect(drawn(talked({ recording: { state: 'starting', since: '' } })).recording).toBeUndefined();
});

test('whoever is there however: every cord’s end has a jack, and every cord is one person’s', () => {
  const part = fc.record({ held: fc.constantFrom(true, undefined), muted: fc.constantFrom(true, undefined) });
  const clean = ({ held, muted }: { held: true | undefined; muted: true | undefined }): Partial<LegView> => ({
    ...(held && { held }),
    ...(muted && { muted }),
  });
  fc.assert(
    fc.property(
      part,
      part,
      fc.array(fc.tuple(part, fc.boolean()), { maxLength: 4 }),
      fc.constantFrom('listen', 'whisper', 'barge', undefined),
      fc.boolean(),
      (agent, customer, guests, mode, muted) => {
        const others = guests.map(([how, present], at) => guest(at + 1, { ...clean(how), present }));
        if (mode) others.push(leg('supervisor', { participant: 's0-1-abc' }));
        const call = talked(mode ? { supervision: { by: 'g', mode, since: '' } } : {}, {
          agent: clean(agent),
          customer: clean(customer),
          others,
        });
        const scene = drawn(call, muted);
        const jacks = new Set(scene.jacks.map(({ id }) => id));
        if (scene.music !== undefined) jacks.add(MUSIC);
        for (const [at, { lies }] of scene.strands.entries()) {
          if (typeof lies === 'string') continue;
          expect(lies.from).not.toBe(lies.to);
          expect(jacks.has(lies.from) || (lies.from === JOINT && at > 0)).toBe(true);
          expect(jacks.has(lies.to)).toBe(true);
        }
        const ids = scene.strands.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(scene.strands.some(sways) || scene.strands[0].lies === 'loose-agent').toBe(true);
        expect(scene.alt).not.toMatch(/[{}]|undefined/);
      },
    ),
  );
});

test('a colleague whom TaskRouter asks is reached for before they have a line', () => {
  const transfer = {
    kind: 'cold',
    target: 'colleague',
    to: 'bo@example.com',
    phase: 'ringing',
    since: '',
  } as const;
  const scene = drawn(talked({ transfer }, { customer: { held: true } }));
  expect(cords(scene)).toEqual([
    [`${MUSIC}>customer`, 'both'],
    ['agent>asked…', 'both'],
  ]);
  expect(scene.alt).toContain('bo is being called.');
});

test('whom a colleague asks talks with them, and the customer is theirs still', () => {
  const offer = {
    task: '',
    reservation: '',
    queuedAt: '',
    answerBy: '',
    transfer: { by: 'ada@example.com', kind: 'warm', consulting: true },
  } as const;
  const scene = drawn(talked({ direction: 'inbound', phase: 'agent-answered', offer }));
  expect(cords(scene)).toEqual([
    ['asker>customer', 'both'],
    ['agent>asker', 'both'],
  ]);
  expect(scene.alt).toBe('You talk with ada, who has the customer.');
});
