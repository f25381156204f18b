import { LOCAL_VARIABLES } from '../../scripts/local';
import { ask, costsMoney, logLines, type Reply, restCalls } from '../harness/ask';
import { ADA, useWorld } from '../harness/world';
import { CALLS } from './bad-input/calls';
import { CONTROL } from './bad-input/control';
import { EVERYWHERE } from './bad-input/everywhere';
import { IDENTITY } from './bad-input/identity';
import { INCOMING } from './bad-input/incoming';
import { IVR } from './bad-input/ivr';
import { REFUSED } from './bad-input/numbers';
import { PRESENCE } from './bad-input/presence';
import { QUEUE } from './bad-input/queue';
import { RECORDING_ROWS } from './bad-input/recording';
import { ROUTING } from './bad-input/routing';
import { BELLE, CUSTOMER, DO_NOT_CALL, NIA, type Scene, setScene } from './bad-input/scene';
import { TRANSFER } from './bad-input/transfer';

const world = useWorld({ DO_NOT_CALL, RECORDING: 'ask' });
let scene: Scene;
beforeAll(async () => {
  scene = await setScene(world);
});
beforeEach(() => world.local.emulator.restore(scene.snapshot));

/** The first field that the answer names. */
function fieldOf({ body }: Reply): string | undefined {
  const { field, fields } = (body.details ?? {}) as { field?: string; fields?: { field: string }[] };
  return field ?? fields?.[0]?.field;
}

/** What nobody may read in an answer or in the log. */
function secrets(): string[] {
  const { ada, belle, nia, expired } = scene;
  const tokens = [ada, belle, nia].flatMap((who) => [
    who.accessToken,
    who.cookie,
    who.setupToken,
    who.phoneToken,
  ]);
  const people = [ADA, BELLE, NIA].flatMap(({ email, phone }) => [email, phone, phone.slice(2)]);
  const numbers = [CUSTOMER, DO_NOT_CALL, ...Object.values(REFUSED)];
  const own = [LOCAL_VARIABLES.JWT_SECRET ?? '', world.local.emulator.kernel.account.authToken];
  return [...tokens, ...people, ...numbers, ...own, expired].filter((text) => text !== '');
}

const STACK = /\bat .+:\d+:\d+|node_modules|\/functions\/.+\.js|valibot/;

/** Everything that lasts: Sync, what was sent, which calls there are. */
function lasting(): string {
  const { store } = world.local.emulator.snapshot();
  const kept = Object.entries(store).filter(([name]) => /^(sync\.(?!rates)|inbox|voice\.calls)/.test(name));
  return JSON.stringify(kept);
}

const ROWS = [
  EVERYWHERE,
  IDENTITY,
  CALLS,
  CONTROL,
  RECORDING_ROWS,
  TRANSFER,
  INCOMING,
  ROUTING,
  QUEUE,
  IVR,
  PRESENCE,
].flat();

test.each(ROWS)('$endpoint with $what', async (row) => {
  const { endpoint, asked, answer } = row;
  const before = lasting();
  const reply = await ask(world, endpoint, asked(scene));
  const [status, code, field] = answer;
  expect([reply.status, reply.body.code, fieldOf(reply)]).toEqual([status, code, field]);

  expect(reply.text).not.toContain('<Dial');
  expect((await restCalls(world)).filter(costsMoney)).toEqual([]);
  expect(lasting()).toBe(before);

  const lines = await logLines(world);
  // Otherwise the platform answers, and the function isn't called.
  if (typeof code === 'string') {
    expect([reply.body.status, reply.body.message]).toEqual(['error', expect.stringMatching(/\.$/)]);
    expect(lines.map(({ json }) => [json?.endpoint, json?.status, json?.code])).toEqual([
      [endpoint, status, code],
    ]);
    // It is the caller who did wrong: no failure of ours in the log.
    expect(lines[0]?.json).not.toHaveProperty('failures');
  }
  for (const text of [reply.text, ...lines.map((line) => line.text)]) {
    expect(text).not.toMatch(STACK);
    expect(secrets().filter((secret) => text.includes(secret))).toEqual([]);
  }
});
