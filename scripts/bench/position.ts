import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { ProxyAgent, request } from 'undici';
import { Client } from '../client';
import { type Local, startLocal } from '../local';
import { PEOPLE } from '../people';
import { type Figure, figure } from './figure';

const WAITING = 1_000;
const CALLERS = 500;
/** Seconds between two asks of one caller. */
const EVERY = 10;
/** How long they ask. Seconds. */
const SECONDS = 12;

/** Makes a task wait, as a call does, with the account's credentials. */
async function oneTask({ emulator, settings }: Local): Promise<string> {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = emulator.environment();
  const proxy = new ProxyAgent({
    uri: emulator.proxyUrl,
    requestTls: { ca: readFileSync(emulator.caFile) },
  });
  try {
    const url = `https://taskrouter.twilio.com/v1/Workspaces/${settings.WORKSPACE_SID}/Tasks`;
    const Attributes = JSON.stringify({ skill: 'sales', language: 'en', from: PEOPLE.customer.phone });
    const { body } = await request(url, {
      method: 'POST',
      dispatcher: proxy,
      headers: {
        authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ WorkflowSid: settings.WORKFLOW_SID ?? '', Attributes }).toString(),
    });
    return ((await body.json()) as { sid: string }).sid;
  } finally {
    await proxy.close();
  }
}

/** Makes others wait like it: told by events they would take a minute. Resolves with all their SIDs. */
async function fill(local: Local): Promise<string[]> {
  const first = await oneTask(local);
  const tasks = local.emulator.kernel.store.collection<{ sid: string }>('taskrouter.tasks');
  const like = tasks.get(first);
  if (like === undefined) throw new Error('The task that was made is not there');
  const others = Array.from({ length: WAITING - 1 }, (_, n) => `WT${n.toString(16).padStart(32, '0')}`);
  for (const sid of others) tasks.set(sid, { ...like, sid });
  return [first, ...others];
}

/** Where callers stand: what it costs the first who asks, and with hundreds who ask again and again. */
export async function positions(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  try {
    const client = new Client(local.app.url, local.emulator.controlUrl);
    await client.signUp(PEOPLE.agent.email, PEOPLE.agent.phone);
    const sids = await fill(local);
    // What the task's events bring about has ended.
    await client.emulator('POST', '/control/clock/advance', { seconds: 0 });
    const asked = async (): Promise<number> => {
      const rest = await client.emulator<{ data?: { host?: string; method?: string } }[]>(
        'GET',
        '/control/timeline?kind=rest',
      );
      return rest.filter(({ data }) => data?.host === 'taskrouter.twilio.com' && data.method === 'GET')
        .length;
    };
    const ask = async (caller: number): Promise<number> => {
      const started = performance.now();
      const { data } = await client.must('/queue/get-queue-position', { taskSid: sids[caller] });
      if (data.position !== caller + 1) throw new Error(`Caller ${caller + 1} is told ${data.position}`);
      return performance.now() - started;
    };

    const before = await asked();
    const cold = await ask(WAITING - 1);
    const afterFirst = await asked();
    const asks: Promise<number>[] = [];
    const began = performance.now();
    for (let n = 0; n < (CALLERS / EVERY) * SECONDS; n += 1) {
      await wait(Math.max(0, began + (n * 1000 * EVERY) / CALLERS - performance.now()));
      asks.push(ask(n % CALLERS));
    }
    const times = await Promise.all(asks);
    const seconds = (performance.now() - began) / 1000;
    const requests = (await asked()) - afterFirst;
    const first = `position of the first who asks, with ${WAITING} waiting`;
    const many = `position, ${CALLERS} asking every ${EVERY} s, with ${WAITING} waiting`;
    return [
      figure(`${first}: REST requests`, 'requests', 2, [afterFirst - before]),
      figure(`${first}: time`, 'ms', 2_000, [cold]),
      figure(`${many}: REST requests a second`, 'requests', 1, [requests / seconds]),
      figure(`${many}: median`, 'ms', 50, times),
      figure(`${many}: worst`, 'ms', 1_000, [Math.max(...times)]),
    ];
  } finally {
    await local.close();
  }
}
