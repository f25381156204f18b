import { ADA, type ControlWorld, controlWorld } from './testing';

let world: ControlWorld;
let ask: ControlWorld['ask'];

beforeEach(async () => {
  world = await controlWorld();
  ask = world.ask;
});

afterEach(() => world.control.close());

test('health says what runs and what was checked', async () => {
  expect((await ask('GET', '/control/health')).body).toMatchObject({
    status: 'ready',
    version: '1.2.3',
    contract: { checked: { rest: 7, twiml: 2 }, violations: 1 },
  });
});

test('a call is lived through by the control API alone', async () => {
  const leg = world.engine.ring('+14155550101');
  expect((await ask('GET', ADA)).body).toMatchObject({ state: 'ringing', callSid: leg.callSid });
  expect((await ask('POST', `${ADA}/answer`)).body).toMatchObject({ state: 'in-call' });
  leg.hears('Press any key');
  expect((await ask('POST', `${ADA}/press`, { digits: '1' })).body).toMatchObject({ keys: '1' });
  expect((await ask('POST', `${ADA}/say`, { text: 'Hello' })).status).toBe(200);
  expect((await ask('GET', ADA)).body).toMatchObject({ heard: [{ text: 'Press any key' }] });
  expect((await ask('POST', `${ADA}/hangup`)).body).toMatchObject({ state: 'idle' });
  expect(leg.done).toEqual(['answer human', 'press 1', 'say Hello', 'hangup']);
});

test('a handset declines, and calls out', async () => {
  const leg = world.engine.ring('+14155550101');
  await ask('POST', `${ADA}/reject`);
  expect(leg.done).toEqual(['refuse declined']);
  const called = await ask('POST', `${ADA}/call`, { to: '(415) 555-0199' });
  expect(called.body).toMatchObject({ state: 'in-call', direction: 'outgoing', peer: '+14155550199' });
});

test('a number in the path may be encoded, or come without its plus sign', async () => {
  for (const written of ['%2B14155550101', '+14155550101', '14155550101'])
    expect((await ask('GET', `/control/phones/${written}`)).body).toMatchObject({ number: '+14155550101' });
});

test('handsets are named, listed and removed', async () => {
  await ask('PUT', ADA, { name: 'Ada' });
  expect((await ask('GET', '/control/phones')).body).toMatchObject([{ number: '+14155550101', name: 'Ada' }]);
  expect((await ask('DELETE', ADA)).body).toEqual([]);
});

test('a behaviour is kept and shown', async () => {
  const behaviour = { answerAfter: 0, script: [{ hear: 'key', within: 5 }, { press: '1' }] };
  expect((await ask('PUT', `${ADA}/behaviour`, behaviour)).body).toMatchObject({ behaviour });
  const leg = world.engine.ring('+14155550101');
  await ask('POST', '/control/clock/advance', { seconds: 1 });
  leg.hears('Press a key');
  await ask('POST', '/control/clock/advance', { seconds: 1 });
  expect(leg.done).toEqual(['answer human', 'press 1']);
});

test('the inbox is read whole or for one address, plus sign lost or not', async () => {
  expect((await ask('GET', '/control/inbox')).body).toHaveLength(2);
  for (const to of ['%2B14155550101', '+14155550101', '14155550101'])
    expect((await ask('GET', `/control/inbox?to=${to}`)).body).toMatchObject([{ code: '654321' }]);
  expect((await ask('GET', '/control/inbox?to=ada%40example.com')).body).toMatchObject([{ code: '123456' }]);
});

test('the timeline is read from an event on, by kind, by call, and from its end', async () => {
  const { timeline } = world.kernel;
  timeline.add({ kind: 'rest', summary: 'one', callSid: 'CA1' });
  timeline.add({ kind: 'webhook', summary: 'two', callSid: 'CA1' });
  timeline.add({ kind: 'rest', summary: 'three', callSid: 'CA2' });
  const read = async (query: string) =>
    ((await ask('GET', `/control/timeline?${query}`)).body as unknown as { summary: string }[]).map(
      (event) => event.summary,
    );
  expect(await read('')).toEqual(['one', 'two', 'three']);
  expect(await read('since=1')).toEqual(['two', 'three']);
  expect(await read('kind=rest')).toEqual(['one', 'three']);
  expect(await read('kind=rest,webhook&callSid=CA1')).toEqual(['one', 'two']);
  expect(await read('limit=1')).toEqual(['three']);
});

test('time is moved', async () => {
  const before = world.kernel.clock.now();
  const { body } = await ask('POST', '/control/clock/advance', { seconds: 600 });
  expect(Date.parse(String(body.now)) - before).toBeGreaterThanOrEqual(600_000);
});

test('faults are set, listed with their hits, and cleared', async () => {
  const rule = { on: 'rest', match: '/Calls/i', effect: 'fail', status: 503, code: 20503 };
  expect((await ask('PUT', '/control/faults', [rule])).body).toEqual([{ ...rule, hit: 0 }]);
  world.kernel.faults.take('rest', 'POST', 'https://api.twilio.com/Calls.json');
  expect((await ask('GET', '/control/faults')).body).toEqual([{ ...rule, hit: 1 }]);
  expect((await ask('DELETE', '/control/faults')).body).toEqual([]);
  expect(world.kernel.faults.list()).toEqual([]);
});

test('a snapshot is taken, and put back over what came after it', async () => {
  await ask('PUT', ADA, { name: 'Ada' });
  const { body: snapshot } = await ask('GET', '/control/snapshot');
  const next = world.kernel.ids.hex(8);
  await ask('POST', '/control/reset');
  expect((await ask('GET', '/control/phones')).body).toEqual([]);
  expect((await ask('PUT', '/control/snapshot', snapshot)).body).toMatchObject({
    status: 'ready',
    phones: 1,
  });
  expect((await ask('GET', ADA)).body).toMatchObject({ name: 'Ada' });
  expect(world.kernel.ids.hex(8)).toBe(next);
});

test('the contract is read', async () => {
  expect((await ask('GET', '/control/contract')).body).toEqual({
    checked: { rest: 7, twiml: 2 },
    violations: [{ summary: 'unknown parameter Foo' }],
  });
});

/** Reads the stream until it has seen all of `wanted`. */
async function stream(headers: Record<string, string>, wanted: string[]): Promise<string> {
  const stop = new AbortController();
  const response = await fetch(`${world.url}/control/events`, { headers, signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (wanted.every((part) => text.includes(part))) break;
  }
  stop.abort();
  return text;
}

test('the stream gives what is, then each change', async () => {
  await ask('PUT', ADA, { name: 'Ada' });
  const reading = stream({}, ['"name":"Ada"', '123456', '"state":"ringing"', 'event: timeline']);
  await new Promise((resolve) => setTimeout(resolve, 50));
  world.engine.ring('+14155550101');
  expect(await reading).toContain('rings: +14155550199 is calling');
});

test('a stream that was cut goes on behind the last event it gave', async () => {
  world.kernel.timeline.add({ kind: 'rest', summary: 'the first' });
  world.kernel.timeline.add({ kind: 'rest', summary: 'the second' });
  const text = await stream({ 'last-event-id': '1' }, ['the second']);
  expect(text).not.toContain('the first');
});

test('closing ends open streams', async () => {
  const response = await fetch(`${world.url}/control/events`);
  const reader = response.body?.getReader();
  await reader?.read();
  await world.control.close();
  await expect(
    (async () => {
      while (!(await reader?.read())?.done);
    })(),
  ).rejects.toThrow();
  await world.control.listen(0);
});
