/** What the account needs and no API tells or makes; a person has to look. */
export const NEEDS: readonly string[] = [
  'Codes by e-mail: an e-mail integration of the Verify service "Cordboard" (Console, Verify, Services, Email). Without it they fail with 60217. https://www.twilio.com/docs/verify/email',
  'Codes by text message: nothing of your own. Verify sends from its own numbers; no messaging service, no registration. The countries have to be allowed (Console, Verify, Geo permissions).',
  'Calls abroad: the countries of ALLOWED_COUNTRIES allowed for voice (Console, Voice, Settings, Geo permissions).',
];
