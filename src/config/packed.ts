/**
 * The variable that holds many settings at once, as JSON: name → value. `npm run up` deploys so what fits into one, because
 * each variable is a request of its own, and functions that run see half of a change while it is being made. A variable of
 * the setting's own name goes before it: what was set by hand in the Console, or uploaded by the toolkit.
 */
export const PACKED = 'CORDBOARD';

const NOTHING: Record<string, unknown> = {};
/** What was read last, and from what. */
let last: { text: string; values: Record<string, unknown> } | undefined;

/** What is wrong with it, for whoever wrote it by hand. */
export const PACKED_PROBLEM = `${PACKED} should be JSON with names and values of settings. Remove it and run npm run up.`;

/** The settings that an environment's packed variable holds; undefined when it is not readable. */
export function packedIn(environment: Record<string, unknown>): Record<string, unknown> | undefined {
  const text = environment[PACKED];
  if (typeof text !== 'string' || text.trim() === '') return NOTHING;
  if (last?.text === text) return last.values;
  try {
    const values: unknown = JSON.parse(text);
    if (typeof values !== 'object' || values === null || Array.isArray(values)) return undefined;
    last = { text, values: values as Record<string, unknown> };
    return last.values;
  } catch {
    return undefined;
  }
}

/** An environment with what its packed variable holds in their own places. */
export const unpacked = (environment: Record<string, string>): Record<string, string> => {
  const { [PACKED]: _packed, ...own } = environment;
  const held = Object.entries(packedIn(environment) ?? NOTHING).map(([name, value]) => [name, String(value)]);
  const set = Object.entries(own).filter(([, value]) => value.trim() !== '');
  return { ...Object.fromEntries(held), ...Object.fromEntries(set) };
};
