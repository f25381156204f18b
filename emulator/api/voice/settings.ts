import type { VoiceSettings } from '../../voice/model';
import type { Form } from '../rest';
import { method, url } from './input';

/** https://www.twilio.com/docs/api/errors/21502 */
const INVALID_URL = 21502;

/** The settings a form carries; what it does not mention is not there, what it leaves empty is emptied. */
export function voiceSettings(form: Form): Partial<VoiceSettings> {
  const settings: Partial<VoiceSettings> = {};
  const address = (name: string): string | undefined =>
    form.has(name) ? (url(form, name, INVALID_URL) ?? '') : undefined;
  const put = <K extends keyof VoiceSettings>(key: K, value: VoiceSettings[K] | undefined) => {
    if (value !== undefined) settings[key] = value;
  };
  put('voiceUrl', address('VoiceUrl'));
  put('voiceFallbackUrl', address('VoiceFallbackUrl'));
  put('statusCallback', address('StatusCallback'));
  put('smsUrl', address('SmsUrl'));
  put('smsFallbackUrl', address('SmsFallbackUrl'));
  if (form.has('VoiceMethod')) put('voiceMethod', method(form, 'VoiceMethod'));
  if (form.has('VoiceFallbackMethod')) put('voiceFallbackMethod', method(form, 'VoiceFallbackMethod'));
  if (form.has('StatusCallbackMethod')) put('statusCallbackMethod', method(form, 'StatusCallbackMethod'));
  if (form.has('SmsMethod')) put('smsMethod', method(form, 'SmsMethod'));
  if (form.has('SmsFallbackMethod')) put('smsFallbackMethod', method(form, 'SmsFallbackMethod'));
  put('voiceCallerIdLookup', form.bool('VoiceCallerIdLookup'));
  return settings;
}
