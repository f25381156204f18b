// The environment of Jest's test files. What takes seconds to start (the emulator with the project under the toolkit,
// a browser) stands outside of it, once for each worker: a file takes it, and gives it back as it was.
const { TestEnvironment } = require('jest-environment-node');

/** What jest-worker says to a worker that is no longer needed (CHILD_MESSAGE_END). */
const END = 2;

let standing;

/** Loaded outside of Jest's module registry, on first use: most files need nothing of it. */
function load() {
  if (standing) return standing;
  require('../register.cjs');
  // Jest maps the traces of its files itself.
  process.setSourceMapsEnabled(false);
  standing = require('../../test/harness/standing.ts');
  // In the only process there is, Jest ends when nothing stands any more.
  if (!process.send) standing.keepNothing();
  const ended = (message) => {
    if (!Array.isArray(message) || message[0] !== END) return;
    process.off('message', ended);
    void standing.endAll().finally(() => process.exit(0));
  };
  if (process.send) process.on('message', ended);
  return standing;
}

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    this.global.standing = load;
  }
};
