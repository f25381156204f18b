import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { bundleIn } from './files';

const toolkit = createRequire(require.resolve('twilio-run/package.json'));
let folder: string;
const write = (name: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'files-'));
  write('package.json', '{"dependencies":{"twilio":"6.2.0"}}');
  write('functions/voice/inbound.protected.js', 'a');
  write('functions/page-config.js', 'b');
  write('functions/notes.txt', 'no function');
  write('assets/assets/index.html', '<p>é</p>');
  write('assets/packs/calls.private.js', 'c');
  write('assets/sound.wav', 'd');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('files have the paths, names and rights that the toolkit gives them', async () => {
  const { getListOfFunctionsAndAssets } = toolkit('@twilio-labs/serverless-api/dist/utils/fs') as {
    getListOfFunctionsAndAssets(
      folder: string,
    ): Promise<Record<'functions' | 'assets', { name: string; path: string; access: string }[]>>;
  };
  const theirs = await getListOfFunctionsAndAssets(folder);
  const { files, dependencies } = await bundleIn(folder);
  for (const [kind, list] of [
    ['function', theirs.functions],
    ['asset', theirs.assets],
  ] as const) {
    const ours = files.filter((file) => file.kind === kind).map((file) => `${file.path} ${file.visibility}`);
    expect(ours.sort()).toEqual(list.map((file) => `${file.path} ${file.access}`).sort());
    expect(list.every(({ name, path: where }) => name === where)).toBe(true);
  }
  expect(dependencies).toEqual([{ name: 'twilio', version: '6.2.0' }]);
});

test('a bundle is told from another by every byte, name and package of it', async () => {
  const digest = async () => (await bundleIn(folder)).digest;
  const seen = [await digest()];
  expect(await digest()).toBe(seen[0]);
  write('assets/sound.wav', 'e');
  seen.push(await digest());
  write('assets/sound2.wav', '');
  seen.push(await digest());
  write('package.json', '{"dependencies":{"twilio":"6.2.1"}}');
  seen.push(await digest());
  expect(new Set(seen).size).toBe(4);
});

test('two files at one address are refused', async () => {
  write('functions/page-config.protected.js', 'x');
  await expect(bundleIn(folder)).rejects.toThrow('function /page-config');
});
