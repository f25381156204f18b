import { createEmulator, type Emulator } from '../../index';
import { level } from './spectrum';
import { decodeWav } from './wav';

const ANNA = '+14155550101';
const BEN = '+14155550102';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await createEmulator({ port: 0 });
});
afterAll(() => emulator?.close());

async function ask(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${emulator.controlUrl}/control${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
}

const phone = (number: string, action: string) => `/phones/${encodeURIComponent(number)}/${action}`;

/** Loudness of the seconds from `from` to `to`, in decibels. */
const part = (samples: Int16Array | undefined, from: number, to: number): number =>
  level(samples?.slice(from * 8000, to * 8000) ?? new Int16Array(0));

test('what a telephone says and hears is recorded, fetched as a WAV file, and forgotten by a reset', async () => {
  await ask('PUT', phone(BEN, 'behaviour'), { answerAfter: 0 });
  await ask('POST', phone(ANNA, 'call'), { to: BEN });
  await ask('POST', '/clock/advance', { seconds: 1 });

  expect((await ask('POST', phone(ANNA, 'recording'))).status).toBe(200);
  await ask('POST', phone(ANNA, 'say'), { text: 'This takes two seconds to say.' });
  await ask('POST', '/clock/advance', { seconds: 4 });
  await ask('POST', phone(BEN, 'say'), { text: 'This takes two seconds to say.' });
  await ask('POST', '/clock/advance', { seconds: 4 });
  const { seconds } = (await (await ask('POST', phone(ANNA, 'recording/stop'))).json()) as {
    seconds: number;
  };
  expect(seconds).toBeGreaterThan(7.9);

  const file = await ask('GET', phone(ANNA, 'recording'));
  expect(file.headers.get('content-type')).toBe('audio/wav');
  const [own, others] = decodeWav(Buffer.from(await file.arrayBuffer()));
  expect(part(own, 0.3, 1.7)).toBeGreaterThan(-45);
  expect(part(own, 4.5, 7.5)).toBeLessThan(-115);
  expect(part(others, 0.3, 3.5)).toBeLessThan(-115);
  expect(part(others, 4.3, 5.5)).toBeGreaterThan(-45);

  await ask('POST', '/reset');
  expect((await ask('GET', phone(ANNA, 'recording'))).status).toBe(409);
});

test('a telephone that is in no call is not recorded, and the answer says what to do', async () => {
  const answer = await ask('POST', phone(ANNA, 'recording'));
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ message: expect.stringContaining('in no call') });
});
