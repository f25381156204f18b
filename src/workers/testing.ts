import { type AccessClaims, type Role, signToken } from '../endpoint';
import type { FakeAnswer, FakeTwilio, SeenRequest } from '../testing/fake-twilio';
import { ENVIRONMENT } from '../testing/invoke';
import type { WorkerAttributes } from './attributes';

export const ADA = { id: 'a'.repeat(20), email: 'ada@example.com', phone: '+14155550101' };
/** What a function needs to know of TaskRouter and of the browser. */
export const ROUTING = {
  WORKSPACE_SID: `WS${'1'.repeat(32)}`,
  WORKFLOW_SID: `WW${'1'.repeat(32)}`,
};
export const BROWSER = {
  API_KEY_SID: `SK${'1'.repeat(32)}`,
  API_KEY_SECRET: 'a-secret-of-a-key-that-is-only-for-tests',
  TWIML_APP_SID: `AP${'1'.repeat(32)}`,
};

const NAMES = ['available', 'Offline', 'in-call', 'post-call', 'break', 'away'];
const sid = (kind: string, n: number): string => kind + n.toString(16).padStart(32, '0');

interface FakeWorker {
  sid: string;
  friendlyName: string;
  activity: string;
  attributes: WorkerAttributes & Record<string, unknown>;
  version: number;
}

const refused = (status: number, code: number): FakeAnswer => ({
  status,
  body: { code, status, message: `error ${code}`, more_info: '' },
});

/** Just enough of TaskRouter's workers, activities and tasks; plugged into the fake Twilio. */
export class FakeTaskRouter {
  readonly workers = new Map<string, FakeWorker>();
  /** Tasks that were made: attributes and timeout. */
  readonly tasks: { attributes: Record<string, unknown>; timeout: number }[] = [];
  /** Called before a worker is written: what somebody else does at the same moment. */
  meanwhile: (request: SeenRequest) => void = () => undefined;

  constructor(twilio: FakeTwilio) {
    twilio.intercept = (request) => this.#answer(request);
  }

  add(friendlyName: string, attributes: FakeWorker['attributes'] = {}, activity = 'Offline'): FakeWorker {
    const worker = { sid: sid('WK', this.workers.size + 1), friendlyName, activity, attributes, version: 0 };
    this.workers.set(worker.sid, worker);
    return worker;
  }

  #answer(request: SeenRequest): FakeAnswer | undefined {
    const path = /^taskrouter\.twilio\.com\/v1\/Workspaces\/\w+\/(.*)$/.exec(request.url)?.[1];
    if (path === undefined) return undefined;
    const { method, form } = request;
    const page = (key: string, list: unknown[]): FakeAnswer => ({
      status: 200,
      body: { [key]: list, meta: { key, next_page_url: null } },
    });
    if (path === 'Activities') return page('activities', NAMES.map(this.#activity));
    if (path === 'Tasks') return this.#task(form);
    if (path === 'Workers' && method === 'get') {
      const { FriendlyName: name } = form;
      const found = [...this.workers.values()].filter(
        (one) => name === undefined || one.friendlyName === name,
      );
      return page('workers', found.map(this.#view));
    }
    this.meanwhile(request);
    if (path === 'Workers') return this.#create(form);
    const worker = this.workers.get(path.replace('Workers/', ''));
    if (worker === undefined) return refused(404, 20404);
    return method === 'get' ? this.#shown(worker, 200) : this.#update(worker, request);
  }

  #activity = (friendly_name: string, n: number) => ({
    sid: sid('WA', n),
    friendly_name,
    available: friendly_name === 'available',
  });

  #view = ({ friendlyName, activity, attributes, ...worker }: FakeWorker) => ({
    sid: worker.sid,
    friendly_name: friendlyName,
    activity_name: activity,
    available: activity === 'available',
    date_status_changed: '2026-11-21T09:00:00Z',
    attributes: JSON.stringify(attributes),
  });

  #shown = (worker: FakeWorker, status: number): FakeAnswer => ({
    status,
    body: this.#view(worker),
    headers: { etag: `"${worker.version}"` },
  });

  #task({ Attributes = '{}', Timeout = '0' }: Record<string, string>): FakeAnswer {
    this.tasks.push({ attributes: JSON.parse(Attributes), timeout: Number(Timeout) });
    return { status: 201, body: { sid: sid('WT', this.tasks.length) } };
  }

  #create({ FriendlyName = '', Attributes = '{}' }: Record<string, string>): FakeAnswer {
    if ([...this.workers.values()].some(({ friendlyName }) => friendlyName === FriendlyName))
      return refused(400, 20001);
    return this.#shown(this.add(FriendlyName, JSON.parse(Attributes)), 201);
  }

  #update(worker: FakeWorker, { form, headers }: SeenRequest): FakeAnswer {
    const wanted = headers['If-Match'];
    if (wanted !== undefined && wanted !== `"${worker.version}"`) return refused(412, 20412);
    const activity = NAMES.find((_, n) => sid('WA', n) === form.ActivitySid);
    if (activity !== undefined) worker.activity = activity;
    if (form.Attributes !== undefined) worker.attributes = JSON.parse(form.Attributes);
    worker.version += 1;
    return this.#shown(worker, 200);
  }
}

/** The header of an access token of Ada's. */
export function adasToken(more: Partial<AccessClaims> = {}): { authorization: string } {
  const roles: Role[] = ['agent'];
  const claims = {
    email: ADA.email,
    phone: ADA.phone,
    roles,
    sid: 's',
    epoch: 0,
    ...more,
    sub: ADA.id,
    jti: 'j',
  };
  const context = { secret: ENVIRONMENT.JWT_SECRET, tenant: 'default', now: new Date() };
  return { authorization: `Bearer ${signToken(context, 'access', claims, 900)}` };
}

/** Puts Ada's record into the fake Sync. */
export function adaExists(twilio: FakeTwilio, more: object = {}): void {
  const data = {
    v: 1,
    email: ADA.email,
    emailVerifiedAt: '',
    phone: ADA.phone,
    epoch: 0,
    sessions: [],
    ...more,
  };
  twilio.maps.get('agents')?.set(ADA.id, { key: ADA.id, data, revision: '0', ttl: 0 });
}
