import * as v from 'valibot';
import { CALL_ID } from '../items';

const AGENT_ID = /^([a-z2-7]{20}|WK[0-9a-f]{32})$/i;
const AGENT = 'Send the id of an agent, or leave it out for your own calls.';
const PAGE = 'Send a whole number from 1 to 50, or leave it out for 20.';
const BEFORE = 'Send data.next of the page before, or leave it out.';

/** Input of /calls/history. */
export const History = () =>
  v.object({
    agent: v.optional(v.pipe(v.string(AGENT), v.regex(AGENT_ID, AGENT))),
    limit: v.optional(
      v.pipe(
        v.union([v.string(), v.number()], PAGE),
        v.transform(Number),
        v.integer(PAGE),
        v.minValue(1, PAGE),
        v.maxValue(50, PAGE),
      ),
      20,
    ),
    before: v.optional(v.pipe(v.string(BEFORE), v.regex(CALL_ID, BEFORE))),
  });

/** Everybody's calls. */
export const ALL = 'all';

const WHOSE = 'Send the id of an agent, or all, or leave it out for your own calls.';
const MOMENT = 'Send a moment like 2026-11-21T09:00:00Z, or a day like 2026-11-21 for its beginning in UTC.';
const ORDER = 'Send a moment after from.';
const CURSOR = 'Send the cursor of the Link header, or leave it out.';

const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;
const moment = () =>
  v.pipe(
    v.string(MOMENT),
    v.check((text) => ISO.test(text) && !Number.isNaN(Date.parse(text)), MOMENT),
    v.transform((text) => Math.max(0, Date.parse(text))),
  );

/** Where an export goes on: a key of the map of people, and the last call of theirs that was told. */
const place = () => new RegExp(`^[\\w.-]{1,100}(?:~${CALL_ID.source.slice(1, -1)})?$`);

/** Input of /calls/export. `from` and `to` in milliseconds since the epoch; `to` itself is left out. */
export const Export = () =>
  v.pipe(
    v.object({
      agent: v.optional(
        v.pipe(
          v.string(WHOSE),
          v.check((text) => text === ALL || AGENT_ID.test(text), WHOSE),
        ),
      ),
      from: v.optional(moment()),
      to: v.optional(moment()),
      cursor: v.optional(v.pipe(v.string(CURSOR), v.regex(place(), CURSOR))),
    }),
    v.forward(
      v.check(({ from, to }) => from === undefined || to === undefined || from < to, ORDER),
      ['to'],
    ),
  );
