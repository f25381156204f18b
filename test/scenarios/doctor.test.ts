import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Finding, Health } from '../../src/doctor/contract';
import { ask } from '../harness/ask';
import { command } from '../harness/deployed';
import { Floor } from '../harness/incoming';
import { useWork } from '../harness/work';
import { ADA, useWorld } from '../harness/world';

const BOSS = { email: 'boss@example.com', phone: '+14155550130' };
const world = useWorld({ ADMIN_EMAILS: BOSS.email, ALLOWED_COUNTRIES: 'US,MX' });
const work = useWork(world);

const broken = (findings: Finding[]) => findings.filter(({ verdict }) => verdict === 'broken');

/** What the doctor says to the boss. */
async function told(): Promise<Health> {
  const boss = await world.signedUp(BOSS.email, BOSS.phone);
  return (await boss.must('/setup/doctor')).data as unknown as Health;
}

test('an administrator is told what works and what does not, with a fix for it', async () => {
  const { well, findings } = await told();
  expect(broken(findings)).toEqual([
    {
      area: 'Numbers',
      verdict: 'broken',
      what: 'ALLOWED_COUNTRIES has MX, which this account may not call (error 21215).',
      fix: expect.stringContaining('Geo permissions'),
    },
  ]);
  expect(well).toBe(false);
  expect(findings.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      'The account is active, and no trial account.',
      'The number …0199 can call.',
      'An event of TaskRouter leads to /general/router.',
      'An offer to an agent leads to /taskrouter/assignment.',
      expect.stringContaining('Nobody is in the queue "Sales"'),
    ]),
  );
});

test('nobody else is told: not agents, not strangers', async () => {
  const ada = await world.signedUp(ADA.email, ADA.phone);
  expect(await ada.post('/setup/doctor')).toMatchObject({ httpStatus: 403, code: 'forbidden' });
  expect(await ask(world, '/setup/doctor')).toMatchObject({ status: 401 });
});

test('an agent whose calls ring nowhere, and events that go elsewhere, are told', async () => {
  const { worker } = await new Floor(world, work).agent();
  await work().ask('POST', `/Workers/${worker}`, { Attributes: JSON.stringify({ contact_uri: 'desk 4' }) });
  await work().ask('POST', '', { EventCallbackUrl: 'https://elsewhere-1234.twil.io/general/router' });
  const { findings } = await told();
  expect(broken(findings).map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('contact_uri is neither a number nor client:<agent_id>'),
      expect.stringContaining('leads to elsewhere-1234.twil.io'),
    ]),
  );
});

test('what cannot be found out is noted, and keeps nothing else from being told', async () => {
  const boss = await world.signedUp(BOSS.email, BOSS.phone);
  await world.faults({ on: 'rest', match: 'verify.twilio.com', effect: 'fail', status: 500 });
  const { findings } = (await boss.must('/setup/doctor')).data as unknown as Health;
  expect(findings).toContainEqual(
    expect.objectContaining({ verdict: 'note', what: expect.stringContaining('could not be found out') }),
  );
  expect(findings.length).toBeGreaterThan(10);
});

test('npm run doctor says it all of the .env file at once, for people and for programs, and tells no secret', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'doctor-'));
  const envFile = path.join(folder, '.env');
  const environment = world.local.emulator.environment();
  const lines = {
    ACCOUNT_SID: environment.ACCOUNT_SID,
    AUTH_TOKEN: environment.AUTH_TOKEN,
    ALLOWED_EMAIL_DOMAINS: 'example.com',
    JWT_SECRET: 'too-short-a-secret',
    RING_SECONDS: '3',
    CALER_ID: '+14155550199',
  };
  await writeFile(
    envFile,
    Object.entries(lines)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  const { code, said } = await command(['doctor', '--env', envFile, '--json'], environment);
  expect(code).toBe(1);
  const { findings } = JSON.parse(said) as Health;
  const settings = findings.filter(({ area }) => area === 'Settings');
  expect(settings.map(({ what }) => what)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^CALLER_ID is missing\./),
      expect.stringMatching(/^JWT_SECRET should be at least 32 characters\./),
      expect.stringMatching(/^RING_SECONDS should be a whole number from 5 to 600\./),
      expect.stringMatching(/^CALER_ID is nothing that Cordboard knows/),
    ]),
  );
  expect(broken(findings).filter(({ fix }) => !fix)).toEqual([]);
  expect(said).not.toContain('too-short-a-secret');

  await world.faults({ on: 'rest', match: 'serverless.twilio.com', effect: 'fail', status: 403 });
  const forPeople = await command(['doctor', '--env', envFile], environment);
  expect(forPeople.said).toMatch(
    /Deployment\n {2}! Could not find what is deployed.*\n {4}→ .*Functions & Assets/,
  );
  expect(forPeople.said).toMatch(/Settings\n {2}✗ CALLER_ID is missing/);
  await rm(folder, { recursive: true, force: true });
});
