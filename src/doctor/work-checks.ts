import { leadsTo } from './account-checks';
import { broken, type Check, fine, note, orMissing } from './check';

const E164 = /^\+[1-9]\d{6,14}$/;
/** More of them are counted, not named. */
const NAMED = 5;

const named = (names: string[]): string =>
  names.length > NAMED
    ? `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`
    : names.join(', ');

const workspace: Check = {
  id: 'workspace',
  area: 'Incoming work',
  question: 'Whether TaskRouter tells the functions',
  needs: ['WORKSPACE_SID'],
  ask: async (patient) => {
    const fetched = patient.twilio.taskrouter.v1.workspaces(patient.settings.WORKSPACE_SID ?? '').fetch();
    const asked = await orMissing('WORKSPACE_SID', 'a TaskRouter workspace', fetched);
    if ('missing' in asked) return [asked.missing];
    return [leadsTo(patient, 'An event of TaskRouter', asked.found.eventCallbackUrl, '/general/router')];
  },
};

interface Target {
  queue?: string;
}
interface Routing {
  task_routing?: {
    filters?: { filter_friendly_name?: string; targets?: Target[] }[];
    default_filter?: Target;
  };
}

function routingIn(configuration: string): Routing {
  try {
    return JSON.parse(configuration) as Routing;
  } catch {
    return {};
  }
}

/** A queue that is for waiting only: nobody shall be in it. */
const forNobody = (expression: string): boolean => expression.replace(/\s/g, '') === '1==2';

const workflow: Check = {
  id: 'workflow',
  area: 'Incoming work',
  question: 'Whether somebody is asked for every kind of work',
  needs: ['WORKSPACE_SID', 'WORKFLOW_SID'],
  ask: async (patient) => {
    const { twilio, settings } = patient;
    const place = twilio.taskrouter.v1.workspaces(settings.WORKSPACE_SID ?? '');
    const fetched = place.workflows(settings.WORKFLOW_SID ?? '').fetch();
    const asked = await orMissing('WORKFLOW_SID', 'a workflow', fetched);
    if ('missing' in asked) return [asked.missing];
    const { configuration, assignmentCallbackUrl } = asked.found;
    const { filters = [], default_filter: rest } = routingIn(configuration).task_routing ?? {};
    const wanted = new Set(
      [...filters.flatMap(({ targets = [] }) => targets), ...(rest ? [rest] : [])].map(({ queue }) => queue),
    );
    const queues = (await place.taskQueues.list({ limit: 100 })).filter(({ sid }) => wanted.has(sid));
    const said = await Promise.all(
      queues
        .filter(({ targetWorkers }) => !forNobody(targetWorkers))
        .map(async ({ friendlyName, targetWorkers }) => {
          const [first] = await place.workers.list({ targetWorkersExpression: targetWorkers, limit: 1 });
          return first === undefined
            ? note(
                `Nobody is in the queue "${friendlyName}" (${targetWorkers}): who asks for it waits until somebody else is asked.`,
                'Give a worker the skill in the Console (TaskRouter, Workspace "Cordboard", Workers, attributes), or have somebody sign in.',
              )
            : fine(`Somebody is in the queue "${friendlyName}".`);
        }),
    );
    const lost = [...wanted].filter((sid) => !queues.some((queue) => queue.sid === sid)).length;
    return [
      leadsTo(patient, 'An offer to an agent', assignmentCallbackUrl, '/taskrouter/assignment'),
      ...(lost > 0
        ? [
            broken(
              `The workflow sends work to ${lost} queues that do not exist.`,
              'Run npm run provision -- apply.',
            ),
          ]
        : []),
      ...said,
    ];
  },
};

const workers: Check = {
  id: 'workers',
  area: 'Incoming work',
  question: 'Where the calls of agents ring',
  needs: ['WORKSPACE_SID'],
  ask: async ({ twilio, settings }) => {
    const all = await twilio.taskrouter.v1
      .workspaces(settings.WORKSPACE_SID ?? '')
      .workers.list({ limit: 500 });
    if (all.length === 0)
      return [note('Nobody has signed in yet, so nobody is offered a call.', 'Open the page and sign in.')];
    const nowhere = all.filter(({ attributes }) => {
      const { contact_uri: uri, agent_id: agent } = read(attributes);
      return (
        typeof uri !== 'string' ||
        !(E164.test(uri) || (typeof agent === 'string' && uri === `client:${agent}`))
      );
    });
    // Their names are addresses: only whose is told, to administrators.
    return nowhere.length === 0
      ? [fine(`The calls of ${all.length === 1 ? 'one agent' : `all ${all.length} agents`} ring somewhere.`)]
      : [
          broken(
            `Calls ring nowhere for ${named(nowhere.map(({ friendlyName }) => friendlyName))}: contact_uri is neither a number nor client:<agent_id>.`,
            'Have them sign in and choose a device anew, or correct the attribute in the Console.',
          ),
        ];
  },
};

function read(json: string): Record<string, unknown> {
  try {
    return (JSON.parse(json) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** What can be asked about how customers reach agents. */
export const workChecks = [workspace, workflow, workers];
