import { TwilioError } from '../../api/rest';
import type { VoiceOrder } from '../../api/taskrouter';
import { isClient, toE164 } from '../addresses';
import { mayShow } from '../calls';
import type { Core } from '../core';
import type { Method, Subscription, Target } from '../model';

/** 400 with one of TaskRouter's codes, https://www.twilio.com/docs/api/errors/40110 and the pages around it. */
export const invalid = (code: number, message: string): TwilioError => new TwilioError(400, code, message);

/** How long a worker's telephone may ring, in seconds. https://www.twilio.com/docs/taskrouter/handle-assignment-callbacks */
const RINGING = { usual: 60, most: 999 };

/** What an instruction was given, read by kind. `code` is the error of what is missing or wrong. */
export class Parameters {
  constructor(
    private readonly core: Core,
    private readonly order: VoiceOrder,
  ) {}

  /** Undefined when absent or blank. */
  text(name: string): string | undefined {
    const value = this.order.parameters[name];
    const text = Array.isArray(value) ? value.join(' ') : value;
    return text?.trim() || undefined;
  }

  bool(name: string, otherwise: boolean): boolean {
    const value = this.text(name)?.toLowerCase();
    return value === undefined ? otherwise : value === 'true';
  }

  int(name: string, otherwise: number, least: number, most: number, code: number): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw invalid(code, `${name} must be a whole number from ${least} to ${most}: ${text}`);
  }

  timeout(code: number): number {
    return this.int('timeout', RINGING.usual, 1, RINGING.most, code);
  }

  url(name: string, code: number): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text;
    throw invalid(code, `${name} is not a valid URL: ${text}`);
  }

  method(name: string, code: number, otherwise: Method = 'POST'): Method {
    const text = this.text(name)?.toUpperCase();
    if (text === undefined) return otherwise;
    if (text === 'GET' || text === 'POST') return text;
    throw invalid(code, `${name} must be GET or POST: ${text}`);
  }

  target(urlName: string, methodName: string, code: number): Target | undefined {
    const url = this.url(urlName, code);
    return url === undefined ? undefined : { url, method: this.method(methodName, code) };
  }

  /** Words with blanks or commas between, each of which must be known. */
  words<T extends string>(name: string, known: readonly T[], code: number): T[] | undefined {
    const words = this.text(name)?.split(/[\s,]+/);
    const strange = words?.find((word) => !known.some((one) => one === word));
    if (strange) throw invalid(code, `${name} does not know "${strange}": ${known.join(', ')}`);
    return words && known.filter((one) => words.includes(one));
  }

  events<T extends string>(
    to: Target | undefined,
    name: string,
    known: readonly T[],
    otherwise: T[],
    code: number,
  ): Subscription<T> | undefined {
    return to && { ...to, events: this.words(name, known, code) ?? otherwise };
  }

  /** Whom to call: `to`, else the worker's `contact_uri`. A plain name is a client's. */
  worker(code: number): string {
    const attributes = JSON.parse(this.order.worker.attributes) as { contact_uri?: unknown };
    const written = this.text('to') ?? attributes.contact_uri;
    if (typeof written !== 'string' || written === '')
      throw invalid(code, `There is no 'to', and worker ${this.order.worker.sid} has no contact_uri`);
    if (isClient(written)) return written;
    const number = toE164(written);
    if (number) return number;
    if (/^sips?:/i.test(written))
      throw new TwilioError(501, 501, 'The emulator does not have SIP addresses. Add them in emulator/voice');
    if (/^[^\s+:]+$/.test(written)) return `client:${written}`;
    throw invalid(code, `Neither a telephone number nor a client: ${written}`);
  }

  /** Who calls: to a telephone, a number the account owns or has verified. `otherwise` where there is no `from`. */
  caller(to: string, code: number, otherwise?: string): string {
    const from = this.text('from') ?? otherwise;
    if (from === undefined) throw invalid(code, "There is no 'from'");
    if (isClient(to)) return toE164(from) ?? from;
    const number = toE164(from);
    if (number && mayShow(this.core, number)) return number;
    throw invalid(code, `'from' is neither owned nor verified by the account: ${from}`);
  }

  /** Where the worker goes after the work, which must be an activity there is. */
  activity(code: number): string | undefined {
    const sid = this.text('post_work_activity_sid');
    if (sid === undefined || this.core.options.tasks?.hasActivity(sid)) return sid;
    throw invalid(code, `post_work_activity_sid is no activity: ${sid}`);
  }

  /** Refuses, by name, what the emulator does not carry out, unless it asks for what happens anyway. */
  refuse(names: readonly string[]): void {
    for (const name of names) {
      const value = this.text(name);
      if (value === undefined || ['false', 'do-not-record', 'do-not-trim'].includes(value)) continue;
      throw new TwilioError(
        501,
        501,
        `The emulator does not have ${name} of the instruction ${this.order.instruction}. Add it in emulator/voice/taskrouter`,
      );
    }
  }
}
