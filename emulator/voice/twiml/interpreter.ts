import { elements, type XmlElement } from '../../xml';
import type { Target } from '../model';
import { type Document, fetchDocument, readTwiml } from './document';
import { APPLICATION_ERROR, TwimlFailure } from './failure';
import type { Outcome, Purpose, Scene } from './scene';
import { dial } from './verbs/dial';
import { enqueue } from './verbs/enqueue';
import { gather } from './verbs/gather';
import { hangup } from './verbs/hangup';
import { leave } from './verbs/leave';
import { pause } from './verbs/pause';
import { play, playUrl } from './verbs/play';
import { record } from './verbs/record';
import { redirect } from './verbs/redirect';
import { reject } from './verbs/reject';
import { say, speak } from './verbs/say';
import { start } from './verbs/start';

/** Carries out one verb. Nothing returned: on to the next. */
export type Verb = (scene: Scene, element: XmlElement) => Promise<Outcome | undefined>;

const WAIT: Record<string, Verb> = { Say: say, Play: play, Pause: pause, Redirect: redirect };
const WHISPER: Record<string, Verb> = { ...WAIT, Gather: gather, Hangup: hangup };
const QUEUE: Record<string, Verb> = { ...WHISPER, Leave: leave };
const CALL: Record<string, Verb> = {
  ...WHISPER,
  Dial: dial,
  Enqueue: enqueue,
  Record: record,
  Reject: reject,
  Start: start,
};
const ALL = { ...CALL, ...QUEUE };

/**
 * What each kind of program may do. Waiting music: https://www.twilio.com/docs/voice/twiml/conference#attributes-waiturl;
 * the `url` of a dialled number: https://www.twilio.com/docs/voice/twiml/number#attributes-url;
 * waiting in a queue: https://www.twilio.com/docs/voice/twiml/enqueue#attributes-waiturl.
 */
const VERBS: Record<Purpose, Record<string, Verb>> = {
  call: CALL,
  whisper: WHISPER,
  wait: WAIT,
  announcement: WAIT,
  queue: QUEUE,
};

/** Where a program begins. */
export type Source = { url: Target; params?: Record<string, string> } | { twiml: string };

/** How a program ended: out of verbs, or by a verb that says so. */
export type Ending = 'finished' | 'hangup' | 'leave';

/**
 * Runs a program to its end, through every document it leads to. Rejects with `Interrupted` when the call is taken from
 * it, and with `TwimlFailure` when a document failed and so did the fallback, if there is one.
 */
export async function runProgram(scene: Scene, source: Source): Promise<Ending> {
  let at: Source = source;
  let fallenBack = false;
  for (;;) {
    try {
      const outcome = await runDocument(scene, await load(scene, at));
      if (outcome?.next !== 'go') return outcome?.next ?? 'finished';
      at = { url: outcome.to, ...(outcome.params ? { params: outcome.params } : {}) };
    } catch (failure) {
      if (!(failure instanceof TwimlFailure)) throw failure;
      report(scene, failure);
      if (!scene.fallback || fallenBack) throw failure;
      fallenBack = true;
      at = {
        url: scene.fallback,
        params: { ErrorCode: String(failure.code), ErrorUrl: failure.url ?? scene.document?.url ?? '' },
      };
    }
  }
}

/** Runs a program on a call, to the words Twilio says when it fails. */
export async function runCallProgram(scene: Scene, source: Source): Promise<Ending> {
  try {
    return await runProgram(scene, source);
  } catch (failure) {
    if (!(failure instanceof TwimlFailure)) throw failure;
    scene.leg?.pickUp();
    await speak(scene, APPLICATION_ERROR);
    return 'hangup';
  }
}

async function load(scene: Scene, source: Source): Promise<Document> {
  if ('twiml' in source) {
    scene.document = undefined;
    return { kind: 'twiml', root: readTwiml(scene, source.twiml) };
  }
  scene.document = source.url;
  return fetchDocument(scene, source.url, { ...scene.params(), ...source.params });
}

async function runDocument(scene: Scene, document: Document): Promise<Outcome | undefined> {
  if (document.kind === 'audio') {
    scene.leg?.pickUp();
    await playUrl(scene, document.url, 1);
    return undefined;
  }
  if (document.kind === 'text') {
    scene.leg?.pickUp();
    await speak(scene, document.text);
    return undefined;
  }
  for (const element of elements(document.root)) {
    const outcome = await verbOf(scene, element)(scene, element);
    if (outcome) return outcome;
  }
  return undefined;
}

function verbOf(scene: Scene, element: XmlElement): Verb {
  const verb = VERBS[scene.purpose][element.name];
  if (verb) return verb;
  throw new TwimlFailure(
    12100,
    ALL[element.name]
      ? `<${element.name}> is not allowed in the TwiML of a ${scene.purpose}`
      : `The emulator does not support <${element.name}>; add it as emulator/voice/twiml/verbs/${element.name.toLowerCase()}.ts and name it in interpreter.ts`,
    scene.document?.url,
  );
}

/** Puts a failure where people look: as a violation, with Twilio's error code. */
export function report(scene: Scene, failure: TwimlFailure): void {
  scene.core.kernel.timeline.violation(
    `Error ${failure.code}: ${failure.message}`,
    {
      code: failure.code,
      url: failure.url ?? scene.document?.url ?? null,
      moreInfo: `https://www.twilio.com/docs/errors/${failure.code}`,
    },
    scene.leg?.callSid,
  );
}
