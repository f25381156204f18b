import { ProvisionError } from './failure';

/** Somebody who takes calls, as the operator lists them. */
export interface Agent {
  /** Lower case. */
  email: string;
  skills: string[];
  languages: string[];
}

/** What the workflow asks for; nothing else would ever be given to anybody. */
const SKILLS = ['sales', 'support'];
const LANGUAGES = ['en', 'es'];
/** https://www.twilio.com/docs/taskrouter/api/worker: a worker's name. */
const NAME_LENGTH = 64;

/**
 * Reads `agents.json`: `[{"email": "ada@example.com", "skills": ["sales"], "languages": ["en", "es"]}]`. Who leaves out
 * skills or languages takes all. Throws a `ProvisionError` that tells everything that is wrong.
 */
export function readAgents(text: string, file: string): Agent[] {
  let list: unknown;
  try {
    list = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ProvisionError(`${file} is not JSON: ${(error as Error).message}.`);
  }
  if (!Array.isArray(list))
    throw new ProvisionError(`${file} should be a list, like [{"email": "ada@example.com"}].`);
  const problems: string[] = [];
  const seen = new Set<string>();
  const agents = list.map((entry: unknown, at): Agent => {
    const where = `entry ${at + 1}`;
    const { email, skills, languages, ...more } = (
      typeof entry === 'object' && entry !== null ? entry : {}
    ) as Record<string, unknown>;
    const address = typeof email === 'string' ? email.trim().toLowerCase() : '';
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address))
      problems.push(`${where}: "email" should be an e-mail address`);
    else if (address.length > NAME_LENGTH)
      problems.push(`${where}: "email" should have at most ${NAME_LENGTH} characters`);
    else if (seen.has(address)) problems.push(`${where}: ${address} is listed twice`);
    seen.add(address);
    for (const field of Object.keys(more))
      problems.push(`${where}: "${field}" is not known; there are "email", "skills" and "languages"`);
    const some = (field: string, value: unknown, known: string[]): string[] => {
      if (value === undefined) return known;
      const words: unknown[] = Array.isArray(value) ? value : [undefined];
      if (words.length > 0 && words.every((word) => known.includes(String(word))))
        return [...new Set(words.map(String))];
      problems.push(
        `${where}: "${field}" should be a list of ${known.map((word) => `"${word}"`).join(', ')}`,
      );
      return known;
    };
    return {
      email: address,
      skills: some('skills', skills, SKILLS),
      languages: some('languages', languages, LANGUAGES),
    };
  });
  if (problems.length > 0)
    throw new ProvisionError(
      `${file} has mistakes:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
  return agents;
}
