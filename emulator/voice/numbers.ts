import { formatted, toE164 } from './addresses';
import type { Core } from './core';
import type { CallerIdRecord, NumberRecord, VoiceSettings } from './model';

/** How a number or an application is before anybody sets it up. https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
export const BLANK_SETTINGS: VoiceSettings = {
  voiceUrl: '',
  voiceMethod: 'POST',
  voiceFallbackUrl: '',
  voiceFallbackMethod: 'POST',
  statusCallback: '',
  statusCallbackMethod: 'POST',
  voiceCallerIdLookup: false,
  smsUrl: '',
  smsMethod: 'POST',
  smsFallbackUrl: '',
  smsFallbackMethod: 'POST',
};

/** Gives the account a number. */
export function ownNumber(
  core: Core,
  phoneNumber: string,
  settings: Partial<NumberRecord> = {},
): NumberRecord {
  const now = core.kernel.clock.now();
  const record: NumberRecord = {
    ...BLANK_SETTINGS,
    phoneNumber,
    friendlyName: formatted(phoneNumber),
    voiceApplicationSid: '',
    smsApplicationSid: '',
    dateCreated: now,
    dateUpdated: now,
    ...settings,
    sid: core.kernel.ids.sid('PN'),
  };
  return core.numbers.set(record.sid, record);
}

/** Gives the account a caller id, as if its owner had passed Twilio's validation call. */
export function verifyCallerId(core: Core, phoneNumber: string): CallerIdRecord {
  const now = core.kernel.clock.now();
  const record: CallerIdRecord = {
    sid: core.kernel.ids.sid('PN'),
    phoneNumber,
    friendlyName: formatted(phoneNumber),
    dateCreated: now,
    dateUpdated: now,
  };
  return core.callerIds.set(record.sid, record);
}

/** What the account owns and has verified from the start, where it has nothing. Throws on what is no telephone number. */
export function seedNumbers(core: Core): void {
  const { numbers = [], callerIds = [] } = core.options;
  if (core.numbers.size === 0) for (const written of numbers) ownNumber(core, numberOf(written));
  if (core.callerIds.size === 0) for (const written of callerIds) verifyCallerId(core, numberOf(written));
}

function numberOf(written: string): string {
  const number = toE164(written);
  if (number) return number;
  throw new Error(`The emulator cannot own or verify "${written}": it is not a telephone number`);
}
