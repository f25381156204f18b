import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

test('a source that has changed is translated anew, one that has not is as it was', () => {
  // Always the same place: each place is kept once.
  const folder = path.resolve('node_modules/.cache/cordboard/register-test');
  mkdirSync(folder, { recursive: true });
  try {
    const file = path.join(folder, 'told.ts');
    const tellsWith = (source: string) => {
      writeFileSync(file, source);
      const program = `require(${JSON.stringify(path.resolve('scripts/register.cjs'))});
        console.log(require(${JSON.stringify(file)}).told, Object.keys(require.cache).some((one) => /esbuild.lib/.test(one)));`;
      return spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' }).stdout.trim();
    };
    tellsWith('export const told = 0;');
    const one = 'export const told: string = "one";';
    expect(tellsWith(one)).toBe('one true');
    expect(tellsWith(one)).toBe('one false');
    expect(tellsWith(one.replace('"one"', '"two"'))).toBe('two true');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
