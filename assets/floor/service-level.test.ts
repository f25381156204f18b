import type { QueueItem } from '../../src/routing/contract';
import { ServiceLevel } from './service-level';

const AT = Date.UTC(2026, 10, 21, 9);
const item = (state: QueueItem['state'], since = AT): QueueItem => ({
  v: 1,
  state,
  topic: 't',
  priority: 0,
  since,
});
const after = (seconds: number): number => AT + seconds * 1000;

test('who is answered within 20 seconds counts, who is answered later or gives up late counts against it', () => {
  const level = new ServiceLevel();
  expect(level.read(AT)).toBeUndefined();
  level.seen('in time', item('waiting'), AT);
  level.seen('in time', item('assigned'), after(20));
  level.seen('late', item('waiting'), AT);
  level.seen('late', item('assigned'), after(21));
  level.seen('lost', item('waiting'), AT);
  level.gone('lost', after(40));
  level.seen('hung up at once', item('waiting'), AT);
  level.gone('hung up at once', after(3));
  expect(level.read(after(60))).toEqual({ inTime: 1, late: 1, lost: 1, share: 1 / 3 });
});

test('what had been answered before one looked is not known, and not counted', () => {
  const level = new ServiceLevel();
  level.found('answered before', item('assigned'));
  level.found('waits', item('waiting'));
  level.seen('answered before', item('assigned'), after(5));
  level.seen('waits', item('assigned'), after(12));
  expect(level.read(after(60))).toMatchObject({ inTime: 1, late: 0, lost: 0 });
});

test('a task that moves to another queue is not lost, and one that waits again is not counted twice', () => {
  const level = new ServiceLevel();
  level.seen('moves', item('waiting'), AT);
  level.gone('moves', after(30));
  level.seen('moves', item('waiting'), after(31));
  expect(level.read(after(60))).toBeUndefined();
  level.seen('moves', item('assigned'), after(61));
  level.seen('moves', item('waiting'), after(70));
  level.seen('moves', item('assigned'), after(75));
  expect(level.read(after(90))).toMatchObject({ inTime: 0, late: 1 });
});
