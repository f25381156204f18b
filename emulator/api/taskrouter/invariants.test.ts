import fc from 'fast-check';
import { OPEN } from './entities';
import { center } from './testing';

type World = Awaited<ReturnType<typeof center>>;
/** One thing that somebody does; what cannot be done just then is tried and refused. */
type Step = (w: World) => unknown;

const pick = <T>(all: T[], n: number): T | undefined => all[n % Math.max(all.length, 1)];

const onReservation = (reservationStatus: 'accepted' | 'rejected' | 'wrapping' | 'completed' | 'canceled') =>
  fc.nat(20).map<Step>((n) => ({ workspace, router, workspaceSid }) => {
    const one = pick(router.model.room.tables.reservations.list(workspaceSid), n);
    return one && workspace.tasks(one.taskSid).reservations(one.sid).update({ reservationStatus });
  });

const onTask = (assignmentStatus: 'completed' | 'canceled' | 'wrapping') =>
  fc.nat(20).map<Step>((n) => ({ workspace, router, workspaceSid }) => {
    const one = pick(router.model.room.tables.tasks.list(workspaceSid), n);
    return one && workspace.tasks(one.sid).update({ assignmentStatus });
  });

const onWorker = (act: (w: World, sid: string) => unknown) =>
  fc.nat(5).map<Step>((n) => (w) => {
    const one = pick(w.router.model.room.tables.workers.list(w.workspaceSid), n);
    return one && act(w, one.sid);
  });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ level: fc.nat(5), priority: fc.nat(3), channel: fc.constantFrom('voice', 'chat') })
      .map<Step>(
        ({ level, priority, channel }) =>
          (w) =>
            w.task({ level }, { priority, taskChannel: channel }),
      ),
  },
  { weight: 4, arbitrary: onReservation('accepted') },
  onReservation('rejected'),
  onReservation('wrapping'),
  onReservation('completed'),
  onReservation('canceled'),
  onTask('completed'),
  onTask('canceled'),
  onTask('wrapping'),
  onWorker((w, sid) => w.workspace.workers(sid).update({ activitySid: w.activities.Available })),
  onWorker((w, sid) =>
    w.workspace.workers(sid).update({ activitySid: w.activities.Offline, rejectPendingReservations: true }),
  ),
  fc
    .integer({ min: 1, max: 3 })
    .chain((capacity) =>
      onWorker((w, sid) => w.workspace.workers(sid).workerChannels('chat').update({ capacity })),
    ),
  fc.integer({ min: 1, max: 40 }).map<Step>((seconds) => (w) => w.kernel.clock.advance(seconds)),
);

const ENDED = ['completed', 'canceled'];

function check({ router, workspaceSid, kernel }: World, made: number, events: Map<string, string>): void {
  const { tables } = router.model.room;
  const reservations = tables.reservations.list(workspaceSid);
  for (const worker of tables.workers.list(workspaceSid)) {
    const open = reservations.filter((one) => one.workerSid === worker.sid && OPEN.includes(one.status));
    expect(Object.keys(worker.open).sort()).toEqual(open.map(({ sid }) => sid).sort());
    for (const channel of tables.channelsOf(worker.sid, workspaceSid)) {
      const used = Object.values(worker.open).filter((sid) => sid === channel.taskChannelSid).length;
      // Three is the highest capacity a step sets: lowering it takes no task away that a worker already has.
      expect(used).toBeLessThanOrEqual(
        tables.channels.need(channel.taskChannelSid).uniqueName === 'chat' ? 3 : 1,
      );
    }
  }
  for (const task of tables.tasks.list(workspaceSid)) {
    const mine = tables.reservationsOf(task);
    const held = mine.filter(({ status }) => ['accepted', 'wrapping'].includes(status));
    const pending = mine.filter(({ status }) => status === 'pending');
    expect(held).toHaveLength(['assigned', 'wrapping'].includes(task.status) ? 1 : 0);
    expect(pending.length > 0).toBe(task.status === 'reserved');
    expect(pending.length).toBeLessThanOrEqual(2);
    expect(tables.waiting.has(task.sid)).toBe(['pending', 'reserved'].includes(task.status));
    if (ENDED.includes(task.status)) expect(events.get(task.sid)).toBe(`task.${task.status}`);
    for (const { deadline } of pending) expect(deadline).toBeGreaterThan(kernel.clock.now() - 1000);
  }
  // Whatever was made is there, or has ended.
  const gone = [...events.entries()].filter(([sid]) => !tables.tasks.get(sid));
  expect(tables.tasks.list(workspaceSid).length + gone.length).toBe(made);
}

test('whatever happens in whatever order, capacity holds, a task has one owner, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const w = await center({
        queue: { maxReservedWorkers: 2 },
        routing: (queue, other) => ({
          filters: [
            {
              expression: 'level > 2',
              targets: [{ queue, expression: 'worker.level >= task.level', timeout: 15 }, { timeout: 30 }],
            },
          ],
          default_filter: { queue: other },
        }),
        workflow: { taskReservationTimeout: 10 },
      });
      const ended = new Map<string, string>();
      let made = 0;
      w.router.subscribe(({ eventType, fields }) => {
        if (eventType === 'task.created') made++;
        if (/^task\.(completed|canceled)$/.test(eventType)) ended.set(fields.TaskSid ?? '', eventType);
      });
      for (const [index, name] of ['ana', 'bo', 'cy'].entries()) await w.worker(name, { level: index * 2 });
      for (const act of steps) {
        try {
          await act(w);
        } catch (error) {
          expect(error).toMatchObject({ status: 400, code: 20001 });
        }
        check(w, made, ended);
      }
      w.kernel.clock.stop();
    }),
    { numRuns: 60 },
  );
});

test('nobody waits while somebody who could have the task is free', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const w = await center();
      for (const name of ['ana', 'bo']) await w.worker(name, {}, 'Offline');
      for (const act of steps) await Promise.resolve(act(w)).catch(() => undefined);
      // Workers who let a task go are offered it again after a pause.
      await w.kernel.clock.advance(6);
      const { tables } = w.router.model.room;
      const waiting = tables.waitingIn(w.workspaceSid).filter(({ status }) => status === 'pending');
      for (const worker of tables.workers.list(w.workspaceSid)) {
        const isFree = tables.isAvailable(worker) && Object.keys(worker.open).length === 0;
        if (isFree) expect(waiting).toEqual([]);
      }
      w.kernel.clock.stop();
    }),
    { numRuns: 60 },
  );
});
