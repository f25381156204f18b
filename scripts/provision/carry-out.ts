import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Twilio } from 'twilio';
import { callAnswering, type Deployed } from '../../provision/answering';
import { apply, type Outputs } from '../../provision/apply';
import { describePlan } from '../../provision/describe';
import { writeVariables } from '../../provision/env-file';
import { ProvisionError } from '../../provision/failure';
import { changesIn, makePlan, type Plan, type PlanOptions } from '../../provision/plan';
import type { Resource } from '../../provision/resource';
import { resources, type Situation } from '../../provision/resources';
import type { Survey } from '../../provision/survey';
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
  before?: Survey,
): Promise<{ plan: Plan; outputs: Outputs }> {
  const plan = await makePlan(client, declared, options, before);
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
  /** What is deployed at the domain, where that is known already. */
  deployed?: Deployed;
}

/** What a run knows of the account by now, so that it need not ask again. */
export interface Known {
  situation: Situation;
  seen: Survey;
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
): Promise<Known> {
  const present = await variablesIn(file);
  const agents = more.agents ?? { file: path.join(path.dirname(file), 'agents.json'), named: false };
  const { plan, outputs, situation } = await told(
    (async () => {
      const people = await agentsIn(agents);
      const situation = await situationOf(client, present, domain, people, more.deployed);
      return { situation, ...(await carryOut(client, resources(situation), planOptions(present, more))) };
    })(),
  );
  if (!present.JWT_SECRET) outputs.JWT_SECRET = randomBytes(32).toString('base64url');
  if (await writeVariables(file, outputs))
    console.log(`Wrote ${Object.keys(outputs).join(', ')} to ${file}.`);
  const needed = plan.actions.flatMap((action) =>
    action.kind === 'left' && action.must ? [`${action.resource.type.label}: ${action.why}.`] : [],
  );
  if (needed.length > 0) throw new UserError(`Something is left for you to do.\n${needed.join('\n')}`);
  return { situation, seen: plan.seen };
}

/**
 * What answers calls: the Studio flow, and should that fail, the functions alone.
 *
 * @param known what this run has read of the account
 */
export async function answerCalls(
  client: Twilio,
  present: Record<string, string>,
  { domain, deployed, known }: { domain: string; deployed: Deployed; known: Known | undefined },
): Promise<void> {
  await told(
    (async () => {
      const situation = known?.situation ?? (await situationOf(client, present, domain, [], deployed));
      const declared = callAnswering(
        { ...situation, present, domain, deployed },
        () => present.WORKFLOW_SID ?? '',
      );
      await carryOut(client, declared, planOptions(present), known?.seen);
    })(),
  );
}
