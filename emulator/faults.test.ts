import { Faults } from './faults';

const CALLS = 'https://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json';

test('a rule strikes where its text or its regular expression appears, on its own side only', () => {
  const faults = new Faults();
  faults.set([
    { on: 'rest', match: 'POST https://api.twilio.com', effect: 'drop' },
    { on: 'webhook', match: '/status\\?leg=(agent|customer)$/', effect: 'fail' },
  ]);
  expect(faults.take('rest', 'POST', CALLS)?.effect).toBe('drop');
  expect(faults.take('rest', 'GET', CALLS)).toBeUndefined();
  expect(faults.take('webhook', 'POST', CALLS)).toBeUndefined();
  expect(faults.take('webhook', 'POST', 'https://demo.twil.io/status?leg=agent')?.effect).toBe('fail');
  expect(faults.take('webhook', 'POST', 'https://demo.twil.io/status?leg=guest')).toBeUndefined();
});

test('`after` lets the first ones pass, `limit` ends it, and the next rule gets its turn', () => {
  const faults = new Faults();
  faults.set([
    { on: 'rest', match: 'Calls', effect: 'drop', after: 1, limit: 2 },
    { on: 'rest', match: 'calls/i', effect: 'delay' },
    { on: 'rest', match: '/calls/i', effect: 'fail' },
  ]);
  const effects = Array.from({ length: 5 }, () => faults.take('rest', 'POST', CALLS)?.effect);
  expect(effects).toEqual(['fail', 'drop', 'drop', 'fail', 'fail']);
  expect(faults.list().map(({ hit }) => hit)).toEqual([2, 0, 3]);
  faults.clear();
  expect(faults.take('rest', 'POST', CALLS)).toBeUndefined();
});
