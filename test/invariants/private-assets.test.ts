import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { NUMBERS_ASSET } from '../../scripts/number-metadata';
import { privateAssets } from '../../scripts/packs/private-assets';
import { PACKS } from '../../scripts/packs/table';

/** https://www.twilio.com/docs/serverless/functions-assets/quickstart/limits */
const LIMITS = { assets: 50, bytes: 10 * 1024 * 1024 };

test('a private asset is code that functions share, or the data of the numbers, and nothing else', () => {
  expect(Object.keys(privateAssets()).sort()).toEqual(
    [...Object.keys(PACKS).map((pack) => `/packs/${pack}.js`), NUMBERS_ASSET].sort(),
  );
});

test('Twilio takes as many private assets as there are, and as big as they are', () => {
  const sizes = Object.values(privateAssets()).map((asset) => statSync(asset.path).size);
  expect(sizes.length).toBeLessThanOrEqual(LIMITS.assets);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(LIMITS.bytes);
});

test('what is shared is among the private assets only: no other file of a deploy carries code of functions', () => {
  const files = readdirSync('dist/assets', { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const open = files.filter((file) => file.startsWith('packs/') && !file.includes('.private.'));
  expect(open).toEqual([]);
});

test('a function holds what its file declares, and none of what it calls', () => {
  const files = readdirSync('dist/functions', { recursive: true, encoding: 'utf8' });
  const big = files.filter((file) => {
    const place = path.join('dist/functions', file);
    return file.endsWith('.js') && statSync(place).size > 1000;
  });
  expect(big).toEqual([]);
});
