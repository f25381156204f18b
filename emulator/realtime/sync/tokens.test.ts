import type { SyncClient } from 'twilio-sync';
import { next, rawClient, type SyncWorld, subscribed, syncWorld, until } from './testing';

let world: SyncWorld;

beforeEach(async () => {
  world = await syncWorld();
  await world.service().documents.create({ uniqueName: 'topic', data: { n: 0 } });
});

afterEach(() => world.close());

const state = (client: SyncClient, wanted: string) =>
  next<string>(client, 'connectionStateChanged', (now) => now === wanted);

test('three minutes before its end a browser is told, and with a new token it stays', async () => {
  const ada = world.browser('ada', { ttl: 600 });
  const document = await subscribed(ada.document('topic'));
  const told = next(ada, 'tokenAboutToExpire');
  await world.kernel.clock.advance(7 * 60 - 1);
  expect(await Promise.race([told, 'nothing yet'])).toBe('nothing yet');
  await world.kernel.clock.advance(2);
  await told;

  await ada.updateToken(world.token('ada', { ttl: 601 }));
  await world.kernel.clock.advance(5 * 60);
  const changed = next(document, 'updated');
  await world
    .service()
    .documents('topic')
    .update({ data: { n: 1 } });
  await changed;
  expect(ada.connectionState).toBe('connected');
});

test('a token of less than three minutes expires without a word before', async () => {
  const ada = world.browser('ada', { ttl: 170 });
  const told: string[] = [];
  ada.on('tokenAboutToExpire', () => told.push('about to expire'));
  ada.on('tokenExpired', () => told.push('expired'));
  await ada.document('topic');
  await world.kernel.clock.advance(171);
  await until(() => told[0]);
  expect(told).toEqual(['expired']);
});

test('a token that runs out ends the connection; a new one resumes it with what was missed', async () => {
  const ada = world.browser('ada', { ttl: 600 });
  const document = await subscribed(ada.document('topic'));
  const expired = next(ada, 'tokenExpired');
  await world.kernel.clock.advance(601);
  await expired;
  await world
    .service()
    .documents('topic')
    .update({ data: { n: 1 } });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(document.data).toEqual({ n: 0 });

  // The SDK takes a new token only once it has given up the old connection, three seconds later; one given before that
  // it forgets, and updateToken never answers.
  await until3s(() => ada.connectionState === 'disconnected');
  const changed = next(document, 'updated');
  await ada.updateToken(world.token('ada', { ttl: 602 }));
  expect(await changed).toMatchObject({ data: { n: 1 } });
});

test('a token that has expired does not connect, also not again; a fresh one does', async () => {
  const text = world.token('ada', { ttl: 60 });
  const raw = await rawClient(world.port);
  expect((await raw.ask({ method: 'init', token: text })).header.status).toMatchObject({ code: 200 });
  await world.kernel.clock.advance(61);
  expect(raw.frames.at(-1)?.header).toMatchObject({
    method: 'close',
    status: { code: 410, errorCode: 20104 },
  });

  const ada = world.browser('ada', text);
  const [, , error] = await Promise.all([
    next(ada, 'tokenExpired'),
    state(ada, 'denied'),
    next(ada, 'connectionError'),
  ]);
  expect(error).toMatchObject({ terminal: true, httpStatusCode: 401, errorCode: 20104 });
  await ada.updateToken(world.token('ada', { ttl: 61 }));
  expect((await ada.document('topic')).data).toEqual({ n: 0 });
});

test.each([
  ['signed by somebody else', () => world.token('ada', { secret: 'guessed' }), 20107],
  [
    'for a service that does not exist',
    () => world.token('ada', { serviceSid: `IS${'0'.repeat(32)}` }),
    20106,
  ],
  ['that is none', () => 'not.a.token', 20101],
])('a token %s is denied', async (_, text, errorCode) => {
  const ada = world.browser('ada', text());
  expect(await next(ada, 'connectionError')).toMatchObject({
    terminal: true,
    httpStatusCode: 401,
    errorCode,
  });
  expect(ada.connectionState).toBe('denied');
  await expect(ada.document('topic')).rejects.toThrow('Unable to connect');
});

test('a connection cannot become somebody else', async () => {
  const ada = world.browser('ada');
  await ada.document('topic');
  await expect(ada.updateToken(world.token('ben'))).rejects.toMatchObject({ code: 51130 });
  expect(ada.connectionState).toBe('denied');
});

test('without a token nothing is answered', async () => {
  const raw = await rawClient(world.port);
  const request = { host: 'localhost', method: 'GET', path: '/v3/Documents/topic' };
  const { header } = await raw.ask({ http_request: request });
  expect(header.http_status).toMatchObject({ code: 401 });
});

test('bytes that are no message end the connection and show as a violation', async () => {
  const raw = await rawClient(world.port);
  const closed = new Promise((resolve) => raw.socket.once('close', resolve));
  raw.socket.send('hello');
  await closed;
  expect(raw.frames.at(-1)?.header).toMatchObject({ method: 'close', status: { code: 406 } });
  expect(world.kernel.timeline.since(0).filter(({ kind }) => kind === 'violation')).toHaveLength(1);
});

test('no token shows on the timeline', async () => {
  const text = world.token('ada');
  await world.browser('ada', text).document('topic');
  const shown = JSON.stringify(world.kernel.timeline.since(0));
  expect(shown).toContain('socket of ada: connected');
  expect(shown).not.toContain(text.slice(-20));
});

async function until3s(done: () => boolean): Promise<void> {
  for (let tries = 0; !done(); tries++) {
    if (tries > 50) throw new Error('The SDK never gave up');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
