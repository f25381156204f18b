import type { RequestClient } from 'twilio';
import type { DeployedFile } from '../up/files';
import { upload } from '../up/upload';
import { clientFor } from './situation';

const SID = `AC${'1'.repeat(32)}`;

/** A client that Twilio asks to slow down, as often as given. What was asked is in `asked`. */
function slowedDown(times: number) {
  const client = clientFor('.env', { ACCOUNT_SID: SID, AUTH_TOKEN: '2'.repeat(32) });
  const asked: { url: string; bytes: number }[] = [];
  const { axios } = client.httpClient as RequestClient;
  axios.defaults.adapter = async (config) => {
    asked.push({ url: axios.getUri(config), bytes: (config.data as Buffer | undefined)?.length ?? 0 });
    const busy = asked.length <= times;
    const data = JSON.stringify(busy ? { status: 429, code: 20429, message: 'No' } : { sid: 'ZN1' });
    return { ...{ data, status: busy ? 429 : 200, statusText: '', headers: {} }, config };
  };
  return { client, asked };
}

beforeEach(() => {
  // How long to wait is drawn by lot; nobody has to here.
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('what Twilio refuses because it was too much at once is asked again, five times', async () => {
  const twice = slowedDown(2);
  expect((await twice.client.api.v2010.accounts(SID).fetch()).sid).toBe('ZN1');
  expect(twice.asked).toHaveLength(3);
  const always = slowedDown(Number.POSITIVE_INFINITY);
  await expect(always.client.api.v2010.accounts(SID).fetch()).rejects.toMatchObject({ status: 429 });
  expect(always.asked).toHaveLength(6);
});

test('so is an upload, with all that is in it', async () => {
  const { client, asked } = slowedDown(2);
  const file: DeployedFile = {
    ...{ kind: 'asset', path: '/a.txt', visibility: 'public', type: 'text/plain' },
    content: Buffer.from('héllo'),
  };
  expect(await upload(client, 'ZS1', 'ZH1', file)).toBe('ZN1');
  const [first, ...again] = asked;
  expect(first?.url).toBe('https://serverless-upload.twilio.com/v1/Services/ZS1/Assets/ZH1/Versions');
  expect(first?.bytes).toBeGreaterThan(200);
  expect(again).toEqual([first, first]);
});

test('an API key goes before the token, and half of one is refused', async () => {
  const key = { TWILIO_API_KEY: `SK${'3'.repeat(32)}`, TWILIO_API_SECRET: 's' };
  const client = (environment: Record<string, string>) =>
    clientFor('.env', { ACCOUNT_SID: SID }, environment as NodeJS.ProcessEnv);
  expect(client(key)).toMatchObject({ username: key.TWILIO_API_KEY, password: 's', accountSid: SID });
  expect(() => client({ TWILIO_API_KEY: key.TWILIO_API_KEY })).toThrow(/both of TWILIO_API_KEY and/);
  expect(() => client({ ...key, TWILIO_API_KEY: SID })).toThrow(/SK and 32 hex digits/);
});

test('credentials that cannot be any are refused before anything is asked, with where to find them', () => {
  const wrong = (present: Record<string, string>) => () => clientFor('my.env', present);
  expect(wrong({})).toThrow(/TWILIO_AUTH_TOKEN.*in my\.env/);
  expect(wrong({ ACCOUNT_SID: `SK${'1'.repeat(32)}`, AUTH_TOKEN: 'x' })).toThrow(/not the SID of an API key/);
  expect(wrong({ ACCOUNT_SID: 'AC1', AUTH_TOKEN: 'x' })).toThrow(/AC and 32 hex digits/);
});
