/** How the numbers of one country are read, judged and written. Patterns are of the number without its country code. */
export interface CountryRules {
  /** ISO code. */
  country: string;
  /** Country calling code: `1`, `44`. */
  code: string;
  /** Pattern of what is dialled there before a foreign number (`011`, `00`). */
  idd: string;
  /** Whatever might be a number there. */
  pattern: string;
  /** How many digits numbers have. */
  lengths: number[];
  /** The digit dialled before a number inside the country (`0`, `1`), or empty. */
  trunk: string;
  /** Pattern of that digit and of what else may stand there; its groups go into `trunkChange`. */
  trunkParse: string;
  trunkChange: string;
  /** Which of the countries with the same calling code it is, by the first digits; mostly empty. */
  lead: string;
  /** Kinds that reach a person at an ordinary price. */
  callable: string[];
  /** Kinds that don't: premium rate, shared cost, pager, … */
  refused: string[];
  /** `[pattern, format, first digits, how the trunk digit is written]`, the first that fits counts. */
  formats: [pattern: string, format: string, leading: string, trunkRule: string][];
}
