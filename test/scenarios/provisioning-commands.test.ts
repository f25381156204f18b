import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Newborn } from '../harness/newborn';

const DOMAIN = 'cordboard-1234-dev.twil.io';
let newborn: Newborn;

beforeEach(async () => {
  newborn = await Newborn.create('# mine\nALLOWED_EMAIL_DOMAINS=example.com # ours\nCALLER_ID=\n');
});
afterEach(() => newborn.close());

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
  await provision('apply', '--domain', DOMAIN);
  const { friendlyName } = newborn.emulator.kernel.account;
  const silent = await provision('destroy');
  expect([silent.code, silent.writes, silent.said]).toEqual([
    ...[1, [], expect.stringContaining('--account "NAME"')],
  ]);
  const wrong = await provision('destroy', '--account', 'Another');
  expect([wrong.code, wrong.writes, wrong.said]).toEqual([
    ...[1, [], expect.stringContaining('Nothing was removed')],
  ]);
  const done = await provision('destroy', '--account', friendlyName);
  expect([done.code, done.said]).toEqual([0, expect.stringContaining('the number …0199 stays')]);
  expect(done.writes.every(({ method, path: where }) => method === 'DELETE' && !/Numbers/.test(where))).toBe(
    true,
  );
  const again = await provision('destroy', '--account', friendlyName);
  expect([again.code, again.writes]).toEqual([0, []]);
});

test('what cannot be meant is refused with the fix, before anything is asked of Twilio', async () => {
  const refused = async (...words: string[]) => {
    const { code, made, said } = await provision(...words);
    expect([code, made]).toEqual([1, []]);
    return said;
  };
  expect(await refused('aply')).toContain('There is no "aply"');
  expect(await refused('apply', '--alow-spend')).toContain('There is no option "--alow-spend"');
  const agents = path.join(newborn.folder, 'agents.json');
  await writeFile(agents, '[{"email": "nobody"}]');
  const bad = await provision('apply');
  expect([bad.code, bad.writes, bad.said]).toEqual([
    ...[1, [], expect.stringContaining('entry 1: "email" should be an e-mail address')],
  ]);
  const { sid } = newborn.emulator.kernel.account;
  await newborn.write(`ACCOUNT_SID=${sid}\nAUTH_TOKEN=rotated\n`);
  const denied = await provision('apply');
  expect([denied.code, denied.writes, denied.said]).toEqual([
    ...[1, [], expect.stringContaining('does not accept the credentials')],
  ]);
  await newborn.write(`ACCOUNT_SID=SK${'0'.repeat(32)}\nAUTH_TOKEN=x\n`);
  expect(await refused('apply')).toContain('not the SID of an API key');
});
