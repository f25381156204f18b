import type { XmlElement } from '../../xml';
import type { Method, Target } from '../model';
import { TwimlFailure } from './failure';
import { resolveUrl } from './resolve-url';
import type { Scene } from './scene';

/** Which attributes an element may carry here. */
export interface AttributeTable {
  /** Carried out. */
  supported: readonly string[];
  /** Taken and of no effect in the emulator (voices, hints, models): nothing a caller could notice depends on them. */
  ignored?: readonly string[];
  /** Refused: Twilio has it, the emulator does not yet. */
  missing?: readonly string[];
}

/**
 * The attributes of one element, read by type. An attribute nobody knows, or that the emulator does not carry out, ends
 * the program (`TwimlFailure`); a value Twilio would warn about is a violation on the timeline and counts as absent.
 */
export class Attributes {
  constructor(
    private readonly scene: Scene,
    private readonly element: XmlElement,
    table: AttributeTable,
  ) {
    for (const name of Object.keys(element.attributes)) {
      if (table.supported.includes(name) || table.ignored?.includes(name)) continue;
      if (table.missing?.includes(name))
        throw new TwimlFailure(
          12100,
          `The emulator does not support the attribute ${name} of <${element.name}> yet; carry it out where <${element.name}> is, in emulator/voice/twiml`,
        );
      throw new TwimlFailure(12100, `<${element.name}> has no attribute ${name}`);
    }
  }

  text(name: string): string | undefined {
    return this.element.attributes[name];
  }

  bool(name: string, otherwise: boolean): boolean {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    if (value === 'true' || value === 'false') return value === 'true';
    return this.#invalid(name, value, otherwise);
  }

  /** A whole number of at least `least`. */
  int<T>(name: string, otherwise: T, least = 0): number | T {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    if (/^\d+$/.test(value) && Number(value) >= least) return Number(value);
    return this.#invalid(name, value, otherwise);
  }

  oneOf<T extends string>(name: string, values: readonly T[], otherwise: T): T {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    return values.find((known) => known === value) ?? this.#invalid(name, value, otherwise);
  }

  method(name: string, otherwise: Method = 'POST'): Method {
    const value = this.text(name)?.toUpperCase();
    if (value === undefined) return otherwise;
    if (value === 'GET' || value === 'POST') return value;
    return this.#invalid(name, value, otherwise);
  }

  /** An absolute URL with its method, resolved against the document; undefined when the attribute is absent or blank. */
  target(name: string, methodName: string, otherwise: Method = 'POST'): Target | undefined {
    const value = this.text(name)?.trim();
    if (!value) return undefined;
    return { url: resolveUrl(this.scene, value), method: this.method(methodName, otherwise) };
  }

  /** Space-separated words, each of which must be known. */
  words<T extends string>(name: string, values: readonly T[]): T[] | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const words = value.split(/\s+/).filter(Boolean);
    for (const word of words)
      if (!values.some((known) => known === word)) this.#invalid(name, word, undefined);
    return values.filter((known) => words.includes(known));
  }

  #invalid<T>(name: string, value: string, otherwise: T): T {
    this.scene.core.kernel.timeline.violation(
      `<${this.element.name}> has an invalid ${name}: "${value}"`,
      { element: this.element.name, attribute: name, value },
      this.scene.leg?.callSid,
    );
    return otherwise;
  }
}
