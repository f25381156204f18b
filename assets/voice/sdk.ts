// The SDK in a file of its own, so that only who talks in the browser loads it.
export { Device } from '@twilio/voice-sdk';
