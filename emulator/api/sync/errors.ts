import { TwilioError } from '../rest';

/** Sync's errors: code → HTTP status and message. https://www.twilio.com/docs/api/errors (54000 to 54399) */
const ERRORS = {
  54003: [400, 'Invalid If-Match header'],
  54006: [413, 'Request entity too large'],
  54007: [403, 'Access forbidden for identity'],
  54008: [400, 'Invalid JSON'],
  54009: [429, 'Rate limit exceeded'],
  54010: [400, 'No parameters specified'],
  54011: [400, 'The TTL value in seconds must either be empty or an integer between 0 and 31536000'],
  54050: [404, 'Service Instance not found'],
  54100: [404, 'Document not found'],
  54101: [400, "The 'Data' parameter cannot be null"],
  54103: [412, 'The revision of the Document does not match the expected revision'],
  54150: [404, 'List not found'],
  54151: [404, 'List Item not found'],
  54155: [412, 'The revision of the List Item does not match the expected revision'],
  54156: [400, "The 'Data' parameter cannot be null"],
  54200: [404, 'Map not found'],
  54201: [404, 'Map Item not found'],
  54205: [412, 'The revision of the Map Item does not match the expected revision'],
  54206: [400, "The 'Data' parameter cannot be null"],
  54208: [409, 'An Item with given key already exists in the Map'],
  54209: [400, 'The Map Item key must be a string of 1 to 320 characters'],
  54250: [404, 'Message Stream not found'],
  54301: [409, 'Unique name already exists'],
  54302: [400, 'The unique name must be a string of 1 to 320 characters and not look like a SID'],
} as const;

export type SyncErrorCode = keyof typeof ERRORS;

/** The error to throw for `code`. */
export function syncError(code: SyncErrorCode): TwilioError {
  const [status, message] = ERRORS[code];
  return new TwilioError(status, code, message);
}
