import { CALL_ID, callId, LIVE, ownerIn, timePrefix } from './items';
import { spokenNumber } from './words';

test.each([
  ['+14155550123', '4 1 5, 5 5 5, 0 1 2 3'],
  ['+442079460958', '4 4 2, 0 7 9, 4 6 0, 9 5 8'],
  ['+4930123456', '4 9 3, 0 1 2, 3 4 5, 6'],
])('%s is read "%s"', (number, words) => {
  expect(spokenNumber(number)).toBe(words);
});

test('ids of calls sort by time, and before the live one', () => {
  const ids = [0, 1, 31, 32, Date.now(), Date.now() + 1, Date.UTC(2699, 0)].map((ms) =>
    callId(ms, 'a'.repeat(32), 'b'.repeat(20)),
  );
  expect([...ids, LIVE].sort()).toEqual([...ids, LIVE]);
  for (const id of ids) expect(id).toMatch(CALL_ID);
  expect(ids.map(ownerIn)).toEqual(ids.map(() => 'b'.repeat(20)));
  expect(ownerIn('1k0000000abcdefghijkl')).toBeUndefined();
  expect(timePrefix(Date.UTC(2699, 0))).toHaveLength(9);
});
