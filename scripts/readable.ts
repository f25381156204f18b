/** Columns that a line of the timeline may take. */
export const WIDTH = 100;

/** The first letters of an id tell it from its neighbours; a SID also shows its kind. */
const REPLACED: [pattern: RegExp, by: string][] = [
  [/\bapi\.twilio\.com\/2010-04-01(\/Accounts\/AC\w{32})?/g, 'api'],
  [/\b(\w+)\.twilio\.com\/v\d(\/Services\/\w{34})?/g, '$1'],
  [/\b[\w-]+\.twil\.io\//g, '/'],
  [/\b([A-Z]{2}[0-9a-f]{4})[0-9a-f]{28}\b/g, '$1…'],
  [/\b(?=[a-z]*\d)([a-z0-9]{6})[a-z0-9]{10,}\b/g, '$1…'],
  // A function's own line: what it was about is in the lines around it.
  [/\b(agent|call) [a-z0-9]{6}…, /g, ''],
  [
    /: (?:leg (\w+), )?(?:event ([\w-]+), )?status (\d+), code \w+, ms (\d+), upstreamMs \d+, upstreamCalls (\d+).*$/,
    ' $1 $2: $3, $4 ms, $5 REST',
  ],
  [/ +(?=[ :])/g, ''],
  // The operation's name says again what method and path say.
  [/ \([A-Z]\w+\)(?=: \d{3})/g, ''],
];

/** A summary of the timeline as it fits on a line of a terminal: hosts, SIDs and other ids shortened, the rest cut. */
export function readable(summary: string, width: number): string {
  const short = REPLACED.reduce((text, [pattern, by]) => text.replace(pattern, by), summary);
  return short.length <= width ? short : `${short.slice(0, width - 1)}…`;
}
