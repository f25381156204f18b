// The order of Jest's test files: long ones first, so that at the end no worker is alone with one.
const { statSync } = require('node:fs');
const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** Half a minute or more on a small machine; the longest first. */
const LONG = [
  'test/scenarios/incoming-calls-end',
  'test/browser/agent-page-offer',
  'src/calls/inbound/failures',
  'test/scenarios/incoming-calls',
  'test/scenarios/bad-input',
  'src/calls/failures',
  'test/browser/agent-page-presence',
  'test/scenarios/calling-in',
  'src/calls/browser-failures',
  'test/scenarios/reconciling',
  'test/browser/agent-page-board',
  'test/scenarios/going-live',
  'test/browser/agent-page-call',
  'test/scenarios/going-live-failures',
  'test/scenarios/task-events',
  'test/scenarios/queue-position',
  'test/browser/agent-page-voice',
  'test/scenarios/deployed',
];

/** What waits for a world comes before what only computes. */
const FOLDERS = ['test/browser', 'test/scenarios'];

module.exports = class extends Sequencer {
  sort(tests) {
    const rank = ({ path: file, context }) => {
      const name = path.relative(context.config.rootDir, file).split(path.sep).join('/');
      const long = LONG.indexOf(name.replace(/\.test\.tsx?$/, ''));
      if (long >= 0) return long;
      const folder = FOLDERS.findIndex((each) => name.startsWith(`${each}/`));
      return LONG.length + (folder < 0 ? FOLDERS.length : folder);
    };
    return tests
      .map((test) => ({ test, rank: rank(test), size: statSync(test.path).size }))
      .sort((a, b) => a.rank - b.rank || b.size - a.size)
      .map(({ test }) => test);
  }
};
