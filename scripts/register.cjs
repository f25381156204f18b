// Lets Node load this project's TypeScript: every .ts and .tsx file goes through esbuild on its way in. Files keep
// their places, so that what a module finds beside itself is the same here, in the tests and in an editor.
const { readFileSync } = require('node:fs');
const esbuild = require('esbuild');

process.setSourceMapsEnabled(true);

for (const extension of ['.ts', '.tsx']) {
  require.extensions[extension] = (module, file) => {
    const { code } = esbuild.transformSync(readFileSync(file, 'utf8'), {
      sourcefile: file,
      loader: extension.slice(1),
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      sourcemap: 'inline',
      sourcesContent: false,
    });
    module._compile(code, file);
  };
}
