// The order of Jest's test files. Some wait for a world (phones, pages, Twilio's voices), others only compute: side by
// side they fill a small machine, one kind after the other leaves it idle first and crowded then. Of each kind long ones
// come first, so that at the end no worker is alone with one.
const path = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

/** What waits for a world. */
const WAITING = /^test\/(browser|scenarios)\//;

/** Seconds that a file takes by itself on a small machine, roughly. */
const USUAL = { waiting: 8, computing: 0.7 };
const LONG = {
  'test/scenarios/incoming-calls-end': 45,
  'test/browser/agent-page-offer': 45,
  'test/scenarios/going-live': 45,
  'test/scenarios/going-live-failures': 40,
  'test/scenarios/incoming-calls': 35,
  'test/scenarios/reconciling': 30,
  'test/browser/agent-page-call': 30,
  'test/browser/agent-page-line': 30,
  'test/scenarios/calling-in': 30,
  'test/browser/agent-page-incoming': 30,
  'test/scenarios/task-events': 25,
  'test/browser/agent-page-supervise': 25,
  'test/browser/agent-page-board': 25,
  'test/scenarios/transferring-to-a-colleague': 25,
  'test/browser/voice/browser-calls': 25,
  'test/browser/agent-page-doctor': 20,
  'test/scenarios/queue-position': 20,
  'test/scenarios/deployed': 20,
  'test/browser/phones-page': 20,
  'test/browser/agent-page-control': 20,
  'test/scenarios/bad-input': 20,
  'test/scenarios/control-audio': 20,
  'test/scenarios/provisioning-survives': 20,
  'src/calls/transfer/stories': 23,
  'src/calls/inbound/failures': 20,
  'src/calls/failures': 17,
  'src/calls/recording/failures': 16,
  'src/calls/browser-failures': 12,
  'src/calls/state/two-lines': 9,
  'src/calls/state/state': 9,
  'src/calls/control/histories': 8,
  'src/routing/follow-task': 7,
  'src/calls/callback/failures': 7,
  'emulator/api/serverless/deploy': 8,
};

const secondsOf = (name) =>
  LONG[name.replace(/\.test\.tsx?$/, '')] ?? (WAITING.test(name) ? USUAL.waiting : USUAL.computing);

/** Files of one kind, longest first; `share` is how much of their time has passed when half of one is done. */
function inOrder(files) {
  const sorted = files.sort((a, b) => b.seconds - a.seconds || (a.name < b.name ? -1 : 1));
  const total = sorted.reduce((sum, { seconds }) => sum + seconds, 0);
  let passed = 0;
  return sorted.map((file) => {
    passed += file.seconds;
    return { ...file, share: (passed - file.seconds / 2) / total };
  });
}

module.exports = class extends Sequencer {
  sort(tests) {
    const files = tests.map((test) => {
      const name = path.relative(test.context.config.rootDir, test.path).split(path.sep).join('/');
      return { test, name, seconds: secondsOf(name) };
    });
    const waiting = inOrder(files.filter(({ name }) => WAITING.test(name)));
    const computing = inOrder(files.filter(({ name }) => !WAITING.test(name)));
    return [...waiting, ...computing].sort((a, b) => a.share - b.share).map(({ test }) => test);
  }
};
