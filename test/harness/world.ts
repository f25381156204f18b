import { askWhen, Client } from '../../scripts/client';
import { noteDriven } from '../../scripts/driven';
import type { Local } from '../../scripts/local';
import { PEOPLE } from '../../scripts/people';
import { Phone } from './phone';

/** One entry of the emulator's timeline, as the control API shows it. */
export interface Event {
  id: number;
  at: string;
  kind: string;
  summary: string;
  callSid?: string;
  ms?: number;
  data?: Record<string, unknown>;
}

/** What is said between programs: no sign that anything has changed. Asking is talk, too. */
const TALK = new Set(['rest', 'webhook', 'twiml', 'function', 'control']);

/** Cordboard and the world around it, for one test file. */
export class World {
  #local: Local | undefined;
  #start = 0;
  #violationsExpected = false;
  #listening: () => void = () => undefined;
  readonly #driven = new Set<string>();

  constructor(private readonly start: () => Promise<Local>) {}

  async open(): Promise<void> {
    this.#local = await this.start();
    let count = 0;
    this.#listening = this.#local.emulator.kernel.timeline.subscribe(({ kind }) => {
      if (!TALK.has(kind)) count += 1;
    });
    askWhen(() => count);
    // A reset forgets these: a provisioner or an environment that Twilio would not take.
    expect(await this.timeline('violation')).toEqual([]);
  }

  async close(): Promise<void> {
    this.#listening();
    await noteDriven(expect.getState().testPath ?? '', this.#driven);
    await this.#local?.close();
  }

  /** Before each test: nobody has signed up, nothing has happened. */
  async begin(): Promise<void> {
    await this.local.reset();
    this.#violationsExpected = false;
    this.#start = this.local.emulator.kernel.timeline.last;
  }

  /** After each test: whatever it did, every REST exchange and TwiML document kept Twilio's contract. */
  async end(): Promise<void> {
    for (const { data } of await this.timeline('function')) {
      const { path, status } = data as { path?: string; status?: number };
      if (path !== undefined && status !== undefined && status < 300) this.#driven.add(path);
    }
    const violations = await this.timeline('violation');
    if (!this.#violationsExpected) expect(violations).toEqual([]);
  }

  /** For the few tests that break the contract on purpose and say so. */
  expectViolations(): void {
    this.#violationsExpected = true;
  }

  get local(): Local {
    if (!this.#local) throw new Error('useWorld() opens the world in beforeAll');
    return this.#local;
  }

  get app(): string {
    return this.local.app.url;
  }

  /** A caller without a session. */
  client(): Client {
    return new Client(this.app, this.local.emulator.controlUrl);
  }

  /** A caller who has proved e-mail and phone. */
  async signedUp(email: string = PEOPLE.agent.email, phone: string = PEOPLE.agent.phone): Promise<Client> {
    const client = this.client();
    await client.signUp(email, phone);
    return client;
  }

  phone(number: string): Phone {
    return new Phone(number, this.client());
  }

  advance(seconds: number): Promise<unknown> {
    return this.client().emulator('POST', '/control/clock/advance', { seconds });
  }

  faults(...rules: Record<string, unknown>[]): Promise<unknown> {
    return this.client().emulator('PUT', '/control/faults', rules);
  }

  /** What happened since the test began, of one kind or all. */
  async timeline(kind?: string): Promise<Event[]> {
    const { timeline } = this.local.emulator.kernel;
    // By HTTP, although nothing is asked: meanwhile arrives what a function said just before its answer.
    await this.client().emulator('GET', `/control/timeline?since=${timeline.last}`);
    const events: Event[] = timeline.since(this.#start);
    return kind ? events.filter((event) => event.kind === kind) : events;
  }

  /** How many calls Twilio was asked to place to a number since the test began, whoever asked. */
  async callsTo(number: string): Promise<number> {
    const rest = await this.timeline('rest');
    return rest.filter(({ data }) => {
      const { method, path, form, status } = (data ?? {}) as {
        method?: string;
        path?: string;
        form?: { To?: string };
        status?: number;
      };
      return (
        method === 'POST' &&
        status === 201 &&
        /\/(Calls|Participants)\.json$/.test(path ?? '') &&
        form?.To === number
      );
    }).length;
  }
}

/**
 * Opens a world for a test file and keeps it honest: reset before each test, contract checked after each.
 * `variables` are environment variables of the functions.
 */
export function useWorld(variables: Record<string, string> = {}): World {
  return useWorldOf(() => standing().standingWorld(variables));
}

/** As `useWorld`, with Cordboard started in another way. */
export function useWorldOf(start: () => Promise<Local>): World {
  const world = new World(start);
  beforeAll(() => world.open());
  beforeEach(() => world.begin());
  afterEach(() => world.end());
  afterAll(() => world.close());
  return world;
}

/** A world for a test file whose tests change nothing: what stands before them is played once. */
export function useOneWorld(variables: Record<string, string> = {}): World {
  const world = new World(() => standing().standingWorld(variables));
  beforeAll(async () => {
    await world.open();
    await world.begin();
  }, 60_000);
  afterAll(async () => {
    await world.end();
    await world.close();
  });
  return world;
}

/** Ada's and Carl's phones: most stories need just these. */
export const ADA = PEOPLE.agent;
export const CARL = PEOPLE.customer;
