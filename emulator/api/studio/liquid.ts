import { filters, Liquid } from 'liquidjs';
import type { Clock } from '../../clock';
import type { Context } from './entities';
import { FlowFailure } from './errors';

/** A template that takes longer than this, ms, is a loop without end. */
const LONGEST = 1000;

/**
 * Studio's templates. What is not there is empty, objects and lists are written as JSON, times are UTC, and `now` is the
 * emulated time. https://www.twilio.com/docs/studio/user-guide/liquid-template-language
 */
export class Templates {
  #engine: Liquid;

  constructor(clock: Clock) {
    this.#engine = new Liquid({
      strictFilters: true,
      timezoneOffset: 0,
      renderLimit: LONGEST,
      outputEscape: (value: unknown) =>
        value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value ?? ''),
      // A flow has no files to include.
      templates: {},
    });
    const date = filters.date as (...given: unknown[]) => unknown;
    this.#engine.registerFilter('date', function (this: unknown, value: unknown, ...given: unknown[]) {
      return date.call(this, value === 'now' || value === 'today' ? clock.date() : value, ...given);
    });
  }

  /** What is wrong with the template, or nothing. */
  problem(template: string): string | undefined {
    try {
      this.#engine.parse(template);
      return undefined;
    } catch (error) {
      return firstLine(error);
    }
  }

  /** Throws `FlowFailure` for a template that cannot be read or rendered. */
  render(template: string, context: Context): string {
    try {
      return String(this.#engine.parseAndRenderSync(template, context));
    } catch (error) {
      throw new FlowFailure(`the Liquid template ${JSON.stringify(template)} failed: ${firstLine(error)}`);
    }
  }
}

const firstLine = (error: unknown): string => String((error as Error).message).split('\n')[0] ?? '';
