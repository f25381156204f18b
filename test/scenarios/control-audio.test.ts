import { Scene } from '../harness/call';
import { Controlled, GRACE } from '../harness/control';
import { Microphone, tonesOf } from '../harness/microphone';
import { ADA, CARL, useWorld } from '../harness/world';

// What everybody hears at every moment, measured: each sings a tone of their own into their telephone all the time.

const DORA = '+14155550124';
const TONE = { ada: 500, carl: 900, grace: 1300, dora: 1700 };
type Name = keyof typeof TONE;
const NUMBER: Record<Name, string> = {
  ada: ADA.phone,
  carl: CARL.phone,
  grace: GRACE.phone,
  dora: DORA,
};
const NAMES = Object.keys(TONE) as Name[];
/** As long as each state is listened to, and as long as it may take to be heard by all. Seconds. */
const LASTS = 1.4;
const SETTLES = 1;
const WINDOW = 0.2;

const world = useWorld({ SUPERVISOR_EMAILS: GRACE.email });
const microphones: Microphone[] = [];
afterEach(async () => {
  await Promise.all(microphones.splice(0).map((microphone) => microphone.close()));
});

const handset = (number: string) => `/control/phones/${encodeURIComponent(number)}`;

const wait = (seconds: number) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Whom each of some people is to hear. */
type Heard = Partial<Record<Name, Name[]>>;

/** What was heard on some telephones from a moment on, and what was to be heard when. */
class Listening {
  readonly #begun = new Map<Name, number>();
  readonly #states: { from: number; to: number; heard: Heard }[] = [];

  async begin(...names: Name[]): Promise<void> {
    for (const name of names) {
      microphones.push(await Microphone.holdTo(world, NUMBER[name], TONE[name]));
      const asked = Date.now();
      await world.client().emulator('POST', `${handset(NUMBER[name])}/recording`);
      // It began in between.
      this.#begun.set(name, (asked + Date.now()) / 2);
    }
  }

  /** From now on for a while each of these hears exactly these. */
  async expects(heard: Heard): Promise<void> {
    await wait(SETTLES);
    const from = Date.now();
    await wait(LASTS);
    this.#states.push({ from, to: Date.now(), heard });
  }

  /** Which tones were in what somebody heard, one window after another, each with its time. */
  async heardBy(name: Name): Promise<{ at: number; tones: Name[] }[]> {
    const response = await fetch(`${world.local.emulator.controlUrl}${handset(NUMBER[name])}/recording`);
    const wav = Buffer.from(await response.arrayBuffer());
    const begun = this.#begun.get(name) ?? 0;
    return tonesOf(wav, 1, Object.values(TONE)).map((tones, n) => ({
      at: begun + n * WINDOW * 1000,
      tones: NAMES.filter((who) => tones.includes(TONE[who])),
    }));
  }

  /** Whoever was to be heard was, and nobody else was in any window. */
  async wasSo(): Promise<void> {
    const seen: Heard[] = this.#states.map(() => ({}));
    for (const name of this.#begun.keys()) {
      const windows = await this.heardBy(name);
      for (const [n, { from, to, heard }] of this.#states.entries()) {
        const state = seen[n];
        if (state === undefined || heard[name] === undefined) continue;
        const inner = windows.filter(({ at }) => at >= from && at + WINDOW * 1000 <= to);
        state[name] = NAMES.filter((who) => inner.some(({ tones }) => tones.includes(who)));
      }
    }
    expect(seen).toEqual(this.#states.map(({ heard }) => heard));
  }
}

test('by tones: hold, mute, listen, whisper and barge; at no moment does the customer hear a whisper', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const grace = await world.signedUp(GRACE.email, GRACE.phone);
  const phone = world.phone(GRACE.phone);
  await call.do('/supervise/listen', { device: 'phone' }, grace);
  await phone.answer();
  await phone.hears('press any key');
  await phone.press('1');
  await phone.talksWith(call.scene.ada);
  await call.shows('Grace listens', ({ legs }) => legs[2]?.present === true);
  const listening = new Listening();
  await listening.begin('ada', 'carl', 'grace');
  const both: Name[] = ['ada', 'carl'];
  await listening.expects({ ada: ['carl'], carl: ['ada'], grace: both });

  await call.do('/voice/hold/start');
  await listening.expects({ ada: [], carl: [], grace: ['ada'] });
  await call.do('/voice/hold/stop');
  await call.do('/voice/mute', { muted: true });
  await listening.expects({ ada: ['carl'], carl: [], grace: ['carl'] });
  await call.do('/voice/mute', { muted: false });

  // As fast as a person can, and faster.
  for (const mode of ['whisper', 'listen', 'whisper', 'listen', 'whisper'])
    await call.do(`/supervise/${mode}`, {}, grace);
  await listening.expects({ ada: ['carl', 'grace'], carl: ['ada'], grace: both });
  const barged = Date.now();
  await call.do('/supervise/barge', {}, grace);
  await listening.expects({ ada: ['carl', 'grace'], carl: ['ada', 'grace'], grace: both });
  await call.do('/supervise/whisper', {}, grace);
  const whispers = Date.now();
  await listening.expects({ ada: ['carl', 'grace'], carl: ['ada'], grace: both });
  await call.do('/supervise/listen', {}, grace);
  await listening.expects({ ada: ['carl'], carl: ['ada'], grace: both });
  await listening.wasSo();

  const heard = (await listening.heardBy('carl')).filter(({ tones }) => tones.includes('grace'));
  const outside = heard.filter(({ at }) => at + WINDOW * 1000 < barged || at > whispers + SETTLES * 1000);
  expect(heard.length).toBeGreaterThan(0);
  expect(outside).toEqual([]);
});

test('by tones: a guest hears and is heard by both, and is out when removed', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const added = await call.do('/calls/add', { RecipientNumber: DORA });
  await world.phone(DORA).answer();
  await world.phone(DORA).talksWith(call.scene.ada);
  await call.shows('Dora is in', ({ legs }) => legs[2]?.present === true);
  const listening = new Listening();
  await listening.begin('ada', 'carl', 'dora');
  await listening.expects({ ada: ['carl', 'dora'], carl: ['ada', 'dora'], dora: ['ada', 'carl'] });
  await call.do('/voice/hold/start');
  await listening.expects({ ada: ['dora'], carl: [], dora: ['ada'] });
  await call.do('/voice/hold/stop');
  await call.do('/calls/remove', { participant: added.legs[2]?.participant });
  await world.phone(DORA).isIdle();
  await listening.expects({ ada: ['carl'], carl: ['ada'] });
  await listening.wasSo();
});
