// Lets Node load this project's TypeScript: every .ts and .tsx file goes through esbuild on its way in. Files keep
// their places, so that what a module finds beside itself is the same here, in the tests and in an editor.
//
// What esbuild made of a file is kept below node_modules/.cache: with all of it there, esbuild isn't even loaded.
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { version } = require('esbuild/package.json');

process.setSourceMapsEnabled(true);

const CACHE = path.join(__dirname, '..', 'node_modules', '.cache', 'cordboard', 'typescript');
const OPTIONS = {
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'inline',
  sourcesContent: false,
};
const SETTINGS = `${version} ${JSON.stringify(OPTIONS)}`;

const digest = (...parts) => createHash('sha1').update(parts.join('\n')).digest('hex');

/** One file for each source, whatever becomes of it; its last line says of what text it was made. */
const keptIn = (file) => path.join(CACHE, `${digest(file)}.js`);

function kept(file, mark) {
  try {
    const code = readFileSync(keptIn(file), 'utf8');
    return code.endsWith(mark) ? code : undefined;
  } catch {
    return undefined;
  }
}

function keep(file, code) {
  const part = `${keptIn(file)}.${process.pid}.part`;
  try {
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(part, code);
    renameSync(part, keptIn(file));
  } catch {
    // Nowhere to keep it: it is made anew the next time.
  }
}

function make(file, source, extension) {
  const { code } = require('esbuild').transformSync(source, {
    ...OPTIONS,
    sourcefile: file,
    loader: extension.slice(1),
  });
  return code;
}

for (const extension of ['.ts', '.tsx']) {
  require.extensions[extension] = (module, file) => {
    const source = readFileSync(file, 'utf8');
    const mark = `\n//${digest(SETTINGS, source)}`;
    let code = kept(file, mark);
    if (code === undefined) {
      code = make(file, source, extension) + mark;
      keep(file, code);
    }
    module._compile(code, file);
  };
}
