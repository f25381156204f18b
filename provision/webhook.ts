/**
 * Asks Twilio to deliver again, up to twice, after a 5xx, a failed connection or a timeout.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const REDELIVER = '#rc=2&rp=5xx,ct,rt';
