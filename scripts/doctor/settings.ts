import { type Variable, variables } from '../../src/config';
import type { Finding } from '../../src/doctor';
import { contextBytes, contextProblems, deployableVariables, LIMITS } from '../up/variables';

/** For the tools, not for the functions: no deploy uploads them. */
const TOOLS = ['ACCOUNT_SID', 'AUTH_TOKEN'];

/** What is wrong with one setting as it stands in the file; undefined when nothing is. */
function wrongWith(
  { name, meaning, example, fallback, secret, parse }: Variable<unknown>,
  text: string,
): Finding | undefined {
  const like = secret ? '' : ` An example: ${example}`;
  if (text === '')
    return fallback === undefined
      ? { area: 'Settings', verdict: 'broken', what: `${name} is missing. ${meaning}`, fix: `Set it.${like}` }
      : undefined;
  try {
    parse(text);
    return undefined;
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'is wrong';
    return {
      area: 'Settings',
      verdict: 'broken',
      what: `${name} ${problem}. ${meaning}`,
      fix: `Correct it.${like}`,
    };
  }
}

/** What is wrong with the .env file: missing, malformed, unknown, too much of it. Never tells a value. */
export function settingsFindings(present: Record<string, string>, file: string): Finding[] {
  const known = Object.values<Variable<unknown>>(variables());
  const wrong = known.flatMap((variable) => wrongWith(variable, (present[variable.name] ?? '').trim()) ?? []);
  const names = known.map(({ name }) => name);
  const unknown = Object.keys(present).filter((name) => !names.includes(name) && !TOOLS.includes(name));
  const values = deployableVariables(present);
  const set = Object.keys(values).length;
  return [
    ...(wrong.length === 0
      ? [
          {
            area: 'Settings',
            verdict: 'ok',
            what: `${set} of ${names.length} variables are set in ${file}, all of them well.`,
          } as const,
        ]
      : wrong),
    ...unknown.map(
      (name): Finding => ({
        area: 'Settings',
        verdict: 'note',
        what: `${name} is nothing that Cordboard knows; it is not deployed.`,
        fix: 'Take it out, or look for a slip of the pen: sample.env lists all names.',
      }),
    ),
    ...contextProblems(values).map((what): Finding => {
      const [said = '', ...fix] = what.split(/(?<=\.) /);
      return { area: 'Settings', verdict: 'broken', what: said, fix: fix.join(' ') || 'Shorten it.' };
    }),
    {
      area: 'Settings',
      verdict: 'ok',
      what: `They take ${contextBytes(values)} of the ${LIMITS.context} bytes that a function may have.`,
    },
  ].filter(
    ({ what }, _, all) =>
      !(what.startsWith('They take') && all.some((one) => one.what.includes(`above ${LIMITS.context}`))),
  ) as Finding[];
}
