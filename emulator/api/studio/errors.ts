import { type RestReply, TwilioError } from '../rest';
import type { Problem } from './entities';

/** 400/20001: something about a request is not as it must be. https://www.twilio.com/docs/api/errors/20001 */
export const invalid = (message: string): TwilioError => new TwilioError(400, 20001, message);

/** 409/20409: the contact is in an execution already. https://www.twilio.com/docs/studio/user-guide/studio-faq */
export const alreadyActive = (sid: string): TwilioError =>
  new TwilioError(409, 20409, `Execution ${sid} is already active for this contact`);

/** 400/81022: the definition is not valid; `details` says where and why. https://www.twilio.com/docs/api/errors/81022 */
export class InvalidDefinition extends TwilioError {
  constructor(
    readonly errors: Problem[],
    readonly warnings: Problem[] = [],
  ) {
    super(
      400,
      81022,
      `Flow definition validation failed: ${errors.map(({ property_path, message }) => `${property_path}: ${message}`).join('; ')}`,
    );
  }

  override get reply(): RestReply {
    const reply = super.reply;
    const details = { errors: this.errors, warnings: this.warnings };
    return { ...reply, json: { ...(reply.json as object), details } };
  }
}

/** 501: Twilio has this widget, or this use of it, and the emulator does not. */
export const unsupportedWidget = (name: string, type: string, what: string): TwilioError =>
  new TwilioError(501, 501, `Widget "${name}" (${type}): ${what}`);

/**
 * What went wrong while a flow ran: a violation on the timeline, which names the flow and the widget. The execution ends;
 * the call goes to its fallback URL, or hears that an application error has occurred.
 */
export class FlowFailure extends Error {
  override readonly name = 'FlowFailure';
}
