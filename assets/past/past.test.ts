import type { CallView, HistoryAnswer } from '../../src/calls/contract';
import type { TeamAnswer } from '../../src/workers/contract';
import { Failure } from '../session/post';
import { askedFor, fetchExport } from './export';
import { matches, PastCalls } from './model';

const call = {
  id: 'c1',
  recipient: '+14155550123',
  label: 'Renewal 2027',
  offer: { name: 'José Núñez' },
  wrapUp: { disposition: 'follow-up', notes: 'Wants twelve seats' },
} as unknown as CallView;
const inWords = (word: string) => (word === 'follow-up' ? 'Dar seguimiento' : word);

test.each([
  { query: '', found: true },
  { query: '555-01', found: true },
  { query: '(415) 555', found: true },
  { query: '999', found: false },
  { query: 'renewal', found: true },
  { query: '2027', found: true },
  { query: '2028', found: false },
  { query: 'renewal 2027', found: true },
  { query: 'jose nunez', found: true },
  { query: 'SEATS', found: true },
  { query: 'follow', found: true },
  { query: 'seguimiento', found: true },
  { query: 'nobody', found: false },
])('a search for "$query" finds the call: $found', ({ query, found }) => {
  expect(matches(call, query, inWords)).toBe(found);
});

/** Past calls of a supervisor, with what the functions answer. */
function pastWith(answers: Record<string, (body: object) => unknown>) {
  const asked: [string, object][] = [];
  const past = new PastCalls({
    supervises: true,
    call: async <T>(path: string, body: object = {}) => {
      asked.push([path, body]);
      return (await answers[path]?.(body)) as T;
    },
  });
  return { past, asked };
}

test('the calls of somebody else come page by page, and are gone when one’s own are wanted', async () => {
  const pages: HistoryAnswer[] = [{ calls: [call], next: 'c1' }, { calls: [] }];
  const { past, asked } = pastWith({ '/calls/history': () => pages.shift() });
  await past.look('a1');
  expect([past.calls.value.length, past.status.value]).toEqual([1, 'more']);
  await past.more();
  expect(past.status.value).toBe('ready');
  expect(asked.map(([, body]) => body)).toEqual([{ agent: 'a1' }, { agent: 'a1', before: 'c1' }]);
  await past.look(undefined);
  expect([past.calls.value, asked.length]).toEqual([[], 2]);
});

test('an answer about whom one does not look at any more is left aside, and a failure is told', async () => {
  let answer: (page: HistoryAnswer) => void = () => undefined;
  const { past } = pastWith({
    '/calls/history': (body) => {
      if ('agent' in body && body.agent === 'slow')
        return new Promise((resolve) => {
          answer = resolve;
        });
      throw new Failure('forbidden');
    },
  });
  const slow = past.look('slow');
  await past.look('other');
  answer({ calls: [call] });
  await slow;
  expect([past.calls.value, past.status.value, past.failure.value?.code]).toEqual([
    [],
    'failed',
    'forbidden',
  ]);
});

test('the people to choose from are asked for once, and only those who have signed in are there', async () => {
  const person = (name: string, agent?: string) => ({ name, ...(agent === undefined ? {} : { agent }) });
  const pages = [
    { people: [person('b', 'b1'), person('nobody')], next: '2' },
    { people: [person('a', 'a1')] },
  ] as unknown as TeamAnswer[];
  const { past, asked } = pastWith({ '/presence/team': () => pages.shift() });
  await Promise.all([past.meet(), past.meet()]);
  expect(past.people.value).toEqual([
    { agent: 'a1', name: 'a' },
    { agent: 'b1', name: 'b' },
  ]);
  expect(asked).toHaveLength(2);
});

test('days are asked for as moments, the last one whole', () => {
  expect(askedFor({ from: '2026-11-01', to: '2026-11-30' })).toEqual({
    from: new Date(2026, 10, 1).toISOString(),
    to: new Date(2026, 11, 1).toISOString(),
  });
  expect(askedFor({ agent: 'all', from: '', to: '' })).toEqual({ agent: 'all' });
});

test('the parts of an export are fetched one after the other and put together', async () => {
  const asked: object[] = [];
  const parts = [
    new Response('\uFEFFa\r\n', { headers: { link: '<?agent=all&cursor=x%7Ey>; rel="next"' } }),
    new Response('b\r\n'),
  ];
  const told: number[] = [];
  const file = await fetchExport(
    async (body) => {
      asked.push(body);
      return parts.shift() as Response;
    },
    { agent: 'all', from: '', to: '' },
    (count) => told.push(count),
  );
  expect(Buffer.from(await file.arrayBuffer()).toString()).toBe('\uFEFFa\r\nb\r\n');
  expect([asked, told]).toEqual([
    [{ agent: 'all' }, { agent: 'all', cursor: 'x~y' }],
    [1, 2],
  ]);
});

test.each([
  {
    what: 'a refusal',
    ask: async () => new Response('{"code":"forbidden"}', { status: 403 }),
    code: 'forbidden',
  },
  { what: 'a lost network', ask: () => Promise.reject(new Error('no network')), code: 'offline' },
  { what: 'an answer of nobody', ask: async () => new Response('<html>', { status: 502 }), code: 'internal' },
])('an export that fails by $what saves nothing and tells it', async ({ ask, code }) => {
  await expect(fetchExport(ask, { from: '', to: '' }, () => undefined)).rejects.toMatchObject({ code });
});
