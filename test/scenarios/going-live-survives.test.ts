import { besidesUploads, Operator, writes } from '../harness/operator';

const made: Operator[] = [];
const newcomer = async (text?: string): Promise<Operator> => {
  const operator = await Operator.create(text);
  made.push(operator);
  return operator;
};
afterEach(async () => {
  for (const operator of made.splice(0)) await operator.close();
});

interface Environment {
  sid: string;
  domainName: string;
  buildSid: string | null;
}
interface Variable {
  environmentSid: string;
  key: string;
  value: string;
}
const environments = ({ account }: Operator) => account.held<Environment>('serverless.environments');
/** What the functions of an environment have for variables. */
const variables = (operator: Operator, at = environments(operator)[0]) =>
  Object.fromEntries(
    operator.account
      .held<Variable>('serverless.variables')
      .filter(({ environmentSid }) => environmentSid === at?.sid)
      .map(({ key, value }) => [key, value]),
  );

test('from an account with nothing in it to functions that run: at most 60 requests beside the files', async () => {
  const operator = await newcomer();
  const { said, error, asked } = await operator.up();
  expect([error, said]).toEqual([undefined, expect.stringContaining('Deployed to cordboard-')]);
  // Two for each of three files, and two for the one that tells what was deployed.
  expect(asked.length - besidesUploads(asked).length).toBe(8);
  expect(besidesUploads(asked).length).toBeLessThanOrEqual(60);
  const reads = asked.filter((one) => one.startsWith('GET '));
  expect(new Set(reads).size).toBe(reads.length);
});

test('the second run writes nothing, reads nothing twice, and less than 25 times', async () => {
  const operator = await newcomer();
  await operator.up();
  const before = await operator.read();
  const { said, error, asked } = await operator.up();
  expect([error, said]).toEqual([undefined, expect.stringContaining('this build runs there already')]);
  expect(writes(asked)).toEqual([]);
  expect(asked.length).toBeLessThan(25);
  expect(new Set(asked).size).toBe(asked.length);
  expect(await operator.read()).toBe(before);
});

test('ended at every single request, one after the other, it goes on each time and gets to the same end', async () => {
  const whole = await newcomer();
  const { asked } = await whole.up();
  // Keys whose secret nobody has, and what was uploaded for builds that nothing uses, are left.
  const lasting = ({ account }: Operator) =>
    Object.entries(account.sizes()).filter(([name]) => !/keys$|versions$|builds$|deployments$/.test(name));
  const operator = await newcomer();
  operator.account.strikeEachOnce('after');
  let runs = 0;
  for (let error: string | undefined = 'none yet'; error !== undefined; runs++) {
    if (runs > 200) throw new Error(error);
    ({ error } = await operator.up());
    if (error !== undefined) expect(error).toMatch(/^(The deploy|Could not).*ECONNRESET/);
  }
  // What is asked again, of what is there by then, comes on top.
  expect(runs).toBeGreaterThan(asked.length);
  operator.account.heal();
  operator.account.present = await operator.variables();
  const { actions, drift } = await operator.account.plan(
    { deep: true },
    environments(operator)[0]?.domainName,
  );
  const undone = actions.filter(({ kind, resource }) => kind !== 'same' && resource.id !== 'flow');
  expect([undone, drift]).toEqual([[], []]);
  expect(lasting(operator)).toEqual(lasting(whole));
  expect(writes((await operator.up()).asked)).toEqual([]);
}, 120_000);

