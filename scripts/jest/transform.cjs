// Jest's transform: TypeScript and JSX to CommonJS through esbuild, the same compiler that builds the functions.
const { createHash } = require('node:crypto');
const esbuild = require('esbuild');

const options = {
  format: 'cjs',
  target: 'node20',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  sourcemap: 'inline',
  sourcesContent: false,
};

module.exports = {
  getCacheKey: (source, file) =>
    createHash('sha1')
      .update(esbuild.version)
      .update(JSON.stringify(options))
      .update(file)
      .update(source)
      .digest('hex'),
  process: (source, file) => ({
    code: esbuild.transformSync(source, {
      ...options,
      sourcefile: file,
      loader: file.endsWith('x') ? 'tsx' : file.endsWith('.ts') ? 'ts' : 'js',
    }).code,
  }),
};
