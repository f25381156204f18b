import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Newborn } from '../harness/newborn';
import { Operator, writes } from '../harness/operator';

const DOMAIN = 'cordboard-1234-dev.twil.io';
let newborn: Newborn;

beforeAll(async () => {
  newborn = await Newborn.create('# mine\nALLOWED_EMAIL_DOMAINS=example.com # ours\nCALLER_ID=\n');
});
afterAll(() => newborn.close());

const provision = (...words: string[]) => newborn.run('provision', ...words);

test('plan, apply, check: exit codes say what there is to do, nothing secret is printed, .env keeps its lines', async () => {
  const plan = await provision('plan', '--domain', DOMAIN);
  expect([plan.code, plan.writes, await newborn.read()]).toEqual([
    2,
    [],
    expect.stringContaining('CALLER_ID=\n'),
  ]);
  const fresh = await provision('apply', '--domain', DOMAIN);
  expect([fresh.code, fresh.made.length <= 60]).toEqual([0, true]);
  expect(fresh.said.indexOf('49 to create')).toBeLessThan(fresh.said.indexOf('✓ 1/'));
  const settings = await newborn.variables();
  expect(settings.API_KEY_SECRET).toMatch(/^\w{32}$/);
  for (const secret of ['API_KEY_SECRET', 'JWT_SECRET', 'AUTH_TOKEN'])
    expect(fresh.said).not.toContain(settings[secret] ?? 'not there');
  expect(fresh.said).not.toContain(settings.CALLER_ID);
  expect(await newborn.read()).toContain('# mine\nALLOWED_EMAIL_DOMAINS=example.com # ours\nCALLER_ID=+1');

  const again = await provision('apply', '--domain', DOMAIN);
  expect([again.code, again.writes, again.made.length <= 20]).toEqual([0, [], true]);
  expect(await newborn.variables()).toEqual(settings);
  const check = await provision('check', '--domain', DOMAIN);
  expect([check.code, check.said]).toEqual([0, expect.stringContaining('All is as it should be')]);
  expect(check.said).toContain('60217');
  const json = await provision('plan', '--json', '--domain', 'other-1-dev.twil.io');
  expect(json.code).toBe(2);
  expect(JSON.parse(json.said)).toMatchObject({
    actions: expect.arrayContaining([
      {
        ...{ kind: 'update', type: 'TaskRouter workspace', name: 'Cordboard', sid: settings.WORKSPACE_SID },
        changes: [
          {
            field: 'eventCallbackUrl',
            from: expect.stringContaining(DOMAIN),
            to: expect.stringContaining('https://other-1-dev.twil.io/general/router'),
          },
        ],
      },
    ]),
  });
  expect(newborn.violations()).toEqual([]);
});

test('destroy wants the name of the account, and nothing goes without it', async () => {
  const operator = await Operator.create('');
  const destroy = async (...more: string[]) => {
    const { code, error = '', said, asked } = await operator.provision('destroy', ...more);
    return { code, said: said + error, changed: writes(asked) };
  };
  await operator.provision('apply', '--domain', DOMAIN);
  const { friendlyName } = await operator.account.client.api.v2010.account.fetch();
  const silent = await destroy();
  expect([silent.code, silent.changed, silent.said]).toEqual([
    ...[1, [], expect.stringContaining('--account "NAME"')],
  ]);
  const wrong = await destroy('--account', 'Another');
  expect([wrong.code, wrong.changed, wrong.said]).toEqual([
    ...[1, [], expect.stringContaining('Nothing was removed')],
  ]);
  const done = await destroy('--account', friendlyName);
  expect([done.code, done.said]).toEqual([0, expect.stringContaining('the number …0199 stays')]);
  expect(done.changed.every((one) => one.startsWith('DELETE ') && !/Numbers/.test(one))).toBe(true);
  const again = await destroy('--account', friendlyName);
  expect([again.code, again.changed]).toEqual([0, []]);
  await operator.close();
});

test('what cannot be meant is refused with the fix, before anything is asked of Twilio', async () => {
  const operator = await Operator.create('');
  const refused = async (...words: string[]) => {
    const { code, asked, error } = await operator.provision(...words);
    expect([code, asked]).toEqual([1, []]);
    return error;
  };
  expect(await refused('aply')).toContain('There is no "aply"');
  expect(await refused('apply', '--alow-spend')).toContain('There is no option "--alow-spend"');
  const agents = path.join(operator.folder, 'agents.json');
  await writeFile(agents, '[{"email": "nobody"}]');
  const bad = await operator.provision('apply');
  expect([bad.code, writes(bad.asked), bad.error]).toEqual([
    ...[1, [], expect.stringContaining('entry 1: "email" should be an e-mail address')],
  ]);
  await operator.write(`ACCOUNT_SID=SK${'0'.repeat(32)}\nAUTH_TOKEN=x\n`);
  expect(await refused('apply')).toContain('not the SID of an API key');
  await operator.write('');
  expect(await refused('apply')).toContain('Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN');
  await operator.close();
});

test('a token that Twilio does not take is told, and nothing is written', async () => {
  const { sid } = newborn.emulator.kernel.account;
  await newborn.write(`ACCOUNT_SID=${sid}\nAUTH_TOKEN=rotated\n`);
  const denied = await provision('apply');
  expect([denied.code, denied.writes, denied.said]).toEqual([
    ...[1, [], expect.stringContaining('does not accept the credentials')],
  ]);
  expect(denied.said).not.toMatch(/^\s+at /m);
});
