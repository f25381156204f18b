import { until } from '../../scripts/client';
import { ask, logLines, type Reply } from '../harness/ask';
import { Newcomer, STEPS, type Step } from '../harness/newcomer';
import { ADA, useWorld } from '../harness/world';

const world = useWorld();

/** Every request to Twilio that a step makes: what it is for, and what a fault has to match to strike it alone. */
const PLACES: Record<string, { step: Step; match: string }> = {
  'sending the e-mail code': { step: 'askEmailCode', match: '/POST .*/Verifications/' },
  'checking the e-mail code': { step: 'proveEmail', match: '/POST .*/VerificationCheck/' },
  'keeping the person': { step: 'proveEmail', match: '/POST .*/Items$/' },
  'reading the person': { step: 'askPhoneCode', match: '/GET .*/Items//' },
  'sending the phone code': { step: 'askPhoneCode', match: '/POST .*/Verifications/' },
  'checking the phone code': { step: 'provePhone', match: '/POST .*/VerificationCheck/' },
  'claiming the number': { step: 'provePhone', match: '/POST .*/Items$/' },
  'writing the person': { step: 'provePhone', match: '/POST .*/Items/.+/' },
};

const FAILS = { effect: 'fail', status: 500 };
const BUSY = { effect: 'fail', status: 429, code: 20429 };
const DROPS = { effect: 'drop' };
const LOST = { effect: 'fail-after', limit: 1 };

/** What is told while a place is down, and whether it is the end of the request at all. */
function expected(place: string, fault: Record<string, unknown>): [number, string | undefined] {
  // Verify's 429 is its limit on codes, and told as such.
  if (fault === BUSY) return place.startsWith('sending') ? [429, 'too_many_codes'] : [503, 'upstream_busy'];
  // Done again where that is harmless: a read, or a write that carries its revision.
  if (fault === LOST && (place === 'reading the person' || place === 'writing the person'))
    return [200, undefined];
  return [502, 'upstream_failed'];
}

/**
 * Goes on after a failure as a person would: the same button again; a new code if this one is used up; from the start if
 * the token is. Throws when even that doesn't end signed in.
 */
async function goesOn(newcomer: Newcomer, from: Step): Promise<string[]> {
  const tried: string[] = [];
  let step: Step | undefined = from;
  while (step !== undefined && tried.length < 12) {
    const reply: Reply = await newcomer[step]();
    tried.push(`${step} ${reply.body.code ?? 'ok'}`);
    const back: Step | undefined = step === 'proveEmail' ? 'askEmailCode' : 'askPhoneCode';
    if (reply.status === 200) step = STEPS[STEPS.indexOf(step) + 1];
    else if (reply.body.code === 'code_expired') step = back;
    else if (reply.body.code === 'token_used') step = 'askEmailCode';
    else throw new Error(tried.join(', '));
  }
  return tried;
}

/** What Sync holds: people by their record's phone, and claims of numbers. */
async function people(): Promise<{ phones: unknown[]; claims: unknown[] }> {
  const { store } = await world
    .client()
    .emulator<{ store: Record<string, [string, unknown][]> }>('GET', '/control/snapshot');
  const items = Object.entries(store)
    .filter(([name]) => name.startsWith('sync.'))
    .flatMap(([, entries]) =>
      entries.map(([, entry]) => entry as { key?: string; data?: Record<string, unknown> }),
    )
    .filter(({ key, data }) => key !== undefined && data?.v === 1);
  return {
    phones: items.filter(({ data }) => data?.email).map(({ data }) => data?.phone),
    claims: items.filter(({ data }) => data?.agent).map(({ data }) => data?.agent),
  };
}

const faults = Object.entries({
  'answers 500': FAILS,
  'is busy': BUSY,
  'drops the connection': DROPS,
  'loses the answer': LOST,
});
const rows = Object.entries(PLACES).flatMap(([place, where]) =>
  faults.map(([name, fault]) => ({ place, name, fault, ...where })),
);

