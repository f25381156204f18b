import fc from 'fast-check';
import type { Person } from '../live-state';
import { newcomer } from './person';
import { closeSession, GRACE_MS, MAX_SESSIONS, openSession, rotate, SESSION_SECONDS } from './sessions';

const START = Date.UTC(2026, 0, 1);
const person = newcomer('spock@example.com', new Date(START));

test('the sixth session takes the place of the oldest', () => {
  let current = person;
  for (let count = 1; count <= 6; count += 1)
    current = openSession(current, `s${count}`, START + count).person;
  expect(current.sessions.map(({ id }) => id)).toEqual(['s2', 's3', 's4', 's5', 's6']);
});

test('a generation that was never handed out is nobody', () => {
  const { person: signedIn } = openSession(person, 's', START);
  expect(rotate(signedIn, 's', 2, START)).toEqual({ outcome: 'gone' });
  expect(rotate(signedIn, 'other', 1, START)).toEqual({ outcome: 'gone' });
});

test('closing one session leaves the others', () => {
  const two = openSession(openSession(person, 'a', START).person, 'b', START).person;
  expect(closeSession(two, 'a').sessions.map(({ id }) => id)).toEqual(['b']);
});

/** A history of one session: somebody comes back with a cookie of some age, some time later. */
const histories = fc.array(fc.record({ age: fc.nat({ max: 3 }), wait: fc.nat({ max: 3 * GRACE_MS }) }), {
  maxLength: 30,
});

test('only the newest cookie, and for 30 s the one before, ever go on; any older one ends the session', () => {
  fc.assert(
    fc.property(histories, (history) => {
      let now = START;
      let { person: current, session }: { person: Person; session: { generation: number } } = openSession(
        person,
        's',
        START,
      );
      let rotatedAt = START;
      let over = false;
      for (const { age, wait } of history) {
        now += wait;
        const generation = session.generation - age;
        if (generation < 1) continue;
        const result = rotate(current, 's', generation, now);
        const expected = over
          ? 'gone'
          : age === 0
            ? 'rotated'
            : age === 1 && now - rotatedAt <= GRACE_MS
              ? 'recent'
              : 'replayed';
        expect(result.outcome).toBe(expected);
        if (result.outcome === 'rotated') {
          session = result.session;
          rotatedAt = now;
        }
        if ('person' in result) current = result.person;
        over ||= result.outcome === 'replayed';
        expect(current.sessions.length).toBe(over ? 0 : 1);
      }
    }),
    { numRuns: 2000 },
  );
});

test('no session outlives its 30 days, and nobody has more than five', () => {
  const events = fc.array(fc.record({ open: fc.boolean(), wait: fc.nat({ max: 20 * 24 * 3600 * 1000 }) }));
  fc.assert(
    fc.property(events, (list) => {
      let now = START;
      let current = person;
      list.forEach(({ open, wait }, index) => {
        now += wait;
        const newest = current.sessions.at(-1);
        if (open || newest === undefined) current = openSession(current, `s${index}`, now).person;
        else {
          const result = rotate(current, newest.id, newest.generation, now);
          const lived = newest.expires > now;
          expect(result.outcome).toBe(lived ? 'rotated' : 'gone');
          if ('person' in result) current = result.person;
        }
        expect(current.sessions.length).toBeLessThanOrEqual(MAX_SESSIONS);
        for (const { expires } of current.sessions)
          expect(expires - now).toBeLessThanOrEqual(SESSION_SECONDS * 1000);
      });
    }),
    { numRuns: 500 },
  );
});
