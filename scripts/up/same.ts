import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Twilio } from 'twilio';
import type { Place } from './place';
import { knownVariables } from './variables';

/** The variable, beside those of the functions, that tells what was deployed last. */
const MARK = 'CORDBOARD_DEPLOYED';

/** A digest of everything a deploy sends: what was built, and the variables. */
async function digest(values: Record<string, string>, folder: string): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(values).sort()));
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sent = files
    .filter((file) => file.isFile())
    .map((file) => path.relative(folder, path.join(file.parentPath, file.name)).replaceAll('\\', '/'))
    .filter((file) => /^(functions\/|assets\/|package\.json$)/.test(file));
  for (const file of sent.sort()) hash.update(`\n${file}\n`).update(await readFile(path.join(folder, file)));
  return hash.digest('hex').slice(0, 16);
}

const environmentAt = (client: Twilio, { serviceSid, environmentSid }: Place) =>
  client.serverless.v1.services(serviceSid).environments(environmentSid);

/** Whether exactly this runs at the place already. */
export async function wasDeployed(
  client: Twilio,
  place: Place,
  values: Record<string, string>,
  folder = 'dist',
): Promise<boolean> {
  const environment = environmentAt(client, place);
  const [there, { buildSid }] = await Promise.all([
    environment.variables.list({ limit: 1000 }),
    environment.fetch(),
  ]);
  const now = Object.fromEntries(there.map(({ key, value }) => [key, value]));
  // An earlier build may have been activated since.
  const mark = `${await digest(values, folder)} ${buildSid}`;
  // Somebody may have changed a variable in the Console since.
  return now[MARK] === mark && knownVariables().every((name) => (now[name] ?? '') === (values[name] ?? ''));
}

/**
 * After a deploy that went well: takes away variables that are no longer set, and notes what was deployed. Only
 * now, because functions see a change of their variables at once, also those of a build that is still to be replaced.
 * https://www.twilio.com/docs/serverless/functions-assets/functions/variables
 */
export async function rememberDeployed(
  client: Twilio,
  place: Place,
  values: Record<string, string>,
  folder = 'dist',
): Promise<void> {
  const environment = environmentAt(client, place);
  const { variables } = environment;
  const [there, { buildSid }] = await Promise.all([variables.list({ limit: 1000 }), environment.fetch()]);
  const stale = there.filter(({ key }) => knownVariables().includes(key) && !(key in values));
  for (const { sid } of stale) await variables(sid).remove();
  const value = `${await digest(values, folder)} ${buildSid}`;
  const before = there.find(({ key }) => key === MARK);
  if (before === undefined) await variables.create({ key: MARK, value });
  else await variables(before.sid).update({ value });
}
