import type { Twilio } from 'twilio';
import type { Existing, ResourceType } from '../resource';

export interface NumberWishes {
  /** `CALLER_ID` in `.env`: of several numbers, this one. E.164. */
  wanted: string | undefined;
  /** Where a number is bought when the account has none; ISO code. */
  country: string;
  /** Flows of the account; an address of any other flow leads nowhere. */
  flows: ReadonlySet<string>;
  /** SID of Cordboard's own flow, when there is one. */
  own: () => string | undefined;
}

/** What a number is born with: Twilio's demo, or nothing. */
const UNUSED = /^$|^https?:\/\/demo\.twilio\.com\//;
/** Cordboard's functions, of whatever deployment. */
const FUNCTIONS = /^https:\/\/[a-z0-9.-]+\/voice\/inbound(#.*)?$/i;
const FLOW = /^https:\/\/webhooks\.twilio\.com\/v1\/Accounts\/AC\w{32}\/Flows\/(FW\w{32})$/;

type Owned = Awaited<ReturnType<Twilio['incomingPhoneNumbers']['list']>>[number];

/** As much of a number as may be shown. */
export const masked = (number: string): string => `…${number.slice(-4)}`;

/** Whether a number may be taken: nothing answers it, or Cordboard does. */
function isFree({ voiceUrl, voiceApplicationSid, trunkSid }: Owned, { flows, own }: NumberWishes): boolean {
  if (voiceApplicationSid || trunkSid) return false;
  const url = voiceUrl ?? '';
  const flow = FLOW.exec(url)?.[1];
  if (flow !== undefined) return flow === own() || !flows.has(flow);
  return UNUSED.test(url) || FUNCTIONS.test(url);
}

/**
 * The number that Cordboard calls from and is called at: the one in `CALLER_ID` if the account owns it, else its only one
 * that can make calls. One that something else answers is adopted to call from, and never taken from what answers it.
 * None is ever released. https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 */
export const voiceNumber = (wishes: NumberWishes): ResourceType => ({
  label: 'Number',
  spend:
    'the account owns no number that can make calls. Buy one in the Console, or run this with --allow-spend, then run it again',
  list: async (client, _parent, [name = '']) => {
    const { wanted } = wishes;
    const owned = (await client.incomingPhoneNumbers.list({ pageSize: 1000 })).filter(
      ({ capabilities }) => capabilities.voice,
    );
    const number = wanted ? owned.find(({ phoneNumber }) => phoneNumber === wanted) : owned[0];
    const unclear = (left: string): Existing[] => [{ sid: '', name, fields: {}, left }];
    if (wanted && number === undefined)
      return unclear(
        'CALLER_ID is not a number of this account that can make calls. Correct it, or remove it to adopt one',
      );
    if (!wanted && owned.length > 1)
      return unclear(
        `the account owns ${owned.length} numbers. Set CALLER_ID to the one to call from, then run this again`,
      );
    if (number === undefined) return [];
    const { sid, phoneNumber, voiceUrl, voiceFallbackUrl, voiceMethod, voiceFallbackMethod } = number;
    return [
      {
        ...{ sid, name, value: phoneNumber },
        fields: {
          voiceUrl: voiceUrl ?? '',
          voiceFallbackUrl: voiceFallbackUrl ?? '',
          voiceMethod: voiceMethod ?? 'POST',
          voiceFallbackMethod: voiceFallbackMethod ?? 'POST',
        },
        taken: () =>
          isFree(number, wishes)
            ? undefined
            : `something else answers ${masked(phoneNumber)}. To have Cordboard answer it, clear its voice URL in the Console, then run this again`,
      },
    ];
  },
  create: async (client, _parent, _name, fields) => {
    const { country } = wishes;
    const offers = await client.availablePhoneNumbers(country).local.list({ voiceEnabled: true, limit: 1 });
    const [offer] = offers;
    if (offer === undefined)
      throw Object.assign(new Error(`Twilio has no local number in ${country} to sell right now`), {
        status: 404,
      });
    const { sid, phoneNumber } = await client.incomingPhoneNumbers.create({
      ...{ phoneNumber: offer.phoneNumber, friendlyName: 'Cordboard' },
      ...fields,
    });
    return { sid, value: phoneNumber };
  },
  update: async (client, _parent, sid, fields) => {
    await client.incomingPhoneNumbers(sid).update(fields);
  },
});
