import type { WebhookAnswer } from '../../../webhooks';
import type { Outcome } from './widget';

/** The most a widget takes of an answer, bytes. https://www.twilio.com/docs/studio/widget-library/http-request */
export const LARGEST_ANSWER = 64 * 1024;

/**
 * What a widget makes of an HTTP answer: `body`, `content_type`, `status_code`, and `parsed` where it is JSON. An object's
 * fields are `parsed.x`. No answer, an error, one that is too large or JSON that cannot be read is a failure.
 */
export function outcomeOf(answer: WebhookAnswer, success: string, failure: string): Outcome {
  const { status, contentType, body } = answer;
  const data = { status_code: status, content_type: contentType, body };
  if (status < 200 || status > 299 || answer.errorCode !== undefined) return { event: failure, data };
  if (Buffer.byteLength(body) > LARGEST_ANSWER) return { event: failure, data: { ...data, body: '' } };
  if (!/^application\/(?:.+\+)?json\b/i.test(contentType)) return { event: success, data };
  try {
    return { event: success, data: { ...data, parsed: JSON.parse(body) as unknown } };
  } catch {
    return { event: failure, data };
  }
}

/** The URL with how long to wait for it, ms, and no second try; what its own fragment says goes first. */
export const within = (url: string, milliseconds: number): string =>
  url.includes('#') ? url : `${url}#tt=${milliseconds}&rt=${milliseconds}&rc=0`;
