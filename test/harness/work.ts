import { readFileSync } from 'node:fs';
import { ProxyAgent, request } from 'undici';
import type { World } from './world';

/** A task as TaskRouter's REST shows it, as far as tests look at it. */
export interface Task {
  sid: string;
  assignment_status: string;
  task_queue_sid: string;
}

/** What a program with the account's credentials does in the provisioned workspace. */
export class Work {
  readonly #proxy: ProxyAgent;

  constructor(private readonly world: World) {
    const { emulator } = world.local;
    this.#proxy = new ProxyAgent({
      uri: emulator.proxyUrl,
      requestTls: { ca: readFileSync(emulator.caFile) },
    });
  }

  /** A customer waits. Resolves when TaskRouter has told the functions about it. */
  async task(attributes: Record<string, unknown> = {}, form: Record<string, string> = {}): Promise<Task> {
    const { WORKFLOW_SID: WorkflowSid = '' } = this.world.local.settings;
    const made = await this.ask<Task>('POST', '/Tasks', {
      WorkflowSid,
      Attributes: JSON.stringify(attributes),
      ...form,
    });
    await this.world.advance(0);
    return made;
  }

  /** Customers whom nobody has been offered to, oldest first: their tasks' attributes, SID and queue. */
  async waiting(): Promise<(Record<string, unknown> & { sid: string; queue: string })[]> {
    const { tasks } = await this.ask<{
      tasks: { sid: string; attributes: string; task_queue_friendly_name: string }[];
    }>('GET', '/Tasks?AssignmentStatus=pending');
    return tasks.map(({ sid, attributes, task_queue_friendly_name: queue }) => ({
      ...(JSON.parse(attributes) as Record<string, unknown>),
      sid,
      queue,
    }));
  }

  /** The customer has gone. */
  async cancel(task: Task): Promise<void> {
    await this.ask('POST', `/Tasks/${task.sid}`, { AssignmentStatus: 'canceled', Reason: 'hung up' });
    await this.world.advance(0);
  }

  /** The task queues of the workspace, by name. */
  async queues(): Promise<Record<string, string>> {
    const { task_queues: queues } = await this.ask<{
      task_queues: { sid: string; friendly_name: string }[];
    }>('GET', '/TaskQueues');
    return Object.fromEntries(queues.map(({ sid, friendly_name: name }) => [name, sid]));
  }

  close(): Promise<void> {
    return this.#proxy.close();
  }

  /** A request about the workspace; throws when it fails. */
  async ask<T>(method: 'GET' | 'POST', path: string, form: Record<string, string> = {}): Promise<T> {
    const { emulator, settings } = this.world.local;
    const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = emulator.environment();
    const url = `https://taskrouter.twilio.com/v1/Workspaces/${settings.WORKSPACE_SID}${path}`;
    const { statusCode, body } = await request(url, {
      method,
      dispatcher: this.#proxy,
      headers: {
        authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`,
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      body: method === 'POST' ? new URLSearchParams(form).toString() : null,
    });
    const answer = (await body.json()) as T & { message?: string };
    if (statusCode >= 400) throw new Error(`${method} ${path}: ${statusCode} ${answer.message}`);
    return answer;
  }
}

/** The workspace for a test file. */
export function useWork(world: World): () => Work {
  let work: Work | undefined;
  beforeAll(() => {
    work = new Work(world);
  });
  afterAll(() => work?.close());
  return () => {
    if (work === undefined) throw new Error('useWork() begins in beforeAll');
    return work;
  };
}
