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
  'test/browser/agent-page-offer': 70,
  'test/scenarios/reconciling': 55,
  'test/scenarios/calling-in': 50,
  'test/browser/agent-page-call': 45,
  'test/browser/agent-page-board': 40,
  'test/scenarios/bad-input': 40,
  'test/scenarios/task-events': 40,
  'test/scenarios/incoming-calls-end': 35,
  'test/scenarios/incoming-calls': 30,
  'test/scenarios/calling-back': 30,
  'test/scenarios/control-audio': 30,
  'test/scenarios/transferring-with-company': 30,
  'test/browser/agent-page-line': 30,
  'test/browser/agent-page-voice': 30,
  'test/browser/voice/browser-calls': 30,
  'test/browser/phones-page': 25,
  'test/browser/agent-page-doctor': 25,
  'test/browser/agent-page-incoming': 25,
  'test/browser/agent-page-presence': 20,
  'test/browser/agent-page-note-time': 20,
  'test/browser/agent-page-sign-in': 20,
  'test/browser/agent-page-supervise': 20,
  'test/browser/agent-page-history': 17,
  'test/browser/agent-page-transfer': 17,
  'test/browser/voice/handset-audio': 17,
  'test/scenarios/deployed': 22,
  'test/scenarios/going-live': 20,
  'test/scenarios/going-live-survives': 13,
  'test/scenarios/phone-to-phone': 20,
  'test/scenarios/queue-position': 20,
  'test/scenarios/recording': 15,
  'test/scenarios/recording-always': 17,
  'test/scenarios/signing-up-survives-failures': 15,
  'test/scenarios/sync-grants': 18,
  'test/scenarios/transferring-audio': 17,
  'test/scenarios/transferring-to-a-colleague': 25,
  'test/scenarios/transferring-unanswered': 15,
  'src/calls/transfer/stories': 24,
  'src/calls/transfer/colleague-failures': 17,
  'src/calls/transfer/colleague': 14,
  'src/calls/transfer/histories': 6,
  'src/calls/inbound/failures': 18,
  'src/calls/recording/failures': 17,
  'src/calls/failures': 14,
  'src/calls/browser-failures': 11,
  'src/calls/control/histories': 10,
  'src/calls/state/two-lines': 9,
  'src/calls/state/state': 9,
  'src/routing/follow-task': 7,
  'src/calls/callback/failures': 7,
  'emulator/emulator': 8,
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
