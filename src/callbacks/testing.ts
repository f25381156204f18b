import type { FakeAnswer, SeenRequest } from '../testing/fake-twilio';

const sid = (n: number): string => `WT${n.toString(16).padStart(32, '0')}`;
const refused = (status: number, code: number): FakeAnswer => ({
  status,
  body: { code, status, message: `error ${code}`, more_info: '' },
});

/** What a list is asked for: `key == "value"`, several of them with OR. */
export function askedFor({
  EvaluateTaskAttributes: expression = '',
  AssignmentStatus,
}: Record<string, string>) {
  const wanted = [...expression.matchAll(/(\w+) == "(.*?)"/g)].map(([, key = '', value]) => ({ key, value }));
  const statuses = AssignmentStatus === undefined ? undefined : String(AssignmentStatus).split(',');
  return (attributes: Record<string, unknown>, status = 'pending'): boolean =>
    wanted.some(({ key, value }) => attributes[key] === value) && (statuses?.includes(status) ?? true);
}

/** A task as the fake keeps it. */
export interface FakeTask {
  sid: string;
  status: string;
  attributes: Record<string, unknown>;
  priority: number;
  /** ISO 8601. */
  since: string;
  timeout: number;
  reason: string;
}

export const ROUTING = { WORKSPACE_SID: `WS${'1'.repeat(32)}`, WORKFLOW_SID: `WW${'1'.repeat(32)}` };

/** Just enough of TaskRouter to make, find and cancel tasks. */
export class FakeTasks {
  readonly all: FakeTask[] = [];
  /** @param before SIDs that somebody else has given */
  constructor(readonly before = 0) {}

  /** Lists leave out the attributes, as TaskRouter may. */
  shy = false;

  add(attributes: Record<string, unknown>, more: Partial<FakeTask> = {}): FakeTask {
    const task: FakeTask = {
      sid: sid(this.before + this.all.length + 1),
      status: 'pending',
      attributes,
      priority: 0,
      since: new Date().toISOString(),
      timeout: 86_400,
      reason: '',
      ...more,
    };
    this.all.push(task);
    return task;
  }

  /** Those who are to be called, or whose message is to be heard. */
  get callbacks(): FakeTask[] {
    return this.all.filter(({ attributes, status }) => 'once' in attributes && status !== 'canceled');
  }

  get timers(): FakeTask[] {
    return this.all.filter(({ attributes }) => 'timer' in attributes);
  }

  answer({ method, url, form }: SeenRequest): FakeAnswer | undefined {
    const path = /^taskrouter\.twilio\.com\/v1\/Workspaces\/\w+\/Tasks(?:\/(\w+))?$/.exec(url);
    if (path === null) return undefined;
    const [, one] = path;
    if (one === undefined) return method === 'get' ? this.#list(form) : this.#create(form);
    const task = this.all.find((each) => each.sid === one);
    if (task === undefined) return refused(404, 20404);
    return method === 'get' ? { status: 200, body: this.#view(task) } : this.#update(task, form);
  }

  #view = (task: FakeTask, shy = false) => ({
    sid: task.sid,
    attributes: shy ? null : JSON.stringify(task.attributes),
    assignment_status: task.status,
    priority: task.priority,
    date_created: new Date().toISOString(),
    virtual_start_time: task.since,
  });

  #create(form: Record<string, string>): FakeAnswer {
    const { Attributes = '{}', Priority = '0', Timeout, VirtualStartTime } = form;
    const since = VirtualStartTime === undefined ? new Date() : new Date(VirtualStartTime);
    const task = this.add(JSON.parse(Attributes), {
      priority: Number(Priority),
      since: since.toISOString(),
      timeout: Number(Timeout),
    });
    return { status: 201, body: this.#view(task) };
  }

  /** The tasks that a list tells of, the newest first. */
  listed(form: Record<string, string>) {
    const asked = askedFor(form);
    const found = this.all.filter(({ attributes, status }) => asked(attributes, status)).reverse();
    return found.map((task) => this.#view(task, this.shy));
  }

  #list(form: Record<string, string>): FakeAnswer {
    const tasks = this.listed(form);
    return { status: 200, body: { tasks, meta: { key: 'tasks', next_page_url: null } } };
  }

  #update(task: FakeTask, form: Record<string, string>): FakeAnswer {
    const { AssignmentStatus, Reason = '', Attributes, Priority, VirtualStartTime } = form;
    const isOver = ['canceled', 'completed'].includes(task.status);
    if (AssignmentStatus === undefined && isOver) return refused(400, 20001);
    if (Attributes !== undefined) task.attributes = JSON.parse(Attributes);
    if (Priority !== undefined) task.priority = Number(Priority);
    if (VirtualStartTime !== undefined) task.since = new Date(VirtualStartTime).toISOString();
    if (AssignmentStatus === undefined) return { status: 200, body: this.#view(task) };
    if (AssignmentStatus !== 'canceled' || !['pending', 'reserved'].includes(task.status))
      return refused(400, 20001);
    Object.assign(task, { status: 'canceled', reason: Reason });
    return { status: 200, body: this.#view(task) };
  }
}
