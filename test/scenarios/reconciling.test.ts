import { setTimeout as wait } from 'node:timers/promises';
import { PEOPLE } from '../../scripts/people';
import { restCalls } from '../harness/ask';
import { TaskFloor } from '../harness/floor';
import { useWork } from '../harness/work';
import { useWorld } from '../harness/world';

const world = useWorld();
const work = useWork(world);

const GHOST = `WT${'9'.repeat(32)}`;
/** What was read of TaskRouter counts for less than what happened in the last second. Milliseconds. */
const SKEW = 1_100;

interface Day {
  floor: TaskFloor;
  queue: string;
  waiting: string[];
  assigned: string;
  over: string;
  ada: string;
  bob: string;
}

/** Two take calls, one of them has one; four customers wait, one has hung up. */
async function day(): Promise<Day> {
  const floor = new TaskFloor(world, work);
  await floor.open();
  const ada = await floor.worker('ada', 'available');
  const bob = await floor.worker('bob', 'break');
  const [assigned = '', ...others] = await customers(1, 6);
  await floor.answers(assigned, 'accepted');
  await floor.puts(ada, 'in-call');
  const over = others.pop() ?? '';
  await floor.ends(over, 'canceled');
  const { Sales: queue = '' } = await work().queues();
  return { floor, queue, waiting: others, assigned, over, ada, bob };
}

async function customers(first: number, last: number): Promise<string[]> {
  const made: string[] = [];
  for (let number = first; number <= last; number += 1)
    made.push((await work().task({ skill: 'sales', language: 'en', topic: `case ${number}` })).sid);
  return made;
}

/** Everything that can be wrong, all of it at once. */
function spoil({ floor, queue, waiting, assigned, over, ada, bob }: Day): void {
  const map = `queue.${queue}`;
  const [lost = '', odd = '', , fine = ''] = waiting;
  floor.spoilItem(map, lost, () => undefined);
  floor.spoilItem(map, odd, (data) => ({ ...data, state: 'assigned', worker: bob, priority: 7 }));
  floor.spoilItem(map, GHOST, (data) => ({ ...data, topic: 'case 99' }));
  floor.spoilItem(map, assigned, (data) => ({ ...data, worker: bob }));
  // Its item is right, its topic isn't: as if it had ended.
  const last = (data: Record<string, unknown>) => Date.parse(String(data.updated));
  floor.spoilDocument(`topic.case ${waiting.indexOf(fine) + 2}`, (data) => ({
    ...data,
    state: 'completed',
    facts: { [fine]: { since: last(data), last: last(data), end: [last(data), '', 'task.canceled'] } },
  }));
  // Of one that has ended, as if it still waited.
  floor.spoilDocument('topic.case 6', (data) => ({
    ...data,
    state: 'waiting',
    facts: { [over]: { since: last(data), last: last(data), queue: [last(data), '', queue] } },
  }));
  floor.spoilItem('workers', ada, (data) => ({ ...data, activity: 'lunch' }));
  floor.spoilItem('workers', bob, () => undefined);
  floor.spoilItem('workers', `WK${'9'.repeat(32)}`, (data) => data);
}

const supervisor = () => world.signedUp(PEOPLE.supervisor.email, PEOPLE.supervisor.phone);

test('workers come and go, offers are taken, turned down and done: Sync shows it all as it is', async () => {
  const { floor, waiting, assigned, ada, bob } = await day();
  await floor.isShownAsItIs();
  await floor.puts(bob, 'available');
  const [first = '', second = ''] = waiting;
  await floor.answers(first, 'rejected');
  await floor.puts(bob, 'away');
  await floor.ends(assigned, 'completed');
  await floor.puts(ada, 'available', { agent_id: 'ada', skills: ['sales'], languages: ['en'], task: second });
  await floor.isShownAsItIs();
  await floor.ends(second, 'canceled');
  await work().ask('POST', `/Tasks/${waiting[2]}`, { Priority: '9' });
  await floor.isShownAsItIs();
});

test('whatever is wrong is put right while events arrive, and told; topics and workers too', async () => {
  const boss = await supervisor();
  const today = await day();
  await wait(SKEW);
  spoil(today);
  const [first] = await Promise.all([
    boss.must('/queue/reconcile', {}),
    customers(7, 9),
    today.floor.puts(today.bob, 'available'),
  ]);
  expect(first.data.correctedCount).toBeGreaterThan(5);
  await boss.must('/queue/reconcile', {});
  await today.floor.isShownAsItIs();
  expect((await boss.must('/queue/reconcile', {})).data).toMatchObject({ corrected: [], more: false });
});

test('a request that fails leaves nothing that the next run does not put right, whichever it is', async () => {
  const boss = await supervisor();
  const today = await day();
  await wait(SKEW);
  let faults = 0;
  for (let at = 0; ; at += 8) {
    spoil(today);
    await world.faults({
      on: 'rest',
      match: '/',
      effect: at % 2 ? 'fail-after' : 'fail',
      status: 500,
      after: at,
      limit: 8,
    });
    const before = (await restCalls(world)).length;
    const { httpStatus } = await boss.post('/queue/reconcile', {});
    await world.faults();
    if (httpStatus !== 200) faults += 1;
    const asked = (await restCalls(world)).length - before;
    await boss.must('/queue/reconcile', {});
    await today.floor.isShownAsItIs();
    if (asked <= at) break;
  }
  expect(faults).toBeGreaterThan(5);
}, 240_000);
