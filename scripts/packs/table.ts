/**
 * What goes into which pack: folders and files of src/, and packages. The longest entry that fits a module decides, and
 * every module of src/ must fit one.
 *
 * A pack is loaded in one piece: `core` with every function, `base` with its first request, any other when something in
 * it is first called. So what the same requests use belongs together, and what few requests need stays apart. A build
 * takes 50 private assets, and each is one more to upload.
 * https://www.twilio.com/docs/serverless/functions-assets/quickstart/limits
 */
export const PACKS: Readonly<Record<string, readonly string[]>> = {
  core: ['src/endpoint'],
  base: ['src/config', 'src/live-state', 'src/twilio', 'valibot'],
  people: [
    'src/identity',
    'src/grants',
    'src/page',
    'src/voice',
    'src/workers/about.ts',
    'src/workers/own-worker.ts',
    'src/workers/presence.ts',
    'src/workers/presence-change.ts',
    'src/workers/schemas.ts',
    'src/workers/team.ts',
  ],
  numbers: ['src/numbers'],
  doctor: ['src/doctor'],
  // Every report and every action on a call comes to these two: how it is, and what has to be done about it.
  state: ['src/calls/state', 'src/calls/items.ts'],
  settle: [
    'src/calls/archive.ts',
    'src/calls/find.ts',
    'src/calls/floor.ts',
    'src/calls/lines.ts',
    'src/calls/perform.ts',
    'src/calls/schemas.ts',
    'src/calls/settle.ts',
    'src/calls/status.ts',
    'src/calls/tell.ts',
    'src/calls/twiml.ts',
    'src/calls/use-cases.ts',
    'src/calls/words.ts',
    'src/calls/callback/find.ts',
    'src/calls/callback/over.ts',
    'src/calls/control/seats.ts',
    'src/calls/control/speak.ts',
    'src/calls/control/take-part.ts',
    'src/calls/history/whose.ts',
    'src/calls/inbound/attributes.ts',
    'src/calls/inbound/caller.ts',
    'src/calls/inbound/duties.ts',
    'src/calls/inbound/task.ts',
    'src/calls/inbound/twiml.ts',
    'src/calls/recording/begin.ts',
    'src/calls/recording/steer.ts',
    'src/calls/transfer/duties.ts',
    'src/calls/transfer/first.ts',
    'src/callbacks',
    'src/workers',
  ],
  // The rest of calls, by what is done.
  calls: ['src/calls'],
  control: ['src/calls/control'],
  transfer: ['src/calls/transfer'],
  recording: ['src/calls/recording', 'src/calls/history', 'src/twilio/media.ts'],
  queue: ['src/queue'],
  ivr: ['src/ivr', 'src/callbacks/leave-message.ts', 'src/callbacks/leave-number.ts'],
  routing: ['src/routing'],
};

/** The pack that a function loads together with itself. */
export const CORE = 'core';

/** The pack that all others load together with themselves; it holds a library, and nothing that needs another pack. */
export const BASE = 'base';

/** Where packs are among the assets. */
export const FOLDER = 'packs';

const within = (file: string, entry: string): boolean => file === entry || file.startsWith(`${entry}/`);

/** The pack of a module: a path from the project's root with `/`, or a package's name. Undefined for what is in none. */
export function packOf(module: string): string | undefined {
  const fits = Object.entries(PACKS).flatMap(([pack, entries]) =>
    entries.filter((entry) => within(module, entry)).map((entry) => ({ pack, entry })),
  );
  return fits.sort((one, other) => other.entry.length - one.entry.length)[0]?.pack;
}
