import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Twilio } from 'twilio';
import { callAnswering } from '../../provision/answering';
import { apply, type Outputs } from '../../provision/apply';
import { describePlan } from '../../provision/describe';
import { writeVariables } from '../../provision/env-file';
import { ProvisionError } from '../../provision/failure';
import { changesIn, makePlan, type Plan, type PlanOptions } from '../../provision/plan';
import type { Resource } from '../../provision/resource';
import { resources } from '../../provision/resources';
import { UserError } from '../user-error';
import { agentsIn, situationOf, variablesIn } from './situation';

/** Twilio's refusals are told in a sentence; a mistake of ours keeps its stack. */
export async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ProvisionError) throw new UserError(error.message);
    throw error;
  }
}

export const planOptions = (
  present: Record<string, string>,
  { allowSpend = false, deep = false } = {},
): PlanOptions => ({ ...{ present, allowSpend, deep }, known: new Set(Object.values(present)) });

const DONE = { create: 'created', update: 'updated', same: 'there already:', left: 'left alone:' };

/** Shows the plan, then carries it out and says so step by step. */
async function carryOut(
  client: Twilio,
  declared: Resource[],
  options: PlanOptions,
): Promise<{ plan: Plan; outputs: Outputs }> {
  const plan = await makePlan(client, declared, options);
  for (const line of describePlan(plan)) console.log(line);
  const total = changesIn(plan).length;
  let done = 0;
  const outputs = await apply(client, declared, plan, options, ({ kind, resource }) => {
    done++;
    console.log(`✓ ${done}/${total} ${DONE[kind]} ${resource.type.label} "${resource.name}"`);
  });
  return { plan, outputs };
}

export interface ApplyOptions {
  /** Where the people are listed; without it agents.json beside the file, if there is one. */
  agents?: { file: string; named: boolean };
  allowSpend?: boolean;
  deep?: boolean;
}

/**
 * Makes the account hold what Cordboard needs and writes the SIDs and secrets into the file, whose other lines stay. Safe
 * to run again after it ended anywhere. Throws a `UserError`.
 *
 * @param domain where the functions are, or will be; undefined: what points there stays as it is
 */
export async function applyTo(
  client: Twilio,
  file: string,
  domain: string | undefined,
  more: ApplyOptions = {},
): Promise<void> {
  const present = await variablesIn(file);
  const agents = more.agents ?? { file: path.join(path.dirname(file), 'agents.json'), named: false };
  const { plan, outputs } = await told(
    (async () => {
      const situation = await situationOf(client, present, domain, await agentsIn(agents));
      return carryOut(client, resources(situation), planOptions(present, more));
    })(),
  );
  if (!present.JWT_SECRET) outputs.JWT_SECRET = randomBytes(32).toString('base64url');
  if (await writeVariables(file, outputs))
    console.log(`Wrote ${Object.keys(outputs).join(', ')} to ${file}.`);
  const needed = plan.actions.flatMap((action) =>
    action.kind === 'left' && action.must ? [`${action.resource.type.label}: ${action.why}.`] : [],
  );
  if (needed.length > 0) throw new UserError(`Something is left for you to do.\n${needed.join('\n')}`);
}

/** What answers calls: the Studio flow, and should that fail, the functions alone. */
export async function answerCalls(
  client: Twilio,
  { domain, workflowSid, number }: { domain: string; workflowSid: string; number: string | undefined },
): Promise<void> {
  const present = number === undefined ? {} : { CALLER_ID: number };
  await told(
    (async () => {
      const situation = await situationOf(client, present, domain, []);
      const declared = callAnswering(situation, () => workflowSid);
      await carryOut(client, declared, planOptions(present));
    })(),
  );
}
