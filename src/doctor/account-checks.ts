import { broken, type Check, ending, fine, note, orMissing, type Patient } from './check';

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Trial accounts reach verified numbers only. https://www.twilio.com/docs/usage/trials */
const account: Check = {
  id: 'account',
  area: 'Account',
  question: 'Whether the account is active and paid for',
  needs: [],
  ask: async ({ twilio }) => {
    const { status, type, friendlyName } = await twilio.api.v2010.accounts(twilio.accountSid).fetch();
    if (String(status) !== 'active')
      return [broken(`The account "${friendlyName}" is ${status}.`, 'Activate it in the Twilio Console.')];
    return String(type) === 'Trial'
      ? [
          fine('The account is active.'),
          note(
            'It is a trial account: it ends after 30 days, calls and texts only verified numbers (five at most), and has one number.',
            'Upgrade it in the Console, or verify the numbers of everybody who tries it.',
          ),
        ]
      : [fine('The account is active, and no trial account.')];
  },
};

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
const numbers: Check = {
  id: 'numbers',
  area: 'Numbers',
  question: 'What the numbers can do',
  needs: ['CALLER_ID'],
  ask: async ({ twilio, settings }) => {
    const owned = await twilio.incomingPhoneNumbers.list({ limit: 1000 });
    return [...list(settings.CALLER_ID), ...list(settings.CALLER_IDS)].map((number) => {
      const found = owned.find(({ phoneNumber }) => phoneNumber === number);
      if (found === undefined)
        return broken(
          `The number ${ending(number)} is not one of this account.`,
          'Buy it in the Console, or correct CALLER_ID and CALLER_IDS.',
        );
      return found.capabilities.voice
        ? fine(`The number ${ending(number)} can call.`)
        : broken(`The number ${ending(number)} can't call.`, 'Use one with the capability voice.');
    });
  },
};

/** Who answers when customers call. A flow, and if that fails, the functions. */
const answering: Check = {
  id: 'answering',
  area: 'Numbers',
  question: 'Who answers the number',
  needs: ['CALLER_ID'],
  ask: async ({ twilio, settings, domain }) => {
    const [number] = await twilio.incomingPhoneNumbers.list({
      phoneNumber: settings.CALLER_ID ?? '',
      limit: 1,
    });
    if (number === undefined) return [];
    const { voiceUrl, voiceFallbackUrl, voiceApplicationSid, trunkSid } = number;
    const name = `The number ${ending(number.phoneNumber)}`;
    if (voiceApplicationSid || trunkSid)
      return [
        note(
          `${name} is answered by ${trunkSid ? 'a SIP trunk' : 'a TwiML application'} of somebody else's, not by Cordboard.`,
          'If customers shall reach Cordboard there, take that away in the Console, then run npm run up -- webhooks.',
        ),
      ];
    const flow = /^https:\/\/webhooks\.twilio\.com\/v1\/Accounts\/[^/]+\/Flows\/(FW[0-9a-f]{32})/i.exec(
      voiceUrl ?? '',
    );
    const functions = new RegExp(`^https://${domain ?? '[^/]+'}/voice/inbound`, 'i');
    const point = 'Run npm run up -- webhooks.';
    if (flow === null && !functions.test(voiceUrl ?? ''))
      return [
        broken(`${name} is not answered by Cordboard${voiceUrl ? '' : ': nothing answers it'}.`, point),
      ];
    if (flow !== null) {
      const { status, friendlyName } = await twilio.studio.v2.flows(flow[1] ?? '').fetch();
      if (String(status) !== 'published')
        return [broken(`The Studio flow "${friendlyName}", which answers, is a draft.`, point)];
      if (!functions.test(voiceFallbackUrl ?? ''))
        return [note(`${name} has no way to go on when the Studio flow fails.`, point)];
    }
    return [fine(`${name} is answered by ${flow === null ? 'the functions' : 'the Studio flow'}.`)];
  },
};

