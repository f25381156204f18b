import * as v from 'valibot';
import { MORE_SECONDS } from './presence-change';

// Schemas are made when first needed: making them costs more than loading the rest of a function.

const ACTIVITY = 'Send the name of one of the activities that /presence lists, or leave it out.';
const REASON = 'Send at most 60 characters, or leave it out.';
const DEVICE = 'Send phone or browser, or leave it out.';
const EXTEND = `Send a whole number of seconds from ${MORE_SECONDS.least} to ${MORE_SECONDS.most}, or leave it out.`;
const AFTER = 'Send data.next of the page before, or leave it out.';

/** Characters that a page can do nothing with. */
const CONTROL = /\p{Cc}/gu;

/** Input of /presence: what is to be changed. */
export const Presence = () =>
  v.object({
    activity: v.optional(
      v.pipe(v.string(ACTIVITY), v.trim(), v.nonEmpty(ACTIVITY), v.maxLength(64, ACTIVITY)),
    ),
    reason: v.optional(
      v.pipe(
        v.string(REASON),
        v.transform((text) => text.replace(CONTROL, ' ').trim()),
        v.maxLength(60, REASON),
      ),
    ),
    device: v.optional(v.picklist(['phone', 'browser'], DEVICE)),
    extend: v.optional(
      v.pipe(
        v.union([v.string(), v.number()], EXTEND),
        v.transform(Number),
        v.integer(EXTEND),
        v.minValue(MORE_SECONDS.least, EXTEND),
        v.maxValue(MORE_SECONDS.most, EXTEND),
      ),
    ),
  });

/** Input of /presence/team. */
export const Team = () =>
  v.object({ from: v.optional(v.pipe(v.string(AFTER), v.regex(/^WK[0-9a-f]{32}$/i, AFTER))) });
