import * as v from 'valibot';

/** The version that each message of the signalling carries. */
const VERSION = '1.6';

const callsid = v.pipe(v.string(), v.minLength(1));
const sdp = v.pipe(v.string(), v.minLength(1));

/** What the SDK says, by type. Fields the emulator does not read may come along. */
export const REQUESTS = {
  /** Shows a token: first of all, and again when it was refreshed. */
  listen: v.looseObject({ token: v.string() }),
  /** Wants to be called, or no longer. */
  register: v.looseObject({ media: v.looseObject({ audio: v.boolean() }) }),
  /** Calls the application; with `reconnect`, goes on with a call that it lost. */
  invite: v.looseObject({
    callsid,
    sdp,
    twilio: v.optional(v.looseObject({ params: v.optional(v.string(), '') }), { params: '' }),
    reconnect: v.optional(v.string()),
  }),
  answer: v.looseObject({ callsid, sdp }),
  hangup: v.looseObject({ callsid }),
  reject: v.looseObject({ callsid }),
  dtmf: v.looseObject({ callsid, dtmf: v.pipe(v.string(), v.regex(/^[0-9A-D#*wW]{1,100}$/i)) }),
  reinvite: v.looseObject({ callsid, sdp }),
  message: v.looseObject({
    callsid,
    voiceeventsid: v.string(),
    messagetype: v.optional(v.string(), ''),
    contenttype: v.optional(v.string(), ''),
    content: v.unknown(),
  }),
} as const satisfies Record<string, v.GenericSchema>;

/** A message of the SDK, read. */
export type Request = {
  [Type in keyof typeof REQUESTS]: { type: Type; payload: v.InferOutput<(typeof REQUESTS)[Type]> };
}[keyof typeof REQUESTS];

/** What of an error the SDK is told; it makes its own error classes of the code. */
export interface SignallingError {
  code: number;
  message: string;
}

/** What the SDK is told. `callsid` is left out where no one call is meant. */
export type Reply =
  | {
      type: 'connected';
      payload: {
        region: string;
        edge: string;
        home: string;
        gateway: string;
        /** `ttl` in seconds. */
        token: { identity: string; ttl: number };
      };
    }
  | { type: 'ready' | 'offline'; payload: Record<string, never> }
  /** With `sdp`, the caller hears what plays until the answer (early media). */
  | { type: 'ringing'; payload: { callsid: string; sdp?: string } }
  | { type: 'answer'; payload: { callsid: string; sdp?: string; reconnect: string } }
  | {
      type: 'invite';
      payload: { callsid: string; sdp: string; parameters: Record<string, string>; reconnect: string };
    }
  | { type: 'cancel'; payload: { callsid: string } }
  | { type: 'hangup'; payload: { callsid: string; error?: SignallingError } }
  | { type: 'ack'; payload: { acktype: 'message'; callsid: string; voiceeventsid: string } }
  | { type: 'error'; payload: { callsid?: string; voiceeventsid?: string; error: SignallingError } };

/** A message that the emulator does not understand; what it says is for the timeline. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
}

const Envelope = v.looseObject({ type: v.string(), payload: v.optional(v.unknown(), {}) });

/** Reads a message; undefined for the beat that only says that the SDK is there. Throws `MessageError`. */
export function readMessage(text: string): Request | undefined {
  if (text.trim() === '') return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MessageError('it is not JSON');
  }
  const envelope = v.safeParse(Envelope, json);
  if (!envelope.success) throw new MessageError('it has no type');
  const { type, payload } = envelope.output;
  if (!Object.hasOwn(REQUESTS, type))
    throw new MessageError(
      `the emulator does not know the message "${type}"; add it in emulator/realtime/voice/messages.ts`,
    );
  const result = v.safeParse(REQUESTS[type as keyof typeof REQUESTS], payload);
  if (!result.success) {
    const [issue] = result.issues;
    throw new MessageError(`"${type}" is wrong at ${v.getDotPath(issue) ?? 'its payload'}: ${issue.message}`);
  }
  return { type, payload: result.output } as Request;
}

/** A message as it goes over the wire. */
export const writeMessage = ({ type, payload }: Reply): string =>
  JSON.stringify({ type, version: VERSION, payload });
