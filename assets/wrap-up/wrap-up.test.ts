import type { CallView } from '../../src/calls/contract';
import { Failure } from '../session/post';
import { Drafts } from './drafts';
import { Note } from './model';
import { toWrapUp } from './which';

const AT = Date.UTC(2026, 10, 21, 9);

/** What localStorage does. */
function memory(): Storage {
  const items = new Map<string, string>();
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    key: (at: number) => [...items.keys()][at] ?? null,
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
  };
}

/** A note whose requests fail as told, one after the other, and then get through. */
function noteWith(storage: Storage, failures: string[] = []) {
  const asked: object[] = [];
  const later: (() => void)[] = [];
  const handedIn: string[] = [];
  const drafts = new Drafts(storage, () => AT);
  const open = () =>
    new Note('c1', {
      call: async <T>(_path: string, body: object = {}) => {
        asked.push(body);
        const code = failures.shift();
        if (code !== undefined) throw new Failure(code);
        return {} as T;
      },
      drafts,
      listed: (disposition) => disposition !== 'gone',
      later: (_ms, work) => {
        later.push(work);
        return () => later.splice(0);
      },
      handedIn: (call) => handedIn.push(call),
    });
  return { open, asked, later, handedIn, drafts };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a draft survives a reload, and is forgotten when it was handed in', async () => {
  const storage = memory();
  const { open, asked, drafts, handedIn } = noteWith(storage);
  const first = open();
  first.choose('follow-up');
  first.write('Call back on Friday');
  const again = open();
  expect([again.disposition.value, again.text.value]).toEqual(['follow-up', 'Call back on Friday']);
  await again.handIn();
  expect(asked).toEqual([{ callId: 'c1', disposition: 'follow-up', notes: 'Call back on Friday' }]);
  expect([drafts.calls(), handedIn, again.state.value]).toEqual([[], ['c1'], 'done']);
});

test('without network it is kept and sent again by itself, and at once when the network is back', async () => {
  const { open, asked, later, drafts } = noteWith(memory(), ['offline', 'offline']);
  const note = open();
  note.write('x');
  await note.handIn();
  expect([note.state.value, drafts.calls()]).toEqual(['again', ['c1']]);
  for (const work of later.splice(0)) work();
  await settle();
  expect(note.state.value).toBe('again');
  note.wake();
  await settle();
  expect([note.state.value, asked.length]).toEqual(['done', 3]);
});

test('what was under way when the page was closed is sent again when it opens', async () => {
  const storage = memory();
  const { open, asked } = noteWith(storage, ['offline']);
  const note = open();
  note.choose('resolved');
  await note.handIn();
  note.close();
  open();
  await settle();
  expect(asked).toHaveLength(2);
});

test('a double press hands in once, and an empty note is handed in too', async () => {
  const { open, asked } = noteWith(memory());
  const note = open();
  await Promise.all([note.handIn(), note.handIn()]);
  expect(asked).toEqual([{ callId: 'c1' }]);
});

test('what will not get better is told instead of tried for ever', async () => {
  const { open, later, drafts } = noteWith(memory(), ['forbidden']);
  const note = open();
  note.write('x');
  await note.handIn();
  expect([note.state.value, note.failure.value?.code, later.length]).toEqual(['writing', 'forbidden', 0]);
  expect(drafts.read('c1')).not.toHaveProperty('sent');
});

test('a disposition that is no longer in the list is forgotten, the words are not', () => {
  const storage = memory();
  const { open, drafts } = noteWith(storage);
  drafts.write('c1', { notes: 'x', disposition: 'gone' });
  const note = open();
  expect([note.disposition.value, note.text.value]).toEqual([undefined, 'x']);
});

test('old and broken drafts do no harm', () => {
  const storage = memory();
  storage.setItem('cordboard.note.old', JSON.stringify({ notes: 'x', at: AT - 8 * 24 * 3600_000 }));
  storage.setItem('cordboard.note.broken', '{');
  storage.setItem('else', '1');
  expect(new Drafts(storage, () => AT).calls()).toEqual([]);
  expect(storage.length).toBe(1);
});

const call = (id: string, more: Partial<CallView> = {}): CallView =>
  ({
    id,
    phase: 'ended',
    offer: {},
    connectedAt: new Date(AT).toISOString(),
    wrapUp: {},
    ...more,
  }) as CallView;
const made = (id: string): CallView => {
  const { offer: _offer, wrapUp: _wrapUp, ...view } = call(id, { direction: 'outbound' });
  return view as CallView;
};
const NOTHING = {
  current: undefined,
  past: [],
  afterCall: undefined,
  drafts: [],
  ranOut: new Set<string>(),
  through: new Set<string>(),
};
const waited = { call: 'b', task: 'WT1', until: '' };

test.each([
  { what: 'the call that has just ended', known: { current: call('a') }, note: 'a' },
  { what: 'none while it goes on', known: { current: call('a', { phase: 'connected' }) }, note: undefined },
  {
    what: 'none when nobody was talked to',
    known: { current: { ...call('a'), connectedAt: undefined } as unknown as CallView },
    note: undefined,
  },
  {
    what: 'after a reload the one that is waited for',
    known: { past: [call('c'), call('b')], afterCall: waited },
    note: 'b',
  },
  { what: 'a draft that was begun', known: { past: [call('c'), call('b')], drafts: ['c'] }, note: 'c' },
  {
    what: 'the one that was taken up again',
    known: { picked: call('c'), past: [call('b')], afterCall: waited },
    note: 'c',
  },
  {
    what: 'none after a call that the agent made',
    known: { current: made('a') },
    note: undefined,
  },
  {
    what: 'that of a call that the agent made, when they want one, beside its end',
    known: { current: made('a'), picked: made('a') },
    note: 'a',
  },
  {
    what: 'a draft on a call that the agent made',
    known: { past: [made('c')], drafts: ['c'] },
    note: 'c',
  },
  {
    what: 'none that is wanted while a call goes on',
    known: { current: call('a', { phase: 'connected' }), picked: made('b') },
    note: undefined,
  },
  {
    what: 'none that was handed in here',
    known: { current: call('a'), through: new Set(['a']) },
    note: undefined,
  },
  {
    what: 'none that was handed in in another tab',
    known: { current: call('a', { wrapUp: { doneAt: 'now' } }) },
    note: undefined,
  },
  {
    what: 'one whose time has run out',
    known: { current: call('a', { wrapUp: { doneAt: 'now' } }), ranOut: new Set(['a']) },
    note: 'a',
  },
])('the note to write is $what', ({ known, note }) => {
  expect(toWrapUp({ ...NOTHING, ...known })?.id).toBe(note);
});
