/**
 * A TwiML document that cannot be carried out. The call asks its fallback URL; without one, the caller hears that an
 * application error has occurred. `code` is Twilio's, see https://www.twilio.com/docs/api/errors
 */
export class TwimlFailure extends Error {
  override readonly name = 'TwimlFailure';

  constructor(
    readonly code: number,
    message: string,
    /** The document it happened in, where there is one. */
    readonly url?: string,
  ) {
    super(message);
  }
}

/** What Twilio says before it hangs up on a call whose TwiML failed. */
export const APPLICATION_ERROR = "We're sorry, an application error has occurred. Goodbye.";
