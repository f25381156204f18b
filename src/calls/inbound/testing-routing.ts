import { askedFor, FakeTasks } from '../../callbacks/testing';
import type { FakeAnswer, SeenRequest } from '../../testing/fake-twilio';
import { refused } from '../testing';

const sid = (kind: string, n: number): string => kind + n.toString(16).padStart(32, '0');
const ACTIVITIES = ['offline', 'available', 'in-call', 'post-call', 'away'];

type TaskStatus = 'pending' | 'reserved' | 'assigned' | 'wrapping' | 'completed' | 'canceled';
type ReservationStatus =
  | 'pending'
  | 'accepted'
  | 'rejected'
  | 'canceled'
  | 'timeout'
  | 'wrapping'
  | 'completed';

/** Which status of a task may follow which others. https://www.twilio.com/docs/taskrouter/lifecycle-task-state */
const BEFORE: Partial<Record<TaskStatus, TaskStatus[]>> = {
  wrapping: ['assigned'],
  completed: ['assigned', 'wrapping'],
  canceled: ['pending', 'reserved'],
};

/** Just enough of TaskRouter for one task that is offered to one worker, with what follows from one for the other. */
export class FakeRouting {
  readonly task = { sid: sid('WT', 1), status: 'reserved' as TaskStatus, attributes: '{}', reason: '' };
  readonly reservation = { sid: sid('WR', 1), status: 'pending' as ReservationStatus };
  readonly worker = {
    sid: sid('WK', 1),
    activity: 'available',
    attributes: {} as Record<string, unknown>,
    version: 0,
  };
  /** What else there is in the workspace. */
  readonly others = new FakeTasks(500);
  /** Attributes of the timers that were started. */
  readonly timers: Record<string, unknown>[] = [];
  #made = 0;
  #sids = new WeakMap<object, string>();

  /** TaskRouter takes the offer back: the caller has gone, or the time is over. */
  withdraw(how: 'canceled' | 'timeout'): boolean {
    if (how === 'canceled' && this.task.status === 'pending') this.task.status = 'canceled';
    if (this.reservation.status !== 'pending') return false;
    this.reservation.status = how;
    this.task.status = how === 'canceled' ? 'canceled' : 'pending';
    // The timeout activity of the workspace.
    if (how === 'timeout') this.worker.activity = 'away';
    return true;
  }

  /** The worker does not take the task. */
  reject(activity?: string): FakeAnswer {
    if (this.reservation.status !== 'pending') return refused(400, 20001);
    this.reservation.status = 'rejected';
    this.task.status = 'pending';
    if (activity !== undefined) this.worker.activity = this.#named(activity);
    return this.#shown({ sid: this.reservation.sid, reservation_status: 'rejected' });
  }

