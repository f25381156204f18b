import { formatted, toE164 } from './addresses';
import type { Core } from './core';
import type { NumberRecord, VoiceSettings } from './model';

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

/** The numbers the account owns from the start, where it owns none. Throws on one that is no telephone number. */
export function seedNumbers(core: Core): void {
  if (core.numbers.size > 0) return;
  for (const written of core.options.numbers ?? []) {
    const number = toE164(written);
    if (!number) throw new Error(`The emulator cannot own "${written}": it is not a telephone number`);
    ownNumber(core, number);
  }
}
