import * as v from 'valibot';

const seconds = v.pipe(
  v.number('give a number of seconds, such as 2'),
  v.minValue(0, 'give 0 seconds or more'),
  v.maxValue(86_400, 'give at most 86400 seconds, which is a day'),
);
const words = v.pipe(
  v.string('give the words as text'),
  v.trim(),
  v.minLength(1, 'give at least one word'),
  v.maxLength(1000, 'give at most 1000 characters'),
);

/** Keys of a telephone: `0-9`, `*`, `#`, and `w` for a pause of half a second. */
export const Keys = v.pipe(
  v.string('give the keys as text, such as "1" or "12#"'),
  v.regex(/^[0-9*#w]{1,64}$/, 'give 1 to 64 of the keys 0-9, * and #, or w for half a second of pause'),
);

/** What a person says into a handset. */
export const Words = words;

const VERBS = ['wait', 'hear', 'press', 'say', 'hangup'] as const;

const Step = v.pipe(
  v.strictObject({
    /** Do nothing for so many seconds. */
    wait: v.optional(seconds),
    /** Go on once a caption holds this text (upper or lower case); a text further back than the last one is not taken. */
    hear: v.optional(words),
    /** Only with `hear`: give the script up when the text has not come within so many seconds. */
    within: v.optional(seconds),
    press: v.optional(Keys),
    say: v.optional(words),
    hangup: v.optional(v.literal(true, 'give true, or leave it out')),
  }),
  v.check(
    (step) => VERBS.filter((verb) => step[verb] !== undefined).length === 1,
    `give exactly one of ${VERBS.join(', ')} in each step`,
  ),
  v.check((step) => step.within === undefined || step.hear !== undefined, 'give "within" only beside "hear"'),
);

/** A script: what the person does once the call is up, step by step. */
export const Script = v.pipe(
  v.array(Step, 'give a list of steps, such as [{"hear":"press any key"},{"press":"1"}]'),
  v.maxLength(200, 'give at most 200 steps'),
);

const Voicemail = v.union(
  [
    v.literal(true),
    v.strictObject({
      /** What the mailbox says before it records. */
      greeting: v.optional(words),
      /** It hangs up after recording for so long. Default 120. */
      limit: v.optional(seconds),
    }),
  ],
  'give true, or {"greeting": "…", "limit": seconds}',
);

/**
 * What a handset does by itself when a call comes in. Empty: a person (or a test) decides through the page or the
 * control API. `busy`, `noAnswer`, `declines` and `voicemail` exclude one another.
 */
export const Behaviour = v.pipe(
  v.strictObject(
    {
      /** Picks up after ringing for so many seconds. With `script` alone it is 1, with `voicemail` alone it is 5. */
      answerAfter: v.optional(seconds),
      busy: v.optional(v.boolean('give true or false')),
      /** Rings for as long as the caller lets it; a person can still answer. */
      noAnswer: v.optional(v.boolean('give true or false')),
      /** Rings for a second, or `answerAfter` seconds, and is declined. */
      declines: v.optional(v.boolean('give true or false')),
      voicemail: v.optional(Voicemail),
      script: v.optional(Script),
    },
    'give an object, such as {"answerAfter": 2}',
  ),
  v.check(
    (behaviour) =>
      [behaviour.busy, behaviour.noAnswer, behaviour.declines, behaviour.voicemail].filter(Boolean).length <=
      1,
    'give only one of busy, noAnswer, declines and voicemail: a call can have one of these ends',
  ),
  v.check(
    (behaviour) =>
      !behaviour.script ||
      !(behaviour.busy || behaviour.noAnswer || behaviour.declines || behaviour.voicemail),
    'give no script beside busy, noAnswer, declines or voicemail: it runs only in a call that a person answers',
  ),
);

export type Step = v.InferOutput<typeof Step>;
export type Behaviour = v.InferOutput<typeof Behaviour>;

/** A behaviour made complete: what happens to the next incoming call. */
export type Plan =
  | { does: 'ring' }
  | { does: 'busy' }
  | { does: 'decline'; after: number }
  | { does: 'answer'; after: number; script: Step[] }
  | { does: 'voicemail'; after: number; greeting: string; limit: number };

const GREETING = 'The person you have called is not available. Please leave a message after the tone.';

/** The plan that a behaviour comes to. Seconds, as given. */
export function planOf(behaviour: Behaviour): Plan {
  const { answerAfter, busy, noAnswer, declines, voicemail, script } = behaviour;
  if (busy) return { does: 'busy' };
  if (noAnswer) return { does: 'ring' };
  if (declines) return { does: 'decline', after: answerAfter ?? 1 };
  if (voicemail) {
    const { greeting, limit } = voicemail === true ? {} : voicemail;
    return {
      does: 'voicemail',
      after: answerAfter ?? 5,
      greeting: greeting ?? GREETING,
      limit: limit ?? 120,
    };
  }
  if (answerAfter === undefined && !script) return { does: 'ring' };
  return { does: 'answer', after: answerAfter ?? 1, script: script ?? [] };
}
