import { functionSources } from '../../scripts/build';
import { declarationOf } from '../harness/built';
import { read } from './sources';

const url = (source: string): string => `/${source.replace(/(\.protected|\.private)?\.ts$/, '')}`;

let functions: string[] = [];
beforeAll(async () => {
  functions = await functionSources();
});

test('there are functions to check', () => {
  expect(functions.length).toBeGreaterThan(10);
});

test('every function declares who may call it and what comes in', () => {
  for (const source of functions) {
    const declaration = declarationOf(source);
    expect({ source, auth: declaration?.auth }).toEqual({
      source,
      auth: expect.stringMatching(/^(public|agent|supervisor|customer|twilio)$/),
    });
    expect(declaration?.schema).toHaveProperty('type');
  }
});

test('Twilio is the only caller of protected functions, and protected functions have no other', () => {
  for (const source of functions) {
    expect({ source, twilio: declarationOf(source)?.auth === 'twilio' }).toEqual({
      source,
      twilio: source.endsWith('.protected.ts'),
    });
  }
});

test('a function is a declaration of at most 15 lines', () => {
  const long = functions.filter((source) => read(`functions/${source}`).trim().split('\n').length > 15);
  expect(long).toEqual([]);
});

test('every function has its line in the README, with who may call it', () => {
  const readme = read('README.md');
  const missing = functions.filter((source) => !readme.includes(`| \`${url(source)}\``));
  expect(missing).toEqual([]);
});
