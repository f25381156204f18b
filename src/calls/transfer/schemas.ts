import * as v from 'valibot';
import { which } from '../control/schemas';

const TARGET = 'Send one of agentId, RecipientNumber and queue.';
const PERSON = 'Send one of agentId and RecipientNumber.';
const NUMBER = 'Send the number with its country code, like +14155550123.';
const COLLEAGUE = 'Send the agent id of a colleague.';
const QUEUE = 'Send sales or support.';
const NO_QUEUE = 'Nobody in a queue can be asked first: leave it out, or use /transfer/cold.';

const person = () => ({
  RecipientNumber: v.optional(
    v.pipe(v.string(NUMBER), v.trim(), v.nonEmpty(NUMBER), v.maxLength(40, NUMBER)),
  ),
  agentId: v.optional(v.pipe(v.string(COLLEAGUE), v.regex(/^[a-z2-7]{20}$/, COLLEAGUE))),
});

const given = (...targets: unknown[]): boolean =>
  targets.filter((target) => target !== undefined).length === 1;

/** Input of /transfer/cold: one of `agentId`, `RecipientNumber` and `queue`. */
export const ColdTransfer = () =>
  v.pipe(
    v.object({ ...which(), ...person(), queue: v.optional(v.picklist(['sales', 'support'], QUEUE)) }),
    v.forward(
      v.check(({ agentId, RecipientNumber, queue }) => given(agentId, RecipientNumber, queue), TARGET),
      ['RecipientNumber'],
    ),
  );

/** Input of /transfer/warm: one of `agentId` and `RecipientNumber`. */
export const WarmTransfer = () =>
  v.pipe(
    v.object({ ...which(), ...person(), queue: v.optional(v.undefined_(NO_QUEUE)) }),
    v.forward(
      v.check(({ agentId, RecipientNumber }) => given(agentId, RecipientNumber), PERSON),
      ['RecipientNumber'],
    ),
  );

/** Input of /transfer/swap, /transfer/join, /transfer/complete and /transfer/cancel. */
export const OneTransfer = () => v.object(which());
