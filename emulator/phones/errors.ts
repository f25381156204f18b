export type PhoneErrorCode =
  | 'not-a-handset' // no such number, or one that the account owns
  | 'not-ringing' // answer or reject with nothing to answer
  | 'not-in-call' // press, say or hang up without a call
  | 'in-use'; // call from a handset that is on a call already

/** What a person asked of a handset that it cannot do now. The message says why and what would work. */
export class PhoneError extends Error {
  override readonly name = 'PhoneError';

  constructor(
    readonly code: PhoneErrorCode,
    message: string,
  ) {
    super(message);
  }
}
