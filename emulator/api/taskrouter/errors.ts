import { TwilioError } from '../rest';
import { check, ExpressionError } from './expression';

/** 400/20001: something about a request is not as it must be; the message says what. https://www.twilio.com/docs/api/errors/20001 */
export const invalid = (message: string): TwilioError => new TwilioError(400, 20001, message);

/** 412/20412: the resource has changed since the version named by If-Match. */
export const changedMeanwhile = (sid: string, version: number): TwilioError =>
  new TwilioError(412, 20412, `Precondition Failed: ${sid} is at version ${version}`);

/** Throws 400/20001 when this is no expression, with the place where it ceases to be one. */
export function checkExpression(what: string, source: string): void {
  try {
    check(source);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw invalid(`Invalid expression in ${what}: ${error.message}: ${source}`);
  }
}