  answer({ method, url, form, headers }: SeenRequest): FakeAnswer | undefined {
    const path = /^taskrouter\.twilio\.com\/v1\/Workspaces\/\w+\/(.*)$/.exec(url)?.[1];
    if (path === undefined) return undefined;
    const isRead = method === 'get';
    if (path === 'Activities') return this.#activities();
    if (path === 'Tasks') return isRead ? this.#listed(form) : this.#timer(form);
    if (path === `Workers/${this.worker.sid}`) return isRead ? this.#worker() : this.#change(form, headers);
    if (path === `Tasks/${this.task.sid}`) return isRead ? this.#task() : this.#move(form);
    if (path === `Tasks/${this.task.sid}/Reservations/${this.reservation.sid}`)
      return isRead ? this.#reservation() : this.#decide(form);
    if (!isRead && form.AssignmentStatus === 'canceled' && this.#takesAway(path)) return this.#shown({});
    return this.others.answer({ method, url, form, headers }) ?? refused(404, 20404);
  }

  #named = (activity: string): string => ACTIVITIES.find((_, n) => sid('WA', n) === activity) ?? activity;
  #shown = (body: object, more: object = {}): FakeAnswer => ({ status: 200, body, ...more });
  #reservation = () =>
    this.#shown({ sid: this.reservation.sid, reservation_status: this.reservation.status });
  #task = () =>
    this.#shown({
      sid: this.task.sid,
      attributes: this.task.attributes,
      assignment_status: this.task.status,
      priority: 3,
      date_created: new Date().toISOString(),
    });

  #activities(): FakeAnswer {
    const activities = ACTIVITIES.map((friendly_name, n) => ({
      sid: sid('WA', n),
      friendly_name,
      available: friendly_name === 'available',
    }));
    return this.#shown({ activities, meta: { key: 'activities', next_page_url: null } });
  }

  #timer({ Attributes = '{}' }: Record<string, string>): FakeAnswer {
    const timer = JSON.parse(Attributes);
    this.#made += 1;
    this.#sids.set(timer, sid('WT', 100 + this.#made));
    this.timers.push(timer);
    return { status: 201, body: { sid: this.#sids.get(timer) } };
  }

  /** Tasks that were made, by an attribute. */
  #listed(form: Record<string, string>): FakeAnswer {
    const asked = askedFor(form);
    const tasks = this.timers.flatMap((attributes) =>
      asked(attributes)
        ? [
            {
              sid: this.#sids.get(attributes),
              attributes: JSON.stringify(attributes),
              assignment_status: 'pending',
              priority: 3,
              date_created: new Date().toISOString(),
            },
          ]
        : [],
    );
    tasks.push(...(this.others.listed(form) as typeof tasks));
    return this.#shown({ tasks, meta: { key: 'tasks', next_page_url: null } });
  }

  /** A timer that somebody cancels is none any more. */
  #takesAway(path: string): boolean {
    const found = this.timers.findIndex((timer) => path === `Tasks/${this.#sids.get(timer)}`);
    if (found >= 0) this.timers.splice(found, 1);
    return found >= 0;
  }

  #worker(): FakeAnswer {
    const { activity, attributes, version } = this.worker;
    const body = {
      sid: this.worker.sid,
      friendly_name: 'ada@example.com',
      activity_name: activity,
      available: activity === 'available',
      date_status_changed: new Date().toISOString(),
      attributes: JSON.stringify(attributes),
    };
    return this.#shown(body, { headers: { etag: `"${version}"` } });
  }

  #change(form: Record<string, string>, headers: Record<string, string>): FakeAnswer {
    const { worker } = this;
    const wanted = headers['If-Match'];
    if (wanted !== undefined && wanted !== `"${worker.version}"`) return refused(412, 20412);
    if (form.ActivitySid !== undefined) worker.activity = this.#named(form.ActivitySid);
    if (form.Attributes !== undefined) worker.attributes = JSON.parse(form.Attributes);
    worker.version += 1;
    return this.#worker();
  }

  #move({ AssignmentStatus, Attributes, Reason = '' }: Record<string, string>): FakeAnswer {
    const { task, reservation } = this;
    if (AssignmentStatus === undefined && Attributes !== undefined) {
      task.attributes = Attributes;
      return this.#task();
    }
    const wanted = AssignmentStatus as TaskStatus;
    if (!BEFORE[wanted]?.includes(task.status)) return refused(400, 20001);
    Object.assign(task, { status: wanted, reason: Reason }, Attributes && { attributes: Attributes });
    if (wanted === 'wrapping' || wanted === 'completed') reservation.status = wanted;
    if (wanted === 'canceled' && reservation.status === 'pending') reservation.status = 'canceled';
    return this.#task();
  }

  #decide({ ReservationStatus: wanted, WorkerActivitySid }: Record<string, string>): FakeAnswer {
    if (wanted === 'rejected') return this.reject(WorkerActivitySid);
    if (this.reservation.status !== 'pending') return refused(400, 20001);
    this.reservation.status = 'accepted';
    this.task.status = 'assigned';
    return this.#reservation();
  }
}
