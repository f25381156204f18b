import type { CallState, CallView } from '../../src/calls/contract';
import { viewOf } from '../../src/calls/view';
import { Calls } from './calls';

const AT = Date.UTC(2026, 10, 21, 9);
const call = (id: string, facts: Partial<CallState> = {}): CallState => ({
  v: 1,
  id,
  at: AT,
  from: '+14155550101',
  to: '+14155550123',
  conference: 'c',
  who: 'ada@example.com',
  ...facts,
});
const ringing = (id: string) => call(id, { agent: { sid: 'CAa', status: 'ringing' } });
const over = (id: string) =>
  call(id, { agent: { sid: 'CAa', status: 'no-answer', ended: AT + 20_000 }, archived: AT + 21_000 });
const ids = (views: readonly CallView[]) => views.map(({ id }) => id);

test('a call appears, moves on, and when it has ended its summary stays until it is put away', () => {
  const calls = new Calls();
  calls.item('live', call('a'));
  expect(calls.current.value?.phase).toBe('starting');
  calls.item('live', ringing('a'));
  expect([calls.current.value?.phase, calls.busy.value]).toEqual(['agent-ringing', true]);
  calls.item('a', over('a'));
  calls.gone('live');
  expect([calls.current.value?.phase, calls.busy.value]).toEqual(['ended', false]);
  calls.putAway();
  expect(calls.current.value).toBeUndefined();
  expect(ids(calls.past.value)).toEqual(['a']);
});

test('it makes no difference whether the live item goes before or after the history item comes', () => {
  const calls = new Calls();
  calls.item('live', ringing('a'));
  calls.gone('live');
  expect(calls.current.value?.id).toBe('a');
  calls.item('a', over('a'));
  expect(calls.current.value?.phase).toBe('ended');
});

test('a call that goes on can not be put away', () => {
  const calls = new Calls();
  calls.item('live', ringing('a'));
  calls.putAway();
  expect(calls.current.value?.id).toBe('a');
});

test('a page that opens after a call shows none, only the history', () => {
  const calls = new Calls();
  calls.reset([
    { key: 'a', data: over('a') },
    { key: 'b', data: over('b') },
  ]);
  expect(calls.current.value).toBeUndefined();
  expect(ids(calls.past.value)).toEqual(['b', 'a']);
});

test('the answer to starting a call does not set back what Sync has told already', () => {
  const calls = new Calls();
  calls.item('live', ringing('a'));
  calls.started(viewOf(call('a')));
  expect(calls.current.value?.phase).toBe('agent-ringing');
});

test('a call that ended while the page was offline is summed up when it is back', () => {
  const calls = new Calls();
  calls.item('live', ringing('a'));
  calls.reset([{ key: 'a', data: over('a') }]);
  expect([calls.current.value?.phase, calls.busy.value]).toEqual(['ended', false]);
});

test('the next call takes the place of the last one’s summary', () => {
  const calls = new Calls();
  calls.item('live', ringing('a'));
  calls.item('a', over('a'));
  calls.gone('live');
  calls.started(viewOf(call('b')));
  expect(calls.current.value?.id).toBe('b');
});

test('who has called too often sees until when they wait, and no call', () => {
  const calls = new Calls();
  calls.item('live', { v: 1, coolDown: AT + 60_000 });
  expect([calls.coolDown.value, calls.busy.value]).toEqual([AT + 60_000, false]);
  calls.gone('live');
  expect(calls.coolDown.value).toBeUndefined();
});
