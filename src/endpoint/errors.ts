/** How one kind of failure is told to the caller: an HTTP status and a sentence a person can act on. */
export interface ErrorEntry {
  status: number;
  message: string;
}

/**
 * Every failure Cordboard answers with, once. The code is stable and for programs, the message is safe to show to a
 * person: it never holds input, secrets or upstream texts. What is specific to a request goes into `details`. Made when asked for: few requests
 * fail, and every function loads this file.
 */
export const errorTable = () =>
  ({
    // 400: what was sent can't be used
    invalid_input: { status: 400, message: 'Some fields are missing or wrong. See details.fields.' },
    reserved_field: {
      status: 400,
      message: 'A field named "request" cannot be sent: the platform uses that name itself.',
    },
    invalid_number: {
      status: 400,
      message: 'This is not a phone number that can be reached. Write it in full, for example +14155550100.',
    },
    wrong_code: { status: 400, message: 'The code is not right. Check the message and try again.' },
    code_expired: { status: 410, message: 'The code has expired or was already used. Ask for a new one.' },

    // 401: who is asking is not known
    no_session: {
      status: 401,
      message: 'Sign in first: send the access token as "Authorization: Bearer …".',
    },
    invalid_token: { status: 401, message: 'The token is not valid here. Start again from the first step.' },
    token_expired: { status: 401, message: 'The token has expired. Get a new one.' },
    token_used: { status: 401, message: 'The token was already used. Start again from the e-mail step.' },
    session_ended: { status: 401, message: 'The session has ended. Sign in again.' },

    // 403: who is asking may not
    forbidden: { status: 403, message: 'You may not do this.' },
    email_not_allowed: {
      status: 403,
      message: 'This e-mail address may not sign up here. Ask the administrator.',
    },

    recording_required: {
      status: 403,
      message: 'Calls are recorded here: only a supervisor may stop it. Pause it instead.',
    },

    // 404, 409: what it is about
    not_found: { status: 404, message: 'There is nothing here by that name.' },
    conflict: {
      status: 409,
      message: 'Someone else changed this at the same moment. Load it again and retry.',
    },
    phone_in_use: {
      status: 409,
      message: 'This number belongs to another person here. They have to change theirs first.',
    },
    call_in_progress: { status: 409, message: 'You are already in a call. End it before you start another.' },
    call_ended: { status: 409, message: 'The call has ended.' },
    not_connected: { status: 409, message: 'They are not in the conversation yet, or not any more.' },
    too_many_guests: { status: 409, message: 'As many people as can be are in this call already.' },
    transfer_under_way: { status: 409, message: 'A transfer of this call is under way already.' },
    no_transfer: { status: 409, message: 'No transfer of this call is under way.' },
    target_not_there: { status: 409, message: 'They have not answered yet.' },
    target_left: { status: 409, message: 'They are not there any more. The customer is back with you.' },
    colleague_unavailable: { status: 409, message: 'This colleague cannot take a call now.' },
    supervised_already: { status: 409, message: 'Somebody else supervises this call already.' },
    not_recording: { status: 409, message: 'The call is not recorded, or not any more.' },
    not_paused: { status: 409, message: 'The recording is not paused.' },
    recording_not_ready: { status: 409, message: 'The recording is not ready yet. Try again in a moment.' },
    recording_deleted: { status: 410, message: 'The recording was deleted.' },
    recording_too_long: {
      status: 413,
      message: 'The recording is too long for one answer. Ask for it in parts, with the header Range.',
    },

    // 422: understood, but policy refuses
    number_not_allowed: { status: 422, message: 'Policy does not allow this number. See details.problem.' },
    recording_off: { status: 422, message: 'Calls are not recorded here.' },

    // 429: too much, too fast (with Retry-After)
    too_many_attempts: {
      status: 429,
      message: 'Too many wrong codes. Wait until it expires, then ask for a new one.',
    },
    too_many_codes: { status: 429, message: 'Too many codes were asked for. Wait, then try again.' },
    too_many_calls: { status: 429, message: 'Too many calls in a short time. Wait, then try again.' },
    all_lines_busy: { status: 429, message: 'As many calls as allowed are under way. Wait for one to end.' },

    // 5xx: not the caller's fault
    not_configured: {
      status: 500,
      message: 'The service is not set up correctly. The log says what is missing.',
    },
    internal: { status: 500, message: 'Something went wrong on our side. It has been logged.' },
    code_not_sent: {
      status: 502,
      message: 'The code could not be sent there. Check the address or number, or use another channel.',
    },
    upstream_failed: { status: 502, message: 'Twilio could not do this. It has been logged; try again.' },
    upstream_busy: { status: 503, message: 'Twilio is busy. Try again in a moment.' },
    timeout: {
      status: 504,
      message: 'This took too long. It may still have happened: look before you try again.',
    },
  }) as const satisfies Record<string, ErrorEntry>;

/** The stable name of a failure. */
export type ErrorCode = keyof ReturnType<typeof errorTable>;

/** What is specific to one failed request: the field, what is wrong with it, what to do. Never secrets or full numbers. */
export interface ProblemDetails {
  field?: string;
  problem?: string;
  fix?: string;
  /** Becomes the `Retry-After` header. Seconds. */
  retryAfter?: number;
  [more: string]: unknown;
}

/**
 * A failure that the caller is told about. Whatever else is thrown is a bug of ours, logged and answered as `internal`.
 * `cause` is for the log only.
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ErrorCode,
    readonly details?: ProblemDetails,
    cause?: unknown,
  ) {
    super(errorTable()[code].message, { cause });
  }

  get status(): number {
    return errorTable()[this.code].status;
  }
}
