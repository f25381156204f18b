import { handler as play } from '../../../functions/voice/recordings/play';
import { signToken } from '../../endpoint';
import { FakeTwilio } from '../../testing/fake-twilio';
import { type Answered, ENVIRONMENT, invoke } from '../../testing/invoke';
import { PART_BYTES, rangeOf } from './play';

const SID = `RE${'1'.repeat(32)}`;
/** Three parts and a bit. */
const FILE = Buffer.alloc(3 * PART_BYTES + 1000);
for (let at = 0; at < FILE.length; at += 4) FILE.writeUInt32LE(at, at);

/** What was asked of Twilio, and how it answers. */
let asked: { url: string; headers: Record<string, string> }[];
let answers: (headers: Record<string, string>) => Response | Error;

beforeEach(() => {
  asked = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const headers = (init?.headers ?? {}) as Record<string, string>;
    asked.push({ url: String(input), headers });
    const answer = answers(headers);
    if (answer instanceof Error) throw answer;
    return answer;
  });
});
afterEach(() => jest.restoreAllMocks());

/** A server that knows parts. */
const withParts = ({ range = '' }: Record<string, string>): Response => {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (range === '') return new Response(FILE, { headers: { 'content-length': String(FILE.length) } });
  const first = from === '' ? FILE.length - Number(to) : Number(from);
  if (first >= FILE.length)
    return new Response('', { status: 416, headers: { 'content-range': `bytes */${FILE.length}` } });
  const last = from === '' || to === '' ? FILE.length - 1 : Math.min(Number(to), FILE.length - 1);
  return new Response(FILE.subarray(first, last + 1), {
    status: 206,
    headers: { 'content-range': `bytes ${first}-${last}/${FILE.length}` },
  });
};
/** One that doesn't. */
const asAWhole = (): Response => new Response(FILE, { headers: { 'content-length': String(FILE.length) } });

const token = (purpose: 'recording' | 'access' = 'recording', seconds = 300) =>
  signToken(
    { secret: ENVIRONMENT.JWT_SECRET, tenant: 'default', now: new Date() },
    purpose,
    { sub: SID, jti: 'j', by: 'a'.repeat(20) },
    seconds,
  );

const plays = (range?: string, given = token()): Promise<Answered> =>
  invoke(play, new FakeTwilio(), { token: given }, { headers: range === undefined ? {} : { range } });

const bytesOf = ({ body }: Answered): Buffer => body as unknown as Buffer;
const headersOf = ({ status, headers }: Answered) => [status, headers['Content-Range']];
const failure = ({ status, body }: Answered) => [
  status,
  (JSON.parse(JSON.stringify(body)) as { code: string }).code,
];

test.each([
  { header: undefined, range: undefined },
  { header: 'bytes=0-', range: { from: 0 } },
  { header: 'bytes=5-9', range: { from: 5, to: 9 } },
  { header: 'bytes=-100', range: { suffix: 100 } },
  { header: 'bytes=9-5', range: undefined },
  { header: 'bytes=-0', range: undefined },
  { header: 'bytes=0-1,5-6', range: undefined },
  { header: 'bytes=a-', range: undefined },
  { header: 'seconds=0-1', range: undefined },
  { header: `bytes=${'9'.repeat(30)}-`, range: undefined },
])('the range $header', ({ header, range }) => {
  expect(rangeOf(header)).toEqual(range);
});

for (const [kind, server] of [
  ['with parts', withParts],
  ['without parts', asAWhole],
] as const)
  test(`a server ${kind}: what is asked for comes, in parts that fit an answer, and they add up`, async () => {
    answers = server;
    const parts: Buffer[] = [];
    for (let from = 0; from < FILE.length; from += PART_BYTES) {
      const answer = await plays(`bytes=${from}-`);
      const last = Math.min(from + PART_BYTES, FILE.length) - 1;
      expect(headersOf(answer)).toEqual([206, `bytes ${from}-${last}/${FILE.length}`]);
      parts.push(bytesOf(answer));
    }
    expect(Buffer.concat(parts).equals(FILE)).toBe(true);
    expect(headersOf(await plays('bytes=8-11'))).toEqual([206, `bytes 8-11/${FILE.length}`]);
    const end = await plays('bytes=-10');
    expect(headersOf(end)).toEqual([206, `bytes ${FILE.length - 10}-${FILE.length - 1}/${FILE.length}`]);
    expect(bytesOf(end).equals(FILE.subarray(-10))).toBe(true);
    expect(headersOf(await plays(`bytes=${FILE.length}-`))).toEqual([416, `bytes */${FILE.length}`]);
    expect(failure(await plays())).toEqual([413, 'recording_too_long']);
    for (const { url, headers } of asked) {
      expect(url).toBe(
        `https://api.twilio.com/2010-04-01/Accounts/AC${'0'.repeat(32)}/Recordings/${SID}.wav`,
      );
      expect(headers['accept-encoding']).toBe('identity');
    }
  });

test('a short recording comes as a whole, for nobody to keep', async () => {
  answers = () => new Response(FILE.subarray(0, 1000));
  const answer = await plays();
  expect([answer.status, bytesOf(answer).length]).toEqual([200, 1000]);
  expect(answer.headers).toMatchObject({
    'Content-Type': 'audio/wav',
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-store',
    'Content-Disposition': `inline; filename="${SID}.wav"`,
  });
  expect(JSON.stringify([answer.headers, answer.log])).not.toContain(`AC${'0'.repeat(32)}`);
  expect(answer.log).toMatchObject({ recording: SID, agent: 'a'.repeat(20) });
});

const broken = Object.assign(new TypeError('fetch failed'), {
  cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
});
test.each([
  {
    what: 'it is deleted',
    answer: () => new Response('', { status: 404 }),
    failed: [410, 'recording_deleted'],
  },
  { what: 'it is gone', answer: () => new Response('', { status: 410 }), failed: [410, 'recording_deleted'] },
  { what: 'it refuses us', answer: () => new Response('', { status: 401 }), failed: [500, 'not_configured'] },
  { what: 'it is busy', answer: () => new Response('', { status: 429 }), failed: [503, 'upstream_busy'] },
  { what: 'it fails', answer: () => new Response('', { status: 500 }), failed: [502, 'upstream_failed'] },
  {
    what: 'the part is nonsense',
    answer: () => new Response('x', { status: 206 }),
    failed: [502, 'upstream_failed'],
  },
  { what: 'the connection breaks', answer: () => broken, failed: [502, 'upstream_failed'] },
])('Twilio is asked, and $what', async ({ answer, failed }) => {
  answers = answer;
  expect(failure(await plays('bytes=0-'))).toEqual(failed);
});

test('a token that is old, or for something else, opens nothing, and Twilio is not asked', async () => {
  answers = asAWhole;
  expect(failure(await plays(undefined, token('recording', -1)))).toEqual([401, 'token_expired']);
  expect(failure(await plays(undefined, token('access')))).toEqual([401, 'invalid_token']);
  expect(failure(await plays(undefined, `${token()}x`))).toEqual([401, 'invalid_token']);
  expect(asked).toEqual([]);
});
