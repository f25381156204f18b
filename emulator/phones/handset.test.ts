import { testKernel } from '../api/testing';
import { createPhones, type PhoneError } from '.';
import { RecordedEngine } from './testing';

const ADA = '+14155550101';

function setUp() {
  const kernel = testKernel();
  const phones = createPhones(kernel, { isOwned: (number) => number === '+14155550199' });
  const engine = new RecordedEngine(kernel, phones);
  phones.connect(engine);
  const said = () => kernel.timeline.since(0).map((event) => event.summary);
  return { kernel, phones, engine, said };
}

const refusal = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    return (error as PhoneError).code;
  }
  return 'nothing was refused';
};

test('a person answers, hears, presses, speaks and hangs up', () => {
  const { phones, engine } = setUp();
  const leg = engine.ring(ADA);
  const ada = phones.get(ADA);
  expect(ada.view()).toMatchObject({ state: 'ringing', peer: '+14155550199', callSid: leg.callSid });

  ada.answer();
  leg.hears('Press any key.');
  ada.press('1');
  ada.say('Hello');
  expect(ada.view()).toMatchObject({
    state: 'in-call',
    heard: [{ n: 1, kind: 'speech', text: 'Press any key.' }],
    did: [
      { n: 2, kind: 'pressed', text: '1' },
      { n: 3, kind: 'said', text: 'Hello' },
    ],
    keys: '1',
  });

  ada.hangup();
  expect(leg.done).toEqual(['answer human', 'press 1', 'say Hello', 'hangup']);
  expect(ada.view()).toMatchObject({
    state: 'idle',
    callSid: null,
    lastCall: { callSid: leg.callSid, end: 'completed' },
  });
});

test('what was heard stays readable after the call and goes with the next one', () => {
  const { phones, engine } = setUp();
  const first = engine.ring(ADA);
  phones.get(ADA).answer();
  first.hears('First call');
  first.end('completed');
  expect(phones.get(ADA).view().heard).toHaveLength(1);
  engine.ring(ADA);
  expect(phones.get(ADA).view().heard).toEqual([]);
});

test('a caller who gives up stops the ringing, and a late sound is not heard', () => {
  const { phones, engine } = setUp();
  const leg = engine.ring(ADA);
  leg.end('canceled');
  leg.hears('Anybody there?');
  expect(phones.get(ADA).view()).toMatchObject({ state: 'idle', lastCall: { end: 'canceled' }, heard: [] });
});

test('a handset on a call is busy for a second one', () => {
  const { phones, engine } = setUp();
  const first = engine.ring(ADA);
  phones.get(ADA).answer();
  expect(engine.ring(ADA).done).toEqual(['refuse busy']);
  expect(phones.get(ADA).view()).toMatchObject({ state: 'in-call', callSid: first.callSid });
});

test('what cannot be done now is refused by name', () => {
  const { phones, engine } = setUp();
  const ada = phones.get(ADA);
  expect(refusal(() => ada.answer())).toBe('not-ringing');
  expect(refusal(() => ada.reject())).toBe('not-ringing');
  expect(refusal(() => ada.hangup())).toBe('not-in-call');
  engine.ring(ADA);
  expect(refusal(() => ada.press('1'))).toBe('not-in-call');
  expect(refusal(() => ada.say('Hello'))).toBe('not-in-call');
  expect(refusal(() => ada.call('+14155550123'))).toBe('in-use');
  expect(refusal(() => phones.remove(ADA))).toBe('in-use');
});

test('hanging up while it rings declines', () => {
  const { phones, engine } = setUp();
  const leg = engine.ring(ADA);
  phones.get(ADA).hangup();
  expect(leg.done).toEqual(['refuse declined']);
});

test('only fictional numbers that the account does not own exist', () => {
  const { phones } = setUp();
  for (const number of ['+14155550100', '+12125550142', '+19995550199'])
    expect(phones.find(number)?.address).toBe(number);
  for (const number of ['+14155550199', '+14155551234', '+442079460000', '+11155550100', 'client:ada'])
    expect(phones.find(number)).toBeUndefined();
  expect(refusal(() => phones.get('+14155550199'))).toBe('not-a-handset');
  expect(refusal(() => phones.get('+14155551234'))).toBe('not-a-handset');
});

test('a number may be written in any usual way', () => {
  const { phones } = setUp();
  for (const written of ['14155550101', '(415) 555-0101', '+1 415.555.0101', ' 14155550101'])
    expect(phones.get(written).address).toBe(ADA);
});

test('a handset shows where it is: held in a conference, under its label', () => {
  const { phones, engine } = setUp();
  const leg = engine.ring(ADA);
  phones.get(ADA).answer();
  leg.device.placed?.(leg.callSid, {
    kind: 'conference',
    conferenceSid: 'CF1',
    name: 'Room',
    label: 'agent',
    muted: false,
    hold: true,
  });
  expect(phones.get(ADA).view().conference).toEqual({
    sid: 'CF1',
    name: 'Room',
    label: 'agent',
    muted: false,
    hold: true,
  });
});

test('a handset calls out and can play a script on its own call', async () => {
  const { kernel, phones, engine } = setUp();
  phones.get(ADA).call('+14155550199', [{ hear: 'welcome' }, { press: '2' }]);
  expect(phones.list()).toMatchObject([{ state: 'in-call', direction: 'outgoing', peer: '+14155550199' }]);
  engine.legs[0]?.hears('Welcome to the shop');
  await kernel.clock.advance(1);
  expect(engine.legs[0]?.done).toEqual(['press 2']);
});

test('the list holds what was named, called or given a behaviour, until it is removed', () => {
  const { phones, engine } = setUp();
  phones.get('+14155550150');
  phones.add(ADA, 'Ada');
  phones.behave('+14155550102', { busy: true });
  engine.ring('+14155550103').end('canceled');
  expect(phones.list().map((view) => view.number)).toEqual([ADA, '+14155550102', '+14155550103']);
  phones.remove(ADA);
  expect(phones.list()).toHaveLength(2);
  expect(phones.get(ADA).view().name).toBeNull();
});

test('names and behaviours survive a snapshot, calls do not', () => {
  const { kernel, phones, engine } = setUp();
  phones.add(ADA, 'Ada');
  phones.behave(ADA, { noAnswer: true });
  const snapshot = kernel.store.snapshot();
  engine.ring(ADA);
  kernel.store.restore(snapshot);
  phones.product.restored?.();
  expect(phones.list()).toMatchObject([{ name: 'Ada', state: 'idle', behaviour: { noAnswer: true } }]);
});

test('a view is told of each change', () => {
  const { phones, engine } = setUp();
  let changes = 0;
  const end = phones.subscribe(() => changes++);
  engine.ring(ADA);
  const afterRing = changes;
  expect(afterRing).toBeGreaterThan(0);
  phones.get(ADA).answer();
  expect(changes).toBeGreaterThan(afterRing);
  end();
  const before = changes;
  phones.get(ADA).hangup();
  expect(changes).toBe(before);
});

test('the timeline tells the story of a call', () => {
  const { phones, engine, said } = setUp();
  const leg = engine.ring(ADA);
  phones.get(ADA).answer();
  leg.hears('Good morning');
  leg.end('completed');
  expect(said()).toEqual([
    '+14155550101 rings: +14155550199 is calling',
    '+14155550101 answers',
    '+14155550101 hears: Good morning',
    '+14155550101 is idle again: completed',
  ]);
});
