/**
 * Fields that Twilio's files don't describe and that Twilio takes all the same, by operation. Each with its reason: there
 * are no others.
 */
export const TOLERATED: Record<string, { fields: string[]; reason: string }> = {
  CreateEnvironment: {
    fields: ['FriendlyName'],
    reason: "Twilio's own toolkit sends it with every new environment (@twilio-labs/serverless-api).",
  },
};
