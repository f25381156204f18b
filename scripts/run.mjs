// The one entry point behind every `npm run`: installs what is missing, then runs scripts/<command>.ts.
// Plain JavaScript without imports from npm, because it must work before anything is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [command = '', ...args] = process.argv.slice(2);

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(
    `Cordboard needs Node 20 or newer; this is ${process.version}. Install one from https://nodejs.org.`,
  );
  process.exit(1);
}

if (!existsSync(path.join(root, 'scripts', `${command}.ts`))) {
  console.error(`There is no command "${command}". See "scripts" in package.json.`);
  process.exit(1);
}

/** Says whether node_modules holds exactly what package-lock.json asks for, optional packages aside. */
function installed() {
  const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
  try {
    const wanted = read('package-lock.json');
    const present = read('node_modules/.package-lock.json');
    return Object.entries(wanted).every(
      ([name, entry]) =>
        name === '' ||
        entry.optional ||
        entry.devOptional ||
        entry.peer ||
        present[name]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

if (!installed()) {
  console.log('Installing what is missing (npm ci) …');
  const npm = process.env.npm_execpath;
  const result = npm
    ? spawnSync(process.execPath, [npm, 'ci'], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status !== 0) {
    console.error('npm ci did not succeed; see its messages above. Nothing was started.');
    process.exit(result.status ?? 1);
  }
}

// `npm run demo | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.chdir(root);
const require = createRequire(import.meta.url);
require('./register.cjs');
const { main } = require(`./${command}.ts`);
try {
  const code = await main(args);
  if (typeof code === 'number') process.exitCode = code;
} catch (error) {
  // A user's mistake is told in a sentence; anything else is our bug and keeps its stack.
  console.error(error?.name === 'UserError' ? `\n✗ ${error.message}\n` : error);
  process.exit(1);
}
