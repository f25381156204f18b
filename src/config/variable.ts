/**
 * One environment variable: what it is for and how it is read. `parse` gets the trimmed text and returns its value, or
 * throws an Error whose message says what it should be.
 */
export interface Variable<T> {
  name: string;
  /** What for, in a sentence for whoever fills in `.env`. */
  meaning: string;
  /** A value that passes the check; what `sample.env` shows. */
  example: string;
  /** The text that stands when the variable is absent or empty; absent = required. */
  fallback?: string;
  /** Must never be logged or shown. */
  secret?: boolean;
  parse(text: string): T;
}
