// The SDK in a file of its own, so that it is loaded when it is needed.
export { Client } from 'twilio-sync';
