import { createInterface } from 'node:readline/promises';
import type { Twilio } from 'twilio';
import { findDoomed } from '../../provision/destroy';
import { UserError } from '../user-error';
import { told } from './carry-out';

/**
 * Removes what carries Cordboard's name, once the operator has typed the name of the account, or given it with --account.
 * Says what stays. Safe to repeat: what is gone is gone.
 */
export async function destroy(
  client: Twilio,
  present: Record<string, string>,
  account: { name: string; given: string | undefined },
): Promise<void> {
  const { doomed, left } = await told(findDoomed(client, present));
  if (doomed.length === 0) console.log('Nothing in the account carries the name of Cordboard.');
  else {
    for (const { what, holds } of doomed)
      console.log(`- remove  ${what}${holds === undefined ? '' : `, with ${holds}`}`);
    console.log('There is no way back. Calls that are under way are cut off.');
    const typed = account.given ?? (await ask(`Type the name of the account (${account.name}): `));
    if (typed.trim() !== account.name)
      throw new UserError(`The account is called "${account.name}", not that. Nothing was removed.`);
    for (const [at, { what, remove }] of doomed.entries()) {
      await told(remove());
      console.log(`✓ ${at + 1}/${doomed.length} removed ${what}`);
    }
  }
  for (const what of left) console.log(`! left    ${what}.`);
  console.log(
    'The settings file stays as it is; the next apply makes everything anew and writes the new SIDs.',
  );
}

async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UserError(
      'Nobody is there to type the name of the account. Give it with --account "NAME". Nothing was removed.',
    );
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}
