import * as v from 'valibot';
import { CALL_ID } from '../items';
import { GUEST_ID, isOtherId, isSupervisorId } from '../state';

const CALL = 'Send the id of the call.';
const AGENT = 'Send the id of the agent whose call it is, or leave it out.';
const AGENT_ID = /^([a-z2-7]{20}|WK[0-9a-f]{32})$/i;

/** Which call; supervisors may say whose it is. */
export const which = () => ({
  callId: v.pipe(v.string(CALL), v.regex(CALL_ID, CALL)),
  agent: v.optional(v.pipe(v.string(AGENT), v.regex(AGENT_ID, AGENT))),
});

const WHO = 'Send agent, customer, or the participant of a guest.';
const participant = () =>
  v.pipe(v.string(WHO), v.regex(new RegExp(`^(agent|customer)$|${GUEST_ID.source}`), WHO));

const BOOLEAN = 'Send true or false.';
/** True and false, also as a form sends them. */
const truth = () =>
  v.pipe(
    v.union([v.boolean(), v.picklist(['true', 'false'])], BOOLEAN),
    v.transform((value) => value === true || value === 'true'),
  );

/** Input of /voice/hold/start and /voice/hold/stop. */
export const HoldParticipant = () =>
  v.object({ ...which(), participant: v.optional(participant(), 'customer') });

/** Input of /voice/mute. */
export const MuteParticipant = () =>
  v.object({ ...which(), participant: v.optional(participant(), 'agent'), muted: truth() });

const DIGITS = 'Send at most 32 of 0-9, *, #, and w for half a second of silence.';

/** Input of /voice/dtmf. */
export const PressDigits = () =>
  v.object({
    ...which(),
    participant: v.optional(participant(), 'customer'),
    digits: v.pipe(v.string(DIGITS), v.regex(/^[0-9*#w]{1,32}$/, DIGITS)),
  });

const TEXT = 'Send what is to be said, at most 200 characters.';
const LANGUAGE = 'Send en or es, or leave it out.';

/** Characters that a voice can do nothing with. */
const CONTROL = /\p{Cc}/gu;
const text = () =>
  v.pipe(
    v.string(TEXT),
    v.transform((said) => said.replace(CONTROL, ' ').trim()),
    v.nonEmpty(TEXT),
    v.maxLength(200, TEXT),
  );
const language = () => v.optional(v.picklist(['en', 'es'], LANGUAGE));

/** Input of /calls/announce. */
export const Announce = () => v.object({ ...which(), text: text(), language: language() });

const NUMBER =
  'Send the number to call with its country code, like +14155550123, or the agentId of a colleague.';
const COLLEAGUE = 'Send the agent id of a colleague, or a RecipientNumber.';

/** Input of /calls/add: one of `RecipientNumber` and `agentId`. */
export const AddGuest = () =>
  v.pipe(
    v.object({
      ...which(),
      RecipientNumber: v.optional(
        v.pipe(v.string(NUMBER), v.trim(), v.nonEmpty(NUMBER), v.maxLength(40, NUMBER)),
      ),
      agentId: v.optional(v.pipe(v.string(COLLEAGUE), v.regex(/^[a-z2-7]{20}$/, COLLEAGUE))),
    }),
    v.forward(
      v.check((sent) => (sent.RecipientNumber === undefined) !== (sent.agentId === undefined), NUMBER),
      ['RecipientNumber'],
    ),
  );

const GUEST = 'Send the participant of a guest, as the call shows it.';

/** Input of /calls/remove. */
export const RemoveGuest = () =>
  v.object({ ...which(), participant: v.pipe(v.string(GUEST), v.regex(GUEST_ID, GUEST)) });

const DEVICE = 'Send phone or browser, or leave it out for your phone.';

/** Input of /supervise/listen, /supervise/whisper and /supervise/barge. */
export const Supervise = () =>
  v.object({ ...which(), device: v.optional(v.picklist(['phone', 'browser'], DEVICE), 'phone') });

/** Input of /supervise/stop. */
export const SupervisedCall = () => v.object(which());

/** What Twilio asks when a supervisor has answered: in a browser at once, on a phone with the key. */
export const JoinAsSupervisor = () =>
  v.object({
    agent: v.pipe(v.string(), v.regex(AGENT_ID)),
    call: v.pipe(v.string(), v.regex(CALL_ID)),
    other: v.pipe(
      v.string(),
      v.check((id) => isOtherId(id) && isSupervisorId(id)),
    ),
    CallSid: v.string(),
    CallStatus: v.optional(v.string()),
    Digits: v.optional(v.string()),
    step: v.optional(v.picklist(['over', 'follow'])),
  });

/** What Twilio asks for to be heard in a call: our words from the URL that we gave it. `take`: a recording begins with them. */
export const Spoken = () =>
  v.object({
    call: v.pipe(v.string(), v.regex(CALL_ID)),
    agent: v.optional(v.pipe(v.string(), v.regex(AGENT_ID))),
    take: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/), v.transform(Number))),
    music: v.optional(v.literal('1')),
    digits: v.optional(v.pipe(v.string(), v.regex(/^[0-9*#w]{1,32}$/))),
    text: v.optional(text()),
    language: language(),
  });
