import { setVariables } from '../../provision/env-file';
import { Operator } from '../harness/operator';

let operator: Operator;
beforeEach(async () => {
  operator = await Operator.create('');
});
afterEach(() => operator.close());

async function apply(...more: string[]): Promise<string> {
  const { error, said } = await operator.provision('apply', ...more);
  if (error !== undefined) throw new Error(error);
  return said;
}

test('before the first deploy the application has no address, with --domain it gets one, then nothing changes', async () => {
  expect(await apply()).toContain('+ create  TwiML application "Cordboard"');
  const first = await operator.variables();
  expect(first).toMatchObject({
    TWIML_APP_SID: expect.stringMatching(/^AP/),
    API_KEY_SID: expect.stringMatching(/^SK/),
    API_KEY_SECRET: expect.stringMatching(/^.{32,}$/),
  });
  expect(await apply('--domain', 'https://cordboard-1234-dev.twil.io/')).toContain(
    '~ update  TwiML application',
  );
  expect(await operator.account.client.applications.list()).toMatchObject([
    {
      sid: first.TWIML_APP_SID,
      voiceUrl: 'https://cordboard-1234-dev.twil.io/voice/outbound#rc=2&rp=5xx,ct,rt',
      statusCallback: 'https://cordboard-1234-dev.twil.io/calls/status#rc=2&rp=5xx,ct,rt',
    },
  ]);
  const again = await apply('--domain', 'cordboard-1234-dev.twil.io');
  expect(again).not.toMatch(/^[+~]/m);
  // Without a domain what has an address keeps it.
  expect(await apply()).not.toMatch(/^[+~]/m);
  expect(await operator.variables()).toEqual(first);
});

test('a key whose secret is lost, or that is gone, is replaced; others stay', async () => {
  await apply();
  const first = await operator.variables();
  const set = async (values: Record<string, string>) =>
    operator.write(setVariables(await operator.read(), values));
  await set({ API_KEY_SECRET: '' });
  expect(await apply()).toContain('+ create  API key "Cordboard"');
  const second = await operator.variables();
  expect(second.API_KEY_SID).not.toBe(first.API_KEY_SID);
  const keys = (await operator.account.client.keys.list()).map(({ sid }) => sid);
  expect(keys).toEqual(expect.arrayContaining([first.API_KEY_SID, second.API_KEY_SID]));
  await set({ API_KEY_SID: `SK${'0'.repeat(32)}` });
  expect(await apply()).toContain('+ create  API key "Cordboard"');
});

test.each([['https://'], ['no domain'], ['--deep']])(
  '--domain %s is not taken for a domain',
  async (text) => {
    expect(await operator.provision('apply', '--domain', text)).toMatchObject({
      ...{ code: 1, asked: [], error: expect.stringContaining('--domain') },
    });
  },
);