/** https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource */
const geography: Check = {
  id: 'geography',
  area: 'Numbers',
  question: 'Which countries may be called',
  needs: [],
  ask: async ({ twilio, settings }) => {
    const countries = list(settings.ALLOWED_COUNTRIES || 'US').slice(0, 30);
    const { countries: permissions } = twilio.voice.v1.dialingPermissions;
    return Promise.all(
      countries.map(async (iso) => {
        const answer = await permissions(iso.toUpperCase()).fetch();
        return answer.lowRiskNumbersEnabled
          ? fine(`${answer.name} may be called.`)
          : broken(
              `ALLOWED_COUNTRIES has ${iso}, which this account may not call (error 21215).`,
              'Turn it on in the Console (Voice, Settings, Geo permissions), or take it out of ALLOWED_COUNTRIES.',
            );
      }),
    );
  },
};

const verify: Check = {
  id: 'verify',
  area: 'Signing up',
  question: 'How codes are sent',
  needs: ['VERIFY_SERVICE_SID'],
  ask: async ({ twilio, settings }) => {
    const service = twilio.verify.v2.services(settings.VERIFY_SERVICE_SID ?? '');
    const asked = await orMissing('VERIFY_SERVICE_SID', 'a Verify service', service.fetch());
    if ('missing' in asked) return [asked.missing];
    const limits = (await service.rateLimits.list({ limit: 100 })).length;
    return [
      limits > 0
        ? fine('Codes are sent, as often as the rate limits allow.')
        : broken(
            'Codes are sent without limits: strangers can have you pay for them.',
            'Run npm run provision -- apply.',
          ),
      // Verify's API does not show its e-mail integrations. https://www.twilio.com/docs/verify/email
      note(
        'Whether codes go out by e-mail, Twilio tells only when one is sent (error 60217 when it can’t be).',
        'In the Console, Verify, Email integration: one with a SendGrid key and a verified sender, assigned to the service "Cordboard".',
      ),
    ];
  },
};

const sync: Check = {
  id: 'sync',
  area: 'Live view and browser calls',
  question: 'Who may read the live view',
  needs: ['SYNC_SERVICE_SID'],
  ask: async ({ twilio, settings }) => {
    const service = twilio.sync.v1.services(settings.SYNC_SERVICE_SID ?? '').fetch();
    const asked = await orMissing('SYNC_SERVICE_SID', 'a Sync service', service);
    if ('missing' in asked) return [asked.missing];
    return [
      asked.found.aclEnabled
        ? fine('The live view is read only by those who may.')
        : broken('Every token of the account can read every call.', 'Run npm run provision -- apply.'),
    ];
  },
};

const key: Check = {
  id: 'key',
  area: 'Live view and browser calls',
  question: 'Whether tokens for the browser are taken',
  needs: ['API_KEY_SID'],
  ask: async ({ twilio, settings }) => {
    const asked = await orMissing(
      'API_KEY_SID',
      'an API key',
      twilio.keys(settings.API_KEY_SID ?? '').fetch(),
    );
    return ['missing' in asked ? asked.missing : fine('The API key is one of this account.')];
  },
};

/** Whether an address leads to the functions; of no deployment there is nothing to be said. */
export function leadsTo(patient: Patient, what: string, address: string | null | undefined, path: string) {
  const fix = 'Run npm run up.';
  if (!address) return broken(`${what} leads nowhere.`, fix);
  const expected = `https://${patient.domain ?? new URL(address).host}${path}`;
  return address.replace(/#.*$/, '') === expected
    ? fine(`${what} leads to ${path}.`)
    : broken(`${what} leads to ${new URL(address).host}, not to ${patient.domain}${path}.`, fix);
}

const application: Check = {
  id: 'application',
  area: 'Live view and browser calls',
  question: 'Where calls from the browser go',
  needs: ['TWIML_APP_SID'],
  ask: async (patient) => {
    const fetched = patient.twilio.applications(patient.settings.TWIML_APP_SID ?? '').fetch();
    const asked = await orMissing('TWIML_APP_SID', 'a TwiML application', fetched);
    if ('missing' in asked) return [asked.missing];
    return [leadsTo(patient, 'A call from the browser', asked.found.voiceUrl, '/voice/outbound')];
  },
};

/** What can be asked about the account, beside the incoming work. */
export const accountChecks = [account, numbers, answering, geography, verify, sync, key, application];