test.each(rows)(
  'Twilio $name at $place: told clearly, nothing half-done, the next try succeeds',
  async (row) => {
    const { place, step, match, fault } = row;
    const newcomer = new Newcomer(world, ADA.email, ADA.phone);
    const before = STEPS[STEPS.indexOf(step) - 1];
    if (before) await newcomer.goes('askEmailCode', before);
    await world.faults({ on: 'rest', match, ...fault });
    const reply = await newcomer[step]();
    const [status, code] = expected(place, fault);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(reply.cookie === undefined).toBe(status !== 200 || step !== 'provePhone');
    if (status === 429 || status === 503) expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    await world.faults();

    const next = status === 200 ? STEPS[STEPS.indexOf(step) + 1] : step;
    if (next) await goesOn(newcomer, next);
    expect((await newcomer.me()).status).toBe(200);
    expect((await newcomer.refresh()).status).toBe(200);
    expect(await people()).toEqual({ phones: [ADA.phone], claims: [newcomer.agentId] });
  },
);

test('Twilio takes longer than we wait: said in time, done again where that is harmless, the next try succeeds', async () => {
  const stuck: { place: string; newcomer: Newcomer; step: Step; reply: Promise<Reply> }[] = [];
  // One person a place, all of them waiting at the same time.
  for (const [index, [place, { step, match }]] of Object.entries(PLACES).entries()) {
    const newcomer = new Newcomer(world, `person${index}@example.com`, `+141555501${10 + index}`);
    const before = STEPS[STEPS.indexOf(step) - 1];
    if (before) await newcomer.goes('askEmailCode', before);
    await world.faults({ on: 'rest', match, effect: 'delay', ms: 3500, limit: 1 });
    stuck.push({ place, newcomer, step, reply: newcomer[step]() });
    await until(`${place} is struck`, async () => {
      const [rule] = await world.client().emulator<{ hit: number }[]>('GET', '/control/faults');
      return rule?.hit === 1;
    });
  }
  const outcomes: Record<string, string> = {};
  for (const { place, reply } of stuck) {
    const { status, body } = await reply;
    outcomes[place] = `${status} ${body.code ?? 'ok'}`;
  }
  const late = Object.fromEntries(Object.keys(PLACES).map((place) => [place, '504 timeout']));
  expect(outcomes).toEqual({ ...late, 'reading the person': '200 ok', 'writing the person': '200 ok' });
  // Twilio ends a function after ten seconds.
  const lasted = (await logLines(world)).map(({ json }) => Number(json?.ms ?? 0));
  expect(Math.max(...lasted)).toBeGreaterThan(3_000);
  expect(Math.max(...lasted)).toBeLessThan(10_000);

  for (const { newcomer, step } of stuck) {
    if (newcomer.accessToken === '') await goesOn(newcomer, step);
    expect((await newcomer.me()).status).toBe(200);
  }
});

test('a failure of the session functions tells so and leaves the session as it was', async () => {
  const newcomer = await new Newcomer(world, ADA.email, ADA.phone).signsUp();
  const cookie = newcomer.cookie;
  for (const match of ['/GET .*/Items//', '/POST .*/Items/.+/']) {
    await world.faults({ on: 'rest', match, ...DROPS });
    const refreshed = await newcomer.refresh(cookie);
    expect([refreshed.status, refreshed.body.code, refreshed.cookie]).toEqual([
      502,
      'upstream_failed',
      undefined,
    ]);
    const ended = await ask(world, '/session/end', { cookie });
    // The cookie stays: the session is not ended, and whoever asked must be able to ask again.
    expect([ended.status, ended.cookie]).toEqual([502, undefined]);
  }
  await world.faults({ on: 'rest', match: '/POST .*/Items/.+/', ...LOST });
  expect((await newcomer.refresh(cookie)).status).toBe(200);
  expect((await newcomer.refresh()).status).toBe(200);
});
