import * as v from 'valibot';
import { Keys, Script, Words } from '../phones/behaviour';

const count = (what: string) =>
  v.pipe(
    v.number(`give ${what} as a number`),
    v.integer('give a whole number'),
    v.minValue(0, 'give 0 or more'),
  );

function compiles(match: string): boolean {
  const pattern = /^\/(.+)\/(i?)$/.exec(match);
  if (!pattern) return true;
  try {
    new RegExp(pattern[1] ?? '', pattern[2]);
    return true;
  } catch {
    return false;
  }
}

const EFFECTS = ['fail', 'drop', 'fail-after', 'delay', 'duplicate', 'reorder'] as const;
const WEBHOOK_ONLY: readonly string[] = ['duplicate', 'reorder'];

/** One fault rule; see `FaultRule` for what each effect means. */
export const Fault = v.pipe(
  v.strictObject(
    {
      on: v.picklist(['rest', 'webhook', 'socket'], 'give "rest" or "webhook" or "socket"'),
      match: v.pipe(
        v.string('give part of "METHOD https://host/path" as text'),
        v.minLength(1, 'give at least one character; "/" matches every request'),
        v.check(compiles, 'is not a valid regular expression'),
      ),
      effect: v.picklist(EFFECTS, `give one of ${EFFECTS.join(', ')}`),
      status: v.exactOptional(
        v.pipe(
          count('status'),
          v.minValue(300, 'give an HTTP status from 300 to 599'),
          v.maxValue(599, 'give an HTTP status from 300 to 599'),
        ),
      ),
      code: v.exactOptional(count('code')),
      ms: v.exactOptional(count('ms')),
      times: v.exactOptional(
        v.pipe(count('times'), v.minValue(2, 'give 2 or more'), v.maxValue(20, 'give at most 20')),
      ),
      hold: v.exactOptional(v.pipe(count('hold'), v.minValue(1, 'give 1 or more'))),
      after: v.exactOptional(count('after')),
      limit: v.exactOptional(count('limit')),
    },
    'give an object, such as {"on":"rest","match":"POST /v1","effect":"fail","status":503}',
  ),
  v.forward(
    v.check(
      (rule) => rule.on === 'webhook' || !WEBHOOK_ONLY.includes(rule.effect),
      'is for webhooks only; a REST call or a socket can fail, drop, fail-after or delay',
    ),
    ['effect'],
  ),
  v.forward(
    v.check((rule) => rule.effect !== 'delay' || rule.ms !== undefined, 'is needed with effect "delay"'),
    ['ms'],
  ),
);

export const Faults = v.pipe(
  v.array(Fault, 'give a list of rules'),
  v.maxLength(100, 'give at most 100 rules'),
);

export const Press = v.strictObject({ digits: Keys });
export const Say = v.strictObject({ text: Words });
/** A page's offer of its microphone and loudspeaker. */
export const Media = v.strictObject({
  sdp: v.pipe(v.string('give an SDP offer as text'), v.minLength(1, 'give an SDP offer')),
});
export const Call = v.strictObject({
  to: v.pipe(
    v.string('give a number as text, such as "+14155550199"'),
    v.regex(/^(\+?[\d\s().-]{3,24}|client:.{1,200})$/, 'give a phone number, such as "+14155550199"'),
  ),
  script: v.exactOptional(Script),
});
export const NoBody = v.strictObject({});
export const Named = v.strictObject({
  name: v.exactOptional(
    v.pipe(
      v.string('give a name as text'),
      v.trim(),
      v.minLength(1, 'give at least one character'),
      v.maxLength(40, 'give at most 40 characters'),
    ),
  ),
});
export const Advance = v.strictObject({
  seconds: v.pipe(
    v.number('give a number of seconds'),
    v.minValue(0, 'give 0 seconds or more; time does not go back'),
    v.maxValue(31_536_000, 'give at most 31536000 seconds, which is a year'),
  ),
});

/** What `GET /control/snapshot` returns and `PUT` takes back. */
export const Snapshot = v.strictObject({
  version: v.literal(1, 'give 1, the only version there is'),
  /** Emulated time of the snapshot, ISO 8601. */
  at: v.pipe(v.string('give a time in ISO 8601'), v.isoTimestamp('give a time in ISO 8601')),
  /** State of the id generator. */
  ids: count('ids'),
  store: v.record(
    v.string(),
    v.array(v.tuple([v.string('give a key'), v.unknown()]), 'give a list of [key, value] pairs'),
    'give an object of collections',
  ),
});

export type Snapshot = v.InferOutput<typeof Snapshot>;

const whole = (what: string) =>
  v.pipe(v.string(), v.regex(/^\d{1,15}$/, `give ${what} as a whole number`), v.transform(Number));

export const TimelineQuery = v.strictObject({
  since: v.exactOptional(whole('since')),
  kind: v.exactOptional(v.string()),
  callSid: v.exactOptional(v.string()),
  conferenceSid: v.exactOptional(v.string()),
  limit: v.exactOptional(whole('limit')),
});
export const InboxQuery = v.strictObject({ to: v.exactOptional(v.string()) });
export const EventsQuery = v.strictObject({ since: v.exactOptional(whole('since')) });
export const NoQuery = v.strictObject({});
