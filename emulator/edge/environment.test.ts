import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { testKernel } from '../api/testing';
import { configFileFor, contextProblems, domainOf, projectEnvironment, writeEnvFile } from './environment';

const { account } = testKernel();
const DOMAIN = 'demo-1234-dev.twil.io';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'project-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const given = (text: string) => {
  const file = path.join(folder, 'given.env');
  writeFileSync(file, text);
  return projectEnvironment(file, account, DOMAIN);
};

test("the emulated account takes the place of the project's own, and what was replaced is named", () => {
  const { variables, replaced } = given(
    'ACCOUNT_SID=ACother\nAUTH_TOKEN=\nTWILIO_AUTH_TOKEN=secret\nNAME=Ann\n',
  );
  expect(variables).toMatchObject({
    NAME: 'Ann',
    ACCOUNT_SID: account.sid,
    AUTH_TOKEN: account.authToken,
    TWILIO_AUTH_TOKEN: account.authToken,
    DOMAIN_NAME: DOMAIN,
    SERVICE_SID: expect.stringMatching(/^ZS[0-9a-f]{32}$/),
    ENVIRONMENT_SID: expect.stringMatching(/^ZE[0-9a-f]{32}$/),
  });
  expect(replaced).toEqual(['ACCOUNT_SID', 'TWILIO_AUTH_TOKEN']);
  expect(variables).not.toHaveProperty('TWILIO_ACCOUNT_SID');
});

test('a project without a file of variables has those of the platform', () => {
  const { variables } = projectEnvironment(path.join(folder, 'none.env'), account, DOMAIN);
  expect(Object.keys(variables).sort()).toEqual([
    'ACCOUNT_SID',
    'AUTH_TOKEN',
    'DOMAIN_NAME',
    'ENVIRONMENT_SID',
    'SERVICE_SID',
  ]);
});

test('a variable named PATH would hide the path of the function, and is left out', () => {
  expect(given('PATH=/bin\n').variables).not.toHaveProperty('PATH');
});

test('values come back out of the file as they went in', () => {
  const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,20}$/).filter((key) => key !== 'PATH');
  // The toolkit's parser takes blanks off both ends, so no value that it ever read has any.
  const value = fc.stringMatching(/^[\x20-\x7e]{0,60}$/).map((text) => text.trim());
  fc.assert(
    fc.property(fc.dictionary(name, value), (variables) => {
      const file = writeEnvFile(folder, DOMAIN, variables);
      const { variables: read } = projectEnvironment(file, account, DOMAIN);
      const {
        ACCOUNT_SID: _a,
        AUTH_TOKEN: _b,
        DOMAIN_NAME: _c,
        SERVICE_SID: _d,
        ENVIRONMENT_SID: _e,
        ...own
      } = read;
      for (const [key, text] of Object.entries(own)) expect([key, text]).toEqual([key, variables[key]]);
      expect(Object.keys(own)).toHaveLength(
        Object.keys(variables).filter((key) => !(key in platform)).length,
      );
    }),
  );
});

const platform = { ACCOUNT_SID: 1, AUTH_TOKEN: 1, DOMAIN_NAME: 1, SERVICE_SID: 1, ENVIRONMENT_SID: 1 };

test('lines, quotes and signs in values survive; what cannot is refused by name', () => {
  const hard = { LINES: 'one\ntwo', QUOTES: `"it's" \`so\``, SIGNS: '#=$\\n', EMPTY: '' };
  const file = writeEnvFile(folder, DOMAIN, hard);
  expect(projectEnvironment(file, account, DOMAIN).variables).toMatchObject(hard);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(() => writeEnvFile(folder, DOMAIN, { BOTH: 'a\nb\\n' })).toThrow('BOTH');
  expect(() => writeEnvFile(folder, DOMAIN, { 'NO NAME': 'x' })).toThrow('NO NAME');
});

test("what is above Twilio's limits is named: the context, a name, a value", () => {
  expect(contextProblems({ SMALL: 'x' })).toEqual([]);
  expect(contextProblems({ BIG: 'x'.repeat(451) })).toEqual(['BIG has 451 bytes; a value may have 450']);
  expect(contextProblems({ ['N'.repeat(129)]: 'x' })).toEqual([
    `the name ${'N'.repeat(129)} is longer than 128 bytes`,
  ]);
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`KEY${index}`, 'ä'.repeat(190)]));
  expect(contextProblems(many)).toEqual(
    ['all variables together have 3072 bytes; above 3072 invocations may fail (82006)'].slice(1),
  );
  expect(contextProblems({ ...many, X: 'y' })).toEqual([
    'all variables together have 3074 bytes; above 3072 invocations may fail (82006)',
  ]);
});

test('the domain is made of the name, as a deploy would make it, and always the same', () => {
  writeFileSync(path.join(folder, 'package.json'), '{"name":"@acme/Call Centre"}');
  expect(domainOf(folder)).toMatch(/^acme-call-centre-\d{4}-dev\.twil\.io$/);
  expect(domainOf(folder)).toBe(domainOf(folder));
  expect(domainOf(path.join(folder, 'missing'))).toMatch(/^missing-\d{4}-dev\.twil\.io$/);
});

test('a project without configuration does not get that of a folder above it', () => {
  const file = configFileFor(folder, folder);
  expect(readFileSync(file ?? '', 'utf8')).toBe('{}\n');
  writeFileSync(path.join(folder, '.twilioserverlessrc'), '{}');
  expect(configFileFor(folder, folder)).toBeUndefined();
});
