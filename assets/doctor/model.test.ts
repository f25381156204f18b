import type { Finding, Health } from '../../src/doctor/contract';
import { Failure } from '../session/post';
import { counted, Doctor, grouped } from './model';

const finding = (area: Finding['area'], verdict: Finding['verdict'], what: string): Finding => ({
  area,
  verdict,
  what,
});
const FOUND = [
  finding('Account', 'ok', 'a'),
  finding('Numbers', 'ok', 'b'),
  finding('Signing up', 'note', 'c'),
  finding('Numbers', 'note', 'd'),
  finding('Numbers', 'broken', 'e'),
  finding('Numbers', 'ok', 'f'),
  finding('Incoming work', 'broken', 'g'),
];

/** A doctor whose answers are given by hand. */
function doctorWith() {
  const asked: { answer(health: Health): void; fail(error: Error): void }[] = [];
  const doctor = new Doctor({
    call: <T>() =>
      new Promise<T>((resolve, reject) => {
        asked.push({ answer: (health) => resolve(health as T), fail: reject });
      }),
    now: () => 1_000 * asked.length,
  });
  return { doctor, asked };
}

test('areas in which something is broken come first, then those with notes; in an area it is the same', () => {
  const groups = grouped(FOUND);
  expect(groups.map(({ area, worst }) => [area, worst])).toEqual([
    ['Numbers', 'broken'],
    ['Incoming work', 'broken'],
    ['Signing up', 'note'],
    ['Account', 'ok'],
  ]);
  expect(groups[0]?.findings.map(({ what }) => what)).toEqual(['e', 'd', 'b', 'f']);
  expect(counted(FOUND)).toEqual({ broken: 2, note: 2, ok: 3 });
});

test('nothing found is no group, and what was told stays in its order', () => {
  expect(grouped([])).toEqual([]);
  const told = [...FOUND];
  grouped(told);
  expect(told).toEqual(FOUND);
});

test('a second click while it looks asks nothing', async () => {
  const { doctor, asked } = doctorWith();
  const first = doctor.look();
  expect(await doctor.look()).toBe(false);
  expect(asked).toHaveLength(1);
  asked[0]?.answer({ well: true, findings: [] });
  expect(await first).toBe(true);
  expect(doctor.told.value).toEqual({ health: { well: true, findings: [] }, at: 1_000 });
  expect(doctor.busy.value).toBe(false);
});

test('what was found stays when the next look fails, and the failure goes when one succeeds', async () => {
  const { doctor, asked } = doctorWith();
  const look = async (settle: (asked: number) => void): Promise<void> => {
    const looked = doctor.look();
    settle(asked.length - 1);
    await looked;
  };
  await look((at) => asked[at]?.answer({ well: false, findings: FOUND }));
  await look((at) => asked[at]?.fail(new Failure('offline')));
  expect(doctor.failure.value?.code).toBe('offline');
  expect(doctor.told.value?.at).toBe(1_000);
  await look((at) => asked[at]?.answer({ well: true, findings: [] }));
  expect(doctor.failure.value).toBeUndefined();
  expect(doctor.told.value?.at).toBe(3_000);
});

test('who is no administrator any more sees nothing of it', async () => {
  const { doctor, asked } = doctorWith();
  const first = doctor.look();
  asked[0]?.answer({ well: false, findings: FOUND });
  await first;
  const second = doctor.look();
  asked[1]?.fail(new Failure('forbidden'));
  expect(await second).toBe(false);
  expect(doctor.told.value).toBeUndefined();
});
