import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Variable, variables } from '../../src/config';
import { ask, logLines } from '../harness/ask';
import { ADA, useWorld } from '../harness/world';

const world = useWorld();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'environment-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Serves the functions with these variables, and tells what Twilio would have against them. */
async function hosting(variables: Record<string, string>) {
  const envFile = path.join(folder, 'app.env');
  await writeFile(
    envFile,
    Object.entries(variables)
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
  );
  const app = await world.local.emulator.host({
    cwd: path.resolve('dist'),
    envFile,
    port: 0,
    domain: 'environment-1234-dev.twil.io',
    functionsFolder: 'functions',
    assetsFolder: 'assets',
  });
  const answer = await fetch(`${app.url}/page-config`);
  const summaries = (await world.timeline('violation')).map(({ summary }) => summary);
  await app.close();
  return { status: answer.status, against: summaries.filter((text) => text.startsWith('Environment:')) };
}

const many = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join(',');

/** Every variable there is, the lists as long as a big customer has them. */
const EVERYTHING: Record<string, string> = {
  ...Object.fromEntries(
    Object.values<Variable<unknown>>(variables()).map(({ name, example, secret }) => [
      name,
      secret ? 'x'.repeat(44) : example,
    ]),
  ),
  ALLOWED_EMAIL_DOMAINS: many(5, (index) => `subsidiary-${index}.example.com`),
  ALLOWED_EMAILS: many(5, (index) => `partner-${index}@partner.example`),
  ALLOWED_COUNTRIES: 'US,CA,MX,GB,IE,DE,FR,ES,PT,IT,NL,BE,AT,CH,SE,NO,DK,FI,PL,CZ',
  SUPERVISOR_EMAILS: many(10, (index) => `supervisor-${index}@example.com`),
  ADMIN_EMAILS: many(3, (index) => `administrator-${index}@example.com`),
  CORS_ORIGINS: many(3, (index) => `https://crm-${index}.example.com`),
  DO_NOT_CALL: many(10, (index) => `+1415555010${index}`),
};

test('every setting together, as long as a big customer needs them, stays below what Twilio takes', async () => {
  expect(await hosting(EVERYTHING)).toEqual({ status: 200, against: [] });
});

test('that would be told: one value too long, or all of them', async () => {
  world.expectViolations();
  const filler = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`FILLER_${i}`, 'x'.repeat(450)]));
  const { against } = await hosting({ ...EVERYTHING, ...filler, DO_NOT_CALL: 'x'.repeat(451) });
  expect(against).toEqual([
    expect.stringContaining('DO_NOT_CALL has 451 bytes'),
    expect.stringContaining('above 3072'),
  ]);
});

test('whatever is asked, the log gets one line of JSON for it, with what a person searches by', async () => {
  const client = await world.signedUp();
  await ask(world, '/session/me', { token: client.accessToken });
  await ask(world, '/session/me', {});
  await ask(world, '/setup/email/init', { json: { email: 7 } });
  await ask(world, '/phone-to-phone/start', { token: client.accessToken, json: { RecipientNumber: '911' } });
  await world.faults({ on: 'rest', match: '/Verifications', effect: 'fail', status: 500 });
  await ask(world, '/setup/email/init', { json: { email: ADA.email } });

  const lines = await logLines(world);
  expect(lines.map(({ json }) => json?.code)).toEqual([
    ...['ok', 'ok', 'ok', 'ok'],
    ...['ok', 'no_session', 'invalid_input', 'invalid_number', 'upstream_failed'],
  ]);
  expect(new Set(lines.map(({ invocation }) => invocation)).size).toBe(lines.length);
  for (const { json } of lines)
    expect(json).toMatchObject({
      endpoint: expect.stringMatching(/^\//),
      status: expect.any(Number),
      ms: expect.any(Number),
      upstreamMs: expect.any(Number),
      upstreamCalls: expect.any(Number),
      tenant: 'default',
    });
  // What failed on Twilio's side is told with where, and without the address it was for.
  expect(lines.at(-1)?.json?.failures).toEqual([expect.stringContaining('20500')]);
  expect(lines.at(-1)?.text).not.toContain(ADA.email);
});
