import { Failure } from './post';
import { type Held, Session, type SignedIn } from './session';
import type { TabMessage } from './tabs';

const AGENT = { id: 'a1', email: 'ada@example.com', phone: '+14155550101', roles: ['agent'] };
const LIFE = 15 * 60_000;

/** A browser with tabs, and the functions they reach. */
class Browser {
  now = 1_000_000;
  refreshes = 0;
  answer: () => SignedIn = () => this.signedIn();
  readonly seen: { path: string; token: string | undefined }[] = [];
  private readonly memory = new Map<string, string>();
  private readonly heard: ((message: TabMessage<Held>) => void)[] = [];
  private readonly timers: { at: number; work: () => void }[] = [];
  private turn: Promise<unknown> = Promise.resolve();

  signedIn(): SignedIn {
    return {
      agent: AGENT,
      accessToken: `token-${++this.refreshes}`,
      expiresAt: new Date(this.now + LIFE).toISOString(),
    };
  }

  tab(): Session {
    const mine = this.heard.length;
    return new Session({
      send: async <T>(path: string, _?: object, token?: string) => {
        this.seen.push({ path, token });
        const data: unknown = path === '/session/refresh' ? this.answer() : {};
        return { data: data as T, at: this.now };
      },
      tabs: (heard) => {
        this.heard.push(heard);
        return {
          tell: (message) => {
            for (const [at, other] of this.heard.entries()) if (at !== mine) other(message);
          },
          alone: (work) => {
            const done = this.turn.then(work);
            this.turn = done.catch(() => undefined);
            return done;
          },
        };
      },
      memory: {
        getItem: (key) => this.memory.get(key) ?? null,
        setItem: (key, value) => this.memory.set(key, value),
        removeItem: (key) => this.memory.delete(key),
      },
      now: () => this.now,
      later: (ms, work) => {
        const timer = { at: this.now + ms, work };
        this.timers.push(timer);
        return () => this.timers.splice(this.timers.indexOf(timer), 1);
      },
    });
  }

  async pass(ms: number): Promise<void> {
    this.now += ms;
    for (const timer of this.timers.filter(({ at }) => at <= this.now)) {
      this.timers.splice(this.timers.indexOf(timer), 1);
      timer.work();
    }
    await this.turn;
    await this.turn;
  }
}

const signIn = (browser: Browser, tab: Session) => tab.begin({ data: browser.signedIn(), at: browser.now });

test('somebody who was never here is signed out without a request', async () => {
  const browser = new Browser();
  const tab = browser.tab();
  await tab.start();
  expect(tab.state.value).toEqual({ is: 'signed-out' });
  expect(browser.seen).toEqual([]);
});

test('signing in and out in one tab does so in the others', async () => {
  const browser = new Browser();
  const [one, other] = [browser.tab(), browser.tab()];
  signIn(browser, one);
  expect(other.state.value).toEqual({ is: 'signed-in', agent: AGENT });
  await other.end();
  expect(one.state.value).toEqual({ is: 'signed-out' });
});

test('a reload finds the session by its cookie', async () => {
  const browser = new Browser();
  signIn(browser, browser.tab());
  const reloaded = browser.tab();
  await reloaded.start();
  expect(reloaded.state.value).toMatchObject({ is: 'signed-in' });
  expect(browser.seen.map(({ path }) => path)).toEqual(['/session/refresh']);
});

test('the token is renewed before it ends, by one tab for all', async () => {
  const browser = new Browser();
  const [one, other] = [browser.tab(), browser.tab()];
  signIn(browser, one);
  await browser.pass(LIFE - 30_000);
  expect(browser.seen).toHaveLength(1);
  await Promise.all([one.call('/calls/state'), other.call('/calls/state')]);
  expect(browser.seen.map(({ token }) => token)).toEqual([undefined, 'token-2', 'token-2']);
});

test('a token that is refused is renewed once and the request made again', async () => {
  const browser = new Browser();
  const tab = browser.tab();
  signIn(browser, tab);
  let refusals = 1;
  const parts = Reflect.get(tab, 'parts') as { send: (path: string) => Promise<unknown> };
  const send = parts.send;
  parts.send = (path) => {
    if (path === '/calls/state' && refusals-- > 0) throw new Failure('token_expired');
    return send(path);
  };
  await tab.call('/calls/state');
  expect(browser.seen.map(({ path }) => path)).toEqual(['/session/refresh', '/calls/state']);
});

test('without network a started page waits and tries again', async () => {
  const browser = new Browser();
  signIn(browser, browser.tab());
  browser.answer = () => {
    throw new Failure('offline');
  };
  const tab = browser.tab();
  await tab.start();
  expect(tab.state.value).toEqual({ is: 'unreachable' });
  browser.answer = () => browser.signedIn();
  await browser.pass(3_000);
  expect(tab.state.value).toMatchObject({ is: 'signed-in' });
});

test('a session that was ended elsewhere is told as such', async () => {
  const browser = new Browser();
  const tab = browser.tab();
  signIn(browser, tab);
  browser.answer = () => {
    throw new Failure('session_ended');
  };
  await browser.pass(LIFE);
  expect(tab.state.value).toEqual({ is: 'signed-out', why: 'ended' });
});

test('a clock that is hours off changes nothing', async () => {
  const browser = new Browser();
  const tab = browser.tab();
  const hours = 5 * 3600_000;
  const data = { ...browser.signedIn(), expiresAt: new Date(browser.now + hours + LIFE).toISOString() };
  tab.begin({ data, at: browser.now + hours });
  await tab.call('/calls/state');
  expect(browser.seen.map(({ path }) => path)).toEqual(['/calls/state']);
});
