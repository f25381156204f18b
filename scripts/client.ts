/** The answer of one of Cordboard's functions, as a program meets it. */
export interface Answer {
  httpStatus: number;
  status: 'success' | 'error';
  message: string;
  code?: string;
  data: Record<string, unknown>;
  cookies: string[];
  headers: Headers;
}

/** A caller of Cordboard's HTTP interface: what `npm run demo`, the benchmarks and the start's table use. */
export class Client {
  accessToken = '';

  constructor(
    private readonly app: string,
    private readonly control: string,
  ) {}

  /** Sends JSON to a function, with the session's token once there is one. */
  async post(path: string, body: Record<string, unknown> = {}): Promise<Answer> {
    const response = await fetch(this.app + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.accessToken ? { authorization: `Bearer ${this.accessToken}` } : {}),
      },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as Partial<Answer> & Pick<Answer, 'status' | 'message'>;
    return {
      ...answer,
      data: answer.data ?? {},
      httpStatus: response.status,
      cookies: response.headers.getSetCookie(),
      headers: response.headers,
    };
  }

  /** Like `post`, and throws when the answer is an error. */
  async must(path: string, body: Record<string, unknown> = {}): Promise<Answer> {
    const answer = await this.post(path, body);
    if (answer.status !== 'success')
      throw new Error(`${path}: ${answer.httpStatus} ${answer.code} ${answer.message}`);
    return answer;
  }

  /** Acts on the emulator: `phone('+1415…', 'answer')`. */
  async phone(number: string, action: string, body: Record<string, unknown> = {}): Promise<void> {
    await this.emulator('POST', `/control/phones/${encodeURIComponent(number)}/${action}`, body);
  }

  /** A call of the emulator's control API; throws with its message when it refuses. */
  async emulator<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.control + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { message?: string };
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.message}`);
    return answer;
  }

  /** The newest code that was sent to an e-mail address or a phone number. */
  async codeFor(to: string): Promise<string> {
    const inbox = await this.emulator<{ code?: string }[]>(
      'GET',
      `/control/inbox?to=${encodeURIComponent(to)}`,
    );
    const code = inbox.findLast((message) => message.code)?.code;
    if (!code) throw new Error(`No code was sent to ${to}`);
    return code;
  }

  /** Proves e-mail and phone with the codes from the inbox and keeps the session. */
  async signUp(email: string, phone: string): Promise<Answer> {
    await this.must('/setup/email/init', { email });
    const proof = await this.must('/setup/email/validate', { email, code: await this.codeFor(email) });
    const sent = await this.must('/setup/phone/init', { token: proof.data.token, phoneNumber: phone });
    const done = await this.must('/setup/phone/validate', {
      token: sent.data.token,
      code: await this.codeFor(phone),
    });
    this.accessToken = String(done.data.accessToken);
    return done;
  }
}

/**
 * How long to wait for what must come, ms: so long that a failure is one, not a slow machine. PATIENCE in the environment
 * multiplies it, for machines that are slower still.
 */
export const PATIENCE = 25_000 * (Number(process.env.PATIENCE) || 1);

/** Rests before asking again, ms. Each question keeps the machine from what is waited for. */
const REST = { least: 10, first: 20, longest: 200 };

/** Where somebody hears of what happens: how often something has. */
let happened: () => number = () => 0;

/** From now on `until` asks again soon after `count` has grown. */
export function askWhen(count: () => number): void {
  happened = count;
}

/** Asks until `test` is true, ever more rarely; throws after `ms`. */
export async function until(what: string, test: () => Promise<boolean>, ms = PATIENCE): Promise<void> {
  const end = Date.now() + ms;
  let rest = REST.first;
  for (;;) {
    const before = happened();
    const asked = Date.now();
    if (await test()) return;
    const answered = Date.now();
    if (answered > end) throw new Error(`Waited ${ms / 1000} s in vain until ${what}`);
    // As long as the question took, so that asking never takes more than half of the time.
    await new Promise((resolve) => setTimeout(resolve, Math.max(REST.least, answered - asked)));
    while (Date.now() < answered + rest && happened() === before)
      await new Promise((resolve) => setTimeout(resolve, REST.least));
    rest = Math.min(rest * 1.5, REST.longest);
  }
}
