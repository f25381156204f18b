import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { syncData } from './routing';
import type { Task, Work } from './work';
import type { World } from './world';

type Data = Record<string, unknown>;

interface SyncRow {
  sid: string;
  uniqueName: string | null;
  revision: number;
  data: Data;
}

interface WorkerRow {
  sid: string;
  friendly_name: string;
  activity_name: string;
}

interface TaskRow extends Task {
  attributes: string;
  priority: number;
}

/** A floor without telephones: workers and tasks in TaskRouter, and what Sync shows of them. */
export class TaskFloor {
  #activities: Record<string, string> = {};

  constructor(
    private readonly world: World,
    private readonly work: () => Work,
  ) {}

  /** Offers wait until they are taken by REST: nobody is rung for them. */
  async open(): Promise<void> {
    const { store } = this.world.local.emulator.kernel;
    const workflows = store.collection<{ sid: string; assignmentCallbackUrl: string | null }>(
      'taskrouter.workflows',
    );
    for (const workflow of workflows.values())
      workflows.set(workflow.sid, { ...workflow, assignmentCallbackUrl: null });
    const { activities } = await this.work().ask<{ activities: { sid: string; friendly_name: string }[] }>(
      'GET',
      '/Activities?PageSize=50',
    );
    this.#activities = Object.fromEntries(
      activities.map(({ sid, friendly_name: name }) => [name.toLowerCase(), sid]),
    );
  }

  async worker(name: string, activity: string): Promise<string> {
    const attributes = {
      agent_id: name,
      skills: ['sales'],
      languages: ['en'],
      contact_uri: `client:${name}`,
    };
    const { sid } = await this.work().ask<{ sid: string }>('POST', '/Workers', {
      FriendlyName: `${name}@example.com`,
      Attributes: JSON.stringify(attributes),
      ActivitySid: this.#activities[activity] ?? '',
    });
    await this.world.advance(0);
    return sid;
  }

  async puts(worker: string, activity: string, attributes?: Data): Promise<void> {
    await this.work().ask('POST', `/Workers/${worker}`, {
      ActivitySid: this.#activities[activity] ?? '',
      ...(attributes === undefined ? {} : { Attributes: JSON.stringify(attributes) }),
    });
    await this.world.advance(0);
  }

  /** Answers the offer of a task that is pending. */
  async answers(task: string, status: 'accepted' | 'rejected'): Promise<void> {
    const { reservations } = await this.work().ask<{
      reservations: { sid: string; reservation_status: string }[];
    }>('GET', `/Tasks/${task}/Reservations`);
    const offer = reservations.find(({ reservation_status: state }) => state === 'pending');
    if (offer === undefined) throw new Error('The task is offered to nobody');
    await this.work().ask('POST', `/Tasks/${task}/Reservations/${offer.sid}`, { ReservationStatus: status });
    await this.world.advance(0);
  }

  async ends(task: string, AssignmentStatus: 'completed' | 'canceled'): Promise<void> {
    await this.work().ask('POST', `/Tasks/${task}`, { AssignmentStatus, Reason: 'done' });
    await this.world.advance(0);
  }

  /** What Sync should show, by TaskRouter's own books. */
  async #truth() {
    const work = this.work();
    const [{ tasks }, { workers }] = [
      await work.ask<{ tasks: TaskRow[] }>('GET', '/Tasks?PageSize=200'),
      await work.ask<{ workers: WorkerRow[] }>('GET', '/Workers?PageSize=200'),
    ];
    const items: Data = {};
    const topics: Data = {};
    for (const { sid, attributes, assignment_status: status, task_queue_sid: queue, priority } of tasks) {
      const { topic = sid } = JSON.parse(attributes) as { topic?: string };
      if (['completed', 'canceled'].includes(status)) {
        topics[`topic.${topic}`] = { state: 'completed', task: sid };
        continue;
      }
      const isAssigned = ['assigned', 'wrapping'].includes(status);
      const { reservations } = await work.ask<{
        reservations: { sid: string; worker_sid: string; reservation_status: string }[];
      }>('GET', `/Tasks/${sid}/Reservations`);
      const held = reservations.find(({ reservation_status: one }) => ['accepted', 'wrapping'].includes(one));
      const state = isAssigned ? 'assigned' : 'waiting';
      const by = isAssigned ? { worker: held?.worker_sid } : {};
      items[`${queue} ${sid}`] = { state, topic, priority, ...by };
      topics[`topic.${topic}`] = {
        state,
        task: sid,
        queue,
        ...by,
        ...(isAssigned ? { reservation: held?.sid } : {}),
      };
    }
    const people = workers.map(({ sid, friendly_name: name, activity_name: activity }) => [
      sid,
      { name, activity },
    ]);
    const waiting = tasks.filter(({ assignment_status: status }) => ['pending', 'reserved'].includes(status));
    const assigned = Object.values(items).length - waiting.length;
    return {
      items,
      topics,
      workers: Object.fromEntries(people) as Data,
      counts: { waiting: waiting.length, assigned },
    };
  }

  async #shown(names: string[]) {
    const { documents, maps } = await syncData(this.world);
    const items: Data = {};
    for (const [map, entries] of Object.entries(maps))
      if (map.startsWith('queue.'))
        for (const [task, { v: _v, since: _since, ...item }] of Object.entries(entries))
          items[`${map.slice('queue.'.length)} ${task}`] = item;
    const part = (data: Data = {}, ...keys: string[]) =>
      Object.fromEntries(keys.filter((key) => data[key] !== undefined).map((key) => [key, data[key]]));
    const topics = names.map((name) => {
      const { [name]: data = {} } = documents;
      const keys = data.state === 'completed' ? [] : ['queue', 'worker', 'reservation'];
      return [name, part(data, 'state', 'task', ...keys)];
    });
    const people = Object.entries(maps.workers ?? {}).filter(([, { gone }]) => gone === undefined);
    return {
      items,
      topics: Object.fromEntries(topics) as Data,
      workers: Object.fromEntries(people.map(([sid, data]) => [sid, part(data, 'name', 'activity')])) as Data,
      counts: part(documents['queue-status']?.counts as Data, 'waiting', 'assigned'),
    };
  }

  /** Sync shows what is true of every task, topic and worker; what happens meanwhile is shown soon after. */
  async isShownAsItIs(): Promise<void> {
    for (let turn = 0; ; turn += 1) {
      const truth = await this.#truth();
      const shown = await this.#shown(Object.keys(truth.topics));
      if (isDeepStrictEqual(shown, truth)) return;
      if (turn === 40) expect(shown).toEqual(truth);
      await wait(100);
    }
  }

  /** Changes a Sync document behind everybody's back. */
  spoilDocument(name: string, spoil: (data: Data) => Data): void {
    const objects = this.#objects();
    const object = objects.values().find(({ uniqueName }) => uniqueName === name);
    if (object === undefined) throw new Error(`There is no document ${name}`);
    objects.set(object.sid, { ...object, revision: object.revision + 1, data: spoil(object.data) });
  }

  /** Changes, makes or (undefined) takes away an item of a Sync map behind everybody's back. */
  spoilItem(map: string, key: string, spoil: (data: Data) => Data | undefined): void {
    const objects = this.#objects();
    const object = objects.values().find(({ uniqueName }) => uniqueName === map);
    if (object === undefined) throw new Error(`There is no map ${map}`);
    const revision = object.revision + 1;
    objects.set(object.sid, { ...object, revision });
    const { store } = this.world.local.emulator.kernel;
    const items = store.collection<{ key: string; revision: number; data: Data }>(`sync.items.${object.sid}`);
    const like = items.get(key) ?? items.values()[0];
    if (like === undefined) throw new Error(`There is no item in ${map}`);
    const data = spoil(like.data);
    if (data === undefined) items.delete(key);
    else items.set(key, { ...like, key, revision, data });
  }

  #objects() {
    return this.world.local.emulator.kernel.store.collection<SyncRow>('sync.objects');
  }
}
