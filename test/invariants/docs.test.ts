import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { renderSampleEnv } from '../../scripts/sample-env';
import { type Variable, variables } from '../../src/config';
import { errorTable } from '../../src/endpoint/errors';
import { read } from './sources';

const pages = readdirSync('docs')
  .filter((file) => file.endsWith('.md'))
  .map((file) => `docs/${file}`);

test('sample.env is what src/config says (npm run sample-env writes it)', () => {
  expect(read('sample.env')).toBe(renderSampleEnv());
});

test('the README lists every environment variable', () => {
  const readme = read('README.md');
  const names = Object.values<Variable<unknown>>(variables()).map(({ name }) => name);
  expect(names.filter((name) => !readme.includes(`| \`${name}\``))).toEqual([]);
});

test('the README lists every error code with its status', () => {
  const readme = read('README.md');
  const rows = Object.entries(errorTable()).map(([code, { status }]) => `| \`${code}\` | ${status} |`);
  expect(rows.filter((row) => !readme.includes(row))).toEqual([]);
});

test.each([...pages, 'README.md', 'emulator/README.md', 'emulator/voice/README.md'])(
  'every link of %s leads to a file',
  (page) => {
    const links = [...read(page).matchAll(/(?:\]\(|(?:src|srcset)=")(?!https?:|#)([^)#"\s]+)/g)];
    const files = links.map(([, link = '']) => path.join(path.dirname(page), link));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  },
);

test('every dependency is justified in docs/dependencies.md', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'));
  const page = read('docs/dependencies.md');
  const names = Object.keys({ ...dependencies, ...devDependencies });
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('what a deploy sends to Twilio is exact', () => {
  const { dependencies } = JSON.parse(read('package.json'));
  expect(Object.values<string>(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual(
    [],
  );
});