test('a setting that changes is given to the functions that run, without a build; what stands there anyway is not sent', async () => {
  const operator = await newcomer();
  await operator.up();
  const [{ buildSid } = { buildSid: null }] = environments(operator);
  const before = await operator.read();
  const settings = () => JSON.parse(variables(operator).CORDBOARD ?? '');
  expect(settings()).toMatchObject({ ALLOWED_EMAIL_DOMAINS: 'example.com', CALLER_ID: '+14155550199' });
  expect(Object.keys(variables(operator)).sort()).toEqual(['CORDBOARD', 'JWT_SECRET']);

  await operator.write(`${before}DO_NOT_CALL="+14155550142"\r\nLOCALE=en\r\n`);
  const { said, asked } = await operator.up('deploy');
  expect(said).toContain('this build runs there already; set DO_NOT_CALL');
  expect(writes(asked).every((one) => /Variables/.test(one))).toBe(true);
  const given = { ...settings(), ...variables(operator) };
  expect([given.DO_NOT_CALL, given.LOCALE]).toEqual(['+14155550142', undefined]);
  await operator.write(before);
  expect((await operator.up('deploy')).error).toBeUndefined();
  expect({ ...settings(), ...variables(operator) }).not.toHaveProperty('DO_NOT_CALL');
  expect(environments(operator)[0]?.buildSid).toBe(buildSid);
});

test('a variable that somebody sets by hand, or the toolkit uploads, is seen and set right', async () => {
  const operator = await newcomer();
  await operator.up();
  const { account } = operator;
  const [there] = environments(operator);
  const [service] = account.held<{ sid: string }>('serverless.services');
  const own = account.client.serverless.v1.services(service?.sid ?? '').environments(there?.sid ?? '');
  const { JWT_SECRET = '', CALLER_ID = '' } = await operator.variables();
  await own.variables.create({ key: 'CALLER_ID', value: CALLER_ID });
  // The same in other words: nothing to do.
  expect(writes((await operator.up('deploy')).asked)).toEqual([]);
  await own.variables.create({ key: 'LOCALE', value: 'es' });
  expect((await operator.up('deploy')).said).toContain('set LOCALE');
  expect(variables(operator)).toEqual({ CORDBOARD: expect.any(String), JWT_SECRET });
});

test('another file, or an older build that somebody activated, is deployed again; nothing else is', async () => {
  const operator = await newcomer();
  await operator.up();
  const first = environments(operator)[0]?.buildSid ?? '';
  await operator.builds({ 'functions/page-config.js': 'exports.handler = 1;' });
  expect((await operator.up('deploy')).said).toContain('Deployed to');
  const [{ sid, buildSid } = { sid: '', buildSid: '' }] = environments(operator);
  expect(buildSid).not.toBe(first);
  expect((await operator.up('deploy')).said).toContain('runs there already');
  const [service] = operator.account.held<{ sid: string }>('serverless.services');
  const { services } = operator.account.client.serverless.v1;
  await services(service?.sid ?? '')
    .environments(sid)
    .deployments.create({ buildSid: first });
  expect((await operator.up('deploy')).said).toContain('Deployed to');
});

test('a stage of its own has a domain of its own, and production has the one without a suffix', async () => {
  const operator = await newcomer();
  await operator.up();
  const { said } = await operator.up('deploy', '--environment', 'prod');
  expect(said).toMatch(/Deployed to cordboard-\d+\.twil/);
  expect(environments(operator).map(({ domainName }) => domainName)).toEqual([
    expect.stringMatching(/^cordboard-\d+-dev\.twil\.io$/),
    expect.stringMatching(/^cordboard-\d+\.twil\.io$/),
  ]);
  expect(environments(operator).every(({ buildSid }) => buildSid !== null)).toBe(true);
  const nowhere = await operator.up('check', '--environment', 'stage');
  expect(nowhere.error).toContain('Nothing is deployed to the environment "stage"');
});

test('the service was removed by hand: everything points to the new domain', async () => {
  const operator = await newcomer();
  await operator.up();
  const [before] = environments(operator);
  const { services } = operator.account.client.serverless.v1;
  await services('cordboard').remove();
  expect((await operator.up()).error).toBeUndefined();
  const [after] = environments(operator);
  expect(after?.domainName).not.toBe(before?.domainName);
  const held = operator.account.everything();
  expect(held).toContain(`https://${after?.domainName}/general/router`);
  for (const where of ['/general/router', '/taskrouter/assignment', '/voice/outbound', '/voice/inbound'])
    expect(held).not.toContain(`https://${before?.domainName}${where}`);
});
