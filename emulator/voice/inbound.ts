import { toE164 } from './addresses';
import { callParams } from './call-callbacks';
import { openLeg, ownedNumber } from './calls';
import type { Core } from './core';
import type { Device, DeviceLeg } from './device';
import { DirectCall } from './direct';
import type { Leg } from './leg';
import type { CallEvent, NumberRecord, Subscription, VoiceSettings } from './model';
import { runOn } from './program';

/**
 * A device calls a number. One of the account's rings there and its webhook decides; another device's rings that device,
 * with no part of Twilio in it; any other does not exist.
 */
export function placeCall(core: Core, from: Device, to: string): DeviceLeg {
  const number = ownedNumber(core, to);
  if (!number) return new DirectCall(core, from, toE164(to) ?? to).caller;
  const settings = settingsOf(core, number);
  const leg = openLeg(
    core,
    {
      from: from.address,
      to: number.phoneNumber,
      direction: 'inbound',
      statusCallback: statusCallbackOf(settings),
    },
    from,
  );
  // Not at once: the device first has to know which call this is.
  leg.after(0, () => receive(leg, settings));
  return leg;
}

/**
 * A client calls a TwiML application. The voice URL is asked as for any incoming call, with the client as `From`; what the
 * browser sent goes along, except what would pass for Twilio's own words. `To` alone is the browser's to say.
 * https://www.twilio.com/docs/voice/sdks/javascript/twiliodevice#deviceconnectconnectoptions
 */
export function callApplication(
  core: Core,
  from: Device,
  applicationSid: string,
  parameters: Record<string, string>,
): DeviceLeg | undefined {
  const application = core.applications.get(applicationSid);
  if (!application) return undefined;
  const { To = '', ...custom } = parameters;
  const leg = openLeg(
    core,
    {
      from: from.address,
      to: To,
      direction: 'inbound',
      statusCallback: statusCallbackOf(application),
    },
    from,
  );
  const own = callParams(core, leg.record);
  const params = Object.fromEntries(Object.entries(custom).filter(([name]) => !(name in own)));
  // Not at once: the device first has to know which call this is.
  leg.after(0, () => receive(leg, application, { ...params, ApplicationSid: applicationSid }));
  return leg;
}

function receive(leg: Leg, settings: VoiceSettings, params?: Record<string, string>): void {
  leg.hear({ kind: 'tone', name: 'ringing' });
  if (!settings.voiceUrl) {
    leg.core.kernel.timeline.violation(
      `${leg.to} was called but has no voice URL`,
      { phoneNumber: leg.to },
      leg.callSid,
    );
    leg.end('failed', 'twilio');
    return;
  }
  runOn(leg, {
    source: {
      url: { url: settings.voiceUrl, method: settings.voiceMethod },
      ...(params ? { params } : {}),
    },
    fallback: settings.voiceFallbackUrl
      ? { url: settings.voiceFallbackUrl, method: settings.voiceFallbackMethod }
      : undefined,
  });
}

/** A number's own settings, or those of the TwiML application it is given to. */
function settingsOf(core: Core, number: NumberRecord): VoiceSettings {
  const application = number.voiceApplicationSid
    ? core.applications.get(number.voiceApplicationSid)
    : undefined;
  return application ?? number;
}

const statusCallbackOf = (settings: VoiceSettings): Subscription<CallEvent> | undefined =>
  settings.statusCallback
    ? { url: settings.statusCallback, method: settings.statusCallbackMethod, events: ['completed'] }
    : undefined;
