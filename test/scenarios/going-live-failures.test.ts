import { Operator, writes } from '../harness/operator';

/** One account for the whole file, deployed to once. */
let operator: Operator;
let good: string;
beforeAll(async () => {
  operator = await Operator.create();
  const { error } = await operator.up();
  if (error !== undefined) throw new Error(error);
  good = await operator.read();
});
afterAll(() => operator.close());
beforeEach(async () => {
  operator.account.heal();
  await operator.write(good);
});

interface Environment {
  buildSid: string | null;
}
const runs = () => operator.account.held<Environment>('serverless.environments')[0]?.buildSid;

const BROKEN = { status: 500, code: 20500 };
test.each([
  { at: 'a file is uploaded', match: /serverless-upload/, how: 'before' as const },
  { at: 'a file is uploaded, and Twilio has it', match: /serverless-upload/, how: 'after' as const },
  { at: 'the build is asked for', match: /^POST .*Builds$/, how: BROKEN },
  { at: 'the build is waited for', match: /^GET .*Status$/, how: BROKEN },
  { at: 'the build is made the one that runs', match: /^POST .*Deployments$/, how: BROKEN },
])('a deploy that fails when $at leaves what runs as it is, and says so', async ({ match, how }) => {
  const before = runs();
  operator.account.strikeAll(match, how);
  const { error } = await operator.up('deploy', '--force');
  expect(error).toMatch(
    /what ran before, if anything did, still runs\. Could not .*(ECONNRESET|status\.twilio)/s,
  );
  expect(runs()).toBe(before);
});

test('a variable that cannot be set leaves the deployment to be done again', async () => {
  const before = runs();
  await operator.write(`${good}LOCALE=es\n`);
  await operator.builds({ 'functions/page-config.js': 'exports.handler = 2;' });
  operator.account.strikeAll(/^POST .*Variables/, BROKEN);
  expect((await operator.up('deploy')).error).toMatch(/Could not set the variable (LOCALE|CORDBOARD)/);
  expect(runs()).toBe(before);
  operator.account.heal();
  expect((await operator.up('deploy')).said).toContain('Deployed to');
  expect(runs()).not.toBe(before);
  expect(operator.account.held('serverless.services')).toHaveLength(1);
});

test('a build that Twilio cannot make is told with where to look, and what ran before goes on', async () => {
  const before = runs();
  await operator.builds({ 'package.json': '{"dependencies":{"twilio":"no such version!"}}' });
  const { error } = await operator.up('deploy');
  expect(error).toMatch(/still runs\. Twilio could not build it \(ZB\w{32}\)\. .*package\.json/);
  expect(runs()).toBe(before);
  await operator.builds({ 'package.json': '{"dependencies":{"twilio":"6.2.0"}}' });
});

test.each([
  {
    what: 'settings that are missing or wrong, all of them',
    edit: (text: string) => `${text.replace(/ALLOWED_EMAIL_DOMAINS=.*/, '')}\nRING_SECONDS=3\n`,
    told: [/ALLOWED_EMAIL_DOMAINS is missing/, /RING_SECONDS should/],
  },
  {
    what: 'a value that is too long',
    edit: (text: string) =>
      `${text}\nDO_NOT_CALL=${Array.from({ length: 38 }, () => '+14155550142').join(',')}\n`,
    told: [/DO_NOT_CALL has 493 bytes; a value may have 450/],
  },
])('with $what nothing is written to Twilio, and the fix is told', async ({ edit, told }) => {
  await operator.write(edit(good));
  const { error, asked } = await operator.up('deploy');
  for (const each of told) expect(error).toMatch(each);
  expect(writes(asked)).toEqual([]);
});

test('more settings than fit into one variable are deployed, the rest in variables of their own', async () => {
  const many = Array.from({ length: 30 }, (_, at) => `+1415555${String(at).padStart(4, '0')}`).join(',');
  await operator.write(`${good}DO_NOT_CALL=${many}\n`);
  expect((await operator.up('deploy')).error).toBeUndefined();
  const variables = operator.account.held<{ key: string; value: string }>('serverless.variables');
  expect(variables.map(({ key }) => key).sort()).toEqual(['CORDBOARD', 'DO_NOT_CALL', 'JWT_SECRET']);
  expect(variables.find(({ key }) => key === 'DO_NOT_CALL')?.value).toBe(many);
  await operator.write(good);
  expect((await operator.up('deploy')).error).toBeUndefined();
});

test.each([
  {
    what: 'a token that is wrong or was revoked',
    how: { status: 401, code: 20003 },
    told: /^Could not open the account \(GET api\.twilio\.com\/2010-04-01\/Accounts\/AC….json\)\. Twilio does not accept the credentials\. Copy the Account SID and the Auth Token/,
  },
  {
    what: 'test credentials',
    how: { status: 403, code: 20008 },
    told: /These are test credentials, which can make nothing\. Use the live ones/,
  },
  {
    what: 'an API key that is no main one',
    how: { status: 403, code: 20003 },
    told: /take a main API key: a standard or restricted one may neither open the account nor make keys/,
  },
  {
    what: 'an account that is not active',
    how: { status: 403, code: 10001 },
    told: /is suspended or closed.*balance/,
  },
  { what: 'somebody else’s account', how: { status: 404, code: 20404 }, told: /There is no such account/ },
  {
    what: 'a network that is lost',
    how: 'before' as const,
    told: /Twilio cannot be reached \(ECONNRESET\)\. Check the network/,
  },
])('$what ends at the first step, with the fix', async ({ how, told }) => {
  operator.account.strikeAll(/Accounts\/AC\w+\.json$/, how);
  const { error, asked } = await operator.up();
  expect(error).toMatch(told);
  expect(asked).toHaveLength(1);
});

test.each([
  {
    at: /^GET https:\/\/serverless\.twilio\.com/,
    told: /Could not find or make the place for the functions \(GET serverless\.twilio\.com\/v1\/Services\).*for Functions & Assets a restricted API key cannot have a permission: take a standard one/,
  },
  {
    at: /^GET https:\/\/verify\.twilio\.com/,
    told: /Could not read: Verify service \(GET verify\.twilio\.com\/v2\/Services\).*the permission "Verify, Services: read"/,
  },
  {
    at: /^GET https:\/\/taskrouter\.twilio\.com.*\/TaskQueues/,
    told: /\(GET taskrouter\.twilio\.com\/v1\/Workspaces\/WS…\/TaskQueues\).*"TaskRouter, TaskQueues: read"/,
  },
  {
    at: /IncomingPhoneNumbers/,
    told: /"Phone Numbers, IncomingPhoneNumbers: read"/,
  },
])('what the credentials may not do is told by request and permission: $at', async ({ at, told }) => {
  operator.account.strikeAll(at, { status: 403, code: 70051 });
  const { error, asked } = await operator.up();
  expect(error).toMatch(told);
  expect(error).toMatch(/Use the account’s Auth Token.*\(70051: No\)\. Then run this again/);
  expect(writes(asked)).toEqual([]);
});

test('Twilio that asks to slow down, or fails, is told as such, at whatever step', async () => {
  operator.account.strikeAll(/Flows/, { status: 429, code: 20429 });
  expect((await operator.up()).error).toMatch(
    /Could not read: Studio flow \(.*Flows\)\. Twilio asks to slow down.*Wait a minute/,
  );
  operator.account.strikeAll(/Workflows/, { status: 503, code: 20503 });
  expect((await operator.up()).error).toMatch(
    /Twilio itself failed \(503: No\)\. See https:\/\/status\.twilio\.com/,
  );
});
