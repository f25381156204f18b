import { messageLeft } from '../callbacks';
import { keepRecording } from '../calls';
import type { Deps, Input, Reply } from '../endpoint';
import { newDocument, say } from '../twilio';
import { takesMessages } from './alternatives';
import type { Reason } from './menu';
import type { MessageLeft, Voicemail } from './schemas';
import { closedText, farewellTwiml, PATHS, sorryText } from './twiml';
import { type Locale, sentence } from './words';

/** Who says nothing for so long is done. Seconds. */
const SILENCE_SECONDS = 5;

/**
 * Asks for a message, and keeps it: what became of it is told to `/voice/voicemail/left`, also when the caller hangs up.
 * Who says nothing hears goodbye. `first` is said before.
 */
export function voicemailTwiml(
  deps: Deps,
  locale: Locale,
  { first, reason }: { first?: string | undefined; reason?: Reason | undefined } = {},
): string {
  const about = { language: locale, ...(reason === undefined ? {} : { reason }) };
  const response = newDocument();
  const text = sentence('leaveMessage', locale);
  say(response, locale, first === undefined ? text : `${first} ${text}`);
  response.record({
    action: deps.webhookUrl(PATHS.voicemail, { ...about, done: '1' }),
    method: 'POST',
    maxLength: deps.config.voicemailSeconds,
    timeout: SILENCE_SECONDS,
    finishOnKey: '#',
    playBeep: true,
    trim: 'trim-silence',
    transcribe: false,
    recordingStatusCallback: deps.webhookUrl(PATHS.messageLeft, about),
    recordingStatusCallbackMethod: 'POST',
    recordingStatusCallbackEvent: ['completed'],
  });
  say(response, locale, sentence('goodbye', locale));
  response.hangup();
  return response.toString();
}

/** After hours: says so, and asks for a message where that is wanted. */
export function closedTwiml(deps: Deps, locale: Locale): string {
  if (!takesMessages(deps)) return farewellTwiml([{ locale, text: closedText(deps, locale) }]);
  return voicemailTwiml(deps, locale, { first: closedText(deps, locale, 'a message') });
}

/** Whom nobody could be found for: says so, and asks for a message where that is wanted. */
export function sorryTwiml(
  deps: Deps,
  locale: Locale,
  { key, reason }: { key?: 'queueFull' | 'nobodyFree'; reason?: Reason | undefined },
): string {
  if (!takesMessages(deps)) {
    const text = sorryText(deps, locale, key ?? 'nobodyFree');
    return farewellTwiml([{ locale, text }]);
  }
  return voicemailTwiml(deps, locale, {
    reason,
    first: key === undefined ? undefined : sentence(key, locale),
  });
}

/** For whoever sends a call here (a Studio flow after hours, say): asks for a message, then thanks for it. No request. */
export async function takeMessage(deps: Deps, input: Input<typeof Voicemail>): Promise<Reply> {
  const locale = input.language ?? deps.config.locale;
  if (input.done) return farewellTwiml([{ locale, text: sentence('messageTaken', locale) }]);
  return sorryTwiml(deps, locale, { reason: input.reason });
}

/** When Twilio began to record, RFC 2822: the same in whatever delivery of the report. Milliseconds since the epoch. */
function madeAt(deps: Deps, { RecordingStartTime: time }: Input<typeof MessageLeft>): number {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) || parsed < 0 ? deps.now().getTime() : parsed;
}

/**
 * Twilio has kept a message: makes a task of it, once, and sees to it that it is deleted in time. Six requests; none for
 * an empty one.
 */
export async function keepMessage(deps: Deps, input: Input<typeof MessageLeft>): Promise<Reply> {
  const { CallSid: callSid, RecordingSid: recording, RecordingStatus: status, reason } = input;
  deps.log.note({ callSid, recording });
  // `absent`: there is nothing on it. https://www.twilio.com/docs/voice/api/recording#recording-status-values
  if (status !== '' && status !== 'completed') return undefined;
  const kept = await messageLeft(deps, {
    callSid,
    recording,
    seconds: input.RecordingDuration ?? 0,
    language: input.language ?? deps.config.locale,
    ...(reason === undefined ? {} : { reason }),
  });
  deps.log.note({ kept });
  if (kept) await keepRecording(deps, recording, madeAt(deps, input));
  return undefined;
}
