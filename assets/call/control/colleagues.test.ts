import type { MapListener } from '../../live/shared';
import { choicesFor, chosenOf, stepped, targetFor } from './choices';
import { type Colleague, Colleagues, found } from './colleagues';

const one = (name: string, activity: string): Colleague => ({ agentId: name, name, activity });
const TEAM = [
  one('zoe@example.com', 'offline'),
  one('lee@example.com', 'in-call'),
  one('maria@example.com', 'Available'),
  one('kim@example.com', 'break'),
  one('bo@example.com', 'available'),
  one('ann@example.com', 'post-call'),
];
const names = (colleagues: readonly Colleague[]) => colleagues.map(({ name }) => name.split('@')[0]);

test('who can take a call comes first, then who is at work, then who is away; by name', () => {
  expect(names(found(TEAM, ''))).toEqual(['bo', 'maria', 'lee', 'ann', 'kim', 'zoe']);
});

test.each([
  { text: 'MAR', finds: ['maria'] },
  { text: ' example  bo ', finds: ['bo'] },
  { text: 'nobody', finds: [] },
])('“$text” finds $finds', ({ text, finds }) => {
  expect(names(found(TEAM, text))).toEqual(finds);
});

test('queues can be chosen where they make sense, by their name in any language', () => {
  const inSpanish = (queue: 'sales' | 'support') => (queue === 'sales' ? 'Ventas' : 'Asistencia');
  expect(choicesFor('vent', [], inSpanish).map(targetFor)).toEqual([{ queue: 'sales' }]);
  expect(choicesFor('', [], inSpanish)).toHaveLength(2);
  expect(choicesFor('', [])).toEqual([]);
});

test('the arrow keys go round; what is typed chooses the first; nothing typed chooses nobody', () => {
  const choices = choicesFor('', TEAM.slice(0, 3));
  const [first, , last] = choices;
  expect(chosenOf(choices, undefined, '')).toBeUndefined();
  expect(chosenOf(choices, undefined, 'm')).toBe(first);
  expect(chosenOf(choices, last?.id, 'm')).toBe(last);
  expect(stepped(choices, undefined, 1)).toBe(first?.id);
  expect(stepped(choices, undefined, -1)).toBe(last?.id);
  expect(stepped(choices, last, 1)).toBe(first?.id);
  expect(stepped([], undefined, 1)).toBeUndefined();
});

test('colleagues are followed; oneself, and who has never signed in, is none', () => {
  let listener: MapListener | undefined;
  let closed = false;
  const colleagues = new Colleagues({
    me: 'me',
    call: () => Promise.reject(new Error('not asked')),
    follow: (heard) => {
      listener = heard;
      return () => {
        closed = true;
      };
    },
  });
  expect(colleagues.all.value).toBeUndefined();
  const worker = (agent: string | undefined, name: string) => ({
    name,
    activity: 'available',
    ...(agent && { agent }),
  });
  listener?.reset(
    new Map([
      ['WK1', worker('me', 'me@example.com')],
      ['WK2', worker('bo', 'bo@example.com')],
      ['WK3', worker(undefined, 'new@example.com')],
    ]),
  );
  expect(names(colleagues.all.value ?? [])).toEqual(['bo']);
  listener?.item('WK2', { ...worker('bo', 'bo@example.com'), activity: 'lunch' });
  expect(colleagues.all.value?.[0]?.activity).toBe('lunch');
  listener?.gone('WK2');
  expect(colleagues.all.value).toEqual([]);
  colleagues.close();
  expect(closed).toBe(true);
});

test('where Sync doesn’t get through the functions are asked, page by page', async () => {
  const asked: object[] = [];
  const person = (worker: string) => ({
    worker,
    agent: worker,
    name: `${worker}@example.com`,
    activity: 'available',
    available: true,
    since: '2026-11-21T09:00:00Z',
    skills: [],
    languages: [],
  });
  const colleagues = new Colleagues({
    me: 'ada',
    call: async <T>(_: string, body?: object) => {
      asked.push(body ?? {});
      const first = { people: [person('ada'), person('bo')], next: 'WK9' };
      return (asked.length === 1 ? first : { people: [person('kim')] }) as T;
    },
  });
  await new Promise((resolve) => setImmediate(resolve));
  colleagues.close();
  expect(asked).toEqual([{}, { from: 'WK9' }]);
  expect(names(colleagues.all.value ?? [])).toEqual(['bo', 'kim']);
});
