import type { Handler } from '../endpoint';
import { FakeTwilio } from '../testing/fake-twilio';
import { type Answered, invoke } from '../testing/invoke';

/** An environment in which callers can be queued. */
export const QUEUED = { WORKFLOW_SID: `WW${'1'.repeat(32)}` };
export const CALL = { CallSid: `CA${'1'.repeat(32)}`, From: '+14155550123', To: '+14155550199' };

/** Asks a webhook as Twilio does, once: its TwiML or JSON. */
export async function asked(
  handler: Handler,
  fields: Record<string, unknown> = {},
  environment: Record<string, unknown> = QUEUED,
): Promise<Answered & { text: string }> {
  const answer = await invoke(handler, new FakeTwilio(), { ...CALL, ...fields }, { environment });
  return { ...answer, text: String(answer.body) };
}

const plain = (xml: string): string =>
  xml.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&apos;', "'");

/** What is said in a document, as `language: text`. */
export const said = (twiml: string): string[] =>
  [...twiml.matchAll(/<Say language="(.+?)">(.*?)<\/Say>/g)].map(
    ([, language, text = '']) => `${language}: ${plain(text)}`,
  );

/** The address that an attribute or a verb names: its path, and its fields. */
export function address(twiml: string, where: RegExp): { path: string; query: Record<string, string> } {
  const found = where.exec(twiml)?.[1];
  if (found === undefined) throw new Error(`no ${where} in ${twiml}`);
  const url = new URL(plain(found));
  return { path: url.pathname, query: Object.fromEntries(url.searchParams) };
}

export const ACTION = /<Gather[^>]* action="(.+?)"/;
export const REDIRECT = /<Redirect[^>]*>(.+?)<\/Redirect>/;

/** The attributes of the task that a document makes. */
export const taskOf = (twiml: string): Record<string, unknown> =>
  JSON.parse(plain(/<Task[^>]*>(.*?)<\/Task>/.exec(twiml)?.[1] ?? 'null'));
