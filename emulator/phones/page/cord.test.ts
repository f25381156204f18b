import fc from 'fast-check';
import { cordMiddle, cordPath, cordsOf, PROGRAM } from './cord';

const phone = (number: string, state: string, sid?: string, hold = false) => ({
  number,
  state,
  conference: sid ? { sid, name: `Room ${sid}`, hold } : null,
});

test('two in one conference are joined by a cord that bears its name', () => {
  expect(cordsOf([phone('1', 'in-call', 'A'), phone('2', 'in-call', 'A')])).toEqual([
    { key: 'A 1 2', from: '1', to: '2', label: 'Room A', hold: false, nth: 0 },
  ]);
});

test('who is alone with the program is joined to it, in a conference or not', () => {
  expect(
    cordsOf([phone('1', 'in-call'), phone('2', 'ringing'), phone('3', 'idle'), phone('4', 'in-call', 'A')]),
  ).toEqual([
    { key: `${PROGRAM} 1`, from: PROGRAM, to: '1', label: '', hold: false, nth: 0 },
    { key: `${PROGRAM} 4`, from: PROGRAM, to: '4', label: 'Room A, alone', hold: false, nth: 1 },
  ]);
});

test('a cord shows when one of its ends is held', () => {
  const [cord] = cordsOf([phone('1', 'in-call', 'A'), phone('2', 'in-call', 'A', true)]);
  expect(cord?.hold).toBe(true);
});

test('a conference of n has n - 1 cords that reach everybody; nobody else is touched', () => {
  const rooms = fc.array(fc.constantFrom('A', 'B', undefined), { maxLength: 12 });
  fc.assert(
    fc.property(rooms, (sids) => {
      const phones = sids.map((sid, at) => phone(String(at), 'in-call', sid));
      const cords = cordsOf(phones);
      for (const sid of ['A', 'B']) {
        const members = phones.filter((one) => one.conference?.sid === sid).map((one) => one.number);
        const inside = cords.filter((cord) => members.includes(cord.from));
        expect(inside).toHaveLength(Math.max(0, members.length - 1));
        if (members.length > 1)
          expect(new Set(inside.flatMap((cord) => [cord.from, cord.to]))).toEqual(new Set(members));
      }
      expect(new Set(cords.map((cord) => cord.key)).size).toBe(cords.length);
    }),
  );
});

test('a cord begins and ends in its jacks and hangs below them', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 2000 }), y: fc.integer({ min: 0, max: 200 }) });
  fc.assert(
    fc.property(point, point, fc.integer({ min: 1, max: 90 }), (a, b, sag) => {
      const path = cordPath(a, b, sag);
      expect(path.startsWith(`M${a.x} ${a.y}C`)).toBe(true);
      expect(path.endsWith(` ${b.x} ${b.y}`)).toBe(true);
      expect(cordMiddle(a, b, sag).y).toBeGreaterThan(Math.min(a.y, b.y));
    }),
  );
});
