import type { Fields, Resource, Sids } from './resource';
import {
  activity,
  canonical,
  READ_ONLY,
  syncMap,
  syncMapReader,
  taskChannel,
  taskQueue,
  workflow,
  workspace,
  workspaceDefaults,
} from './types';
import { REDELIVER } from './webhook';

/** The events that /general/router acts on; every other one would only be an invocation that does nothing. */
const EVENTS = [
  ...['created', 'updated', 'wrapup', 'completed', 'canceled', 'deleted', 'system-deleted'].map(
    (what) => `task.${what}`,
  ),
  'task-queue.entered',
  'workflow.target-matched',
  ...['accepted', 'wrapup', 'completed', 'rejected', 'timeout', 'canceled', 'rescinded', 'failed'].map(
    (what) => `reservation.${what}`,
  ),
  ...['created', 'activity.update', 'attributes.update', 'deleted'].map((what) => `worker.${what}`),
];

/** What a person can be in. Work is given to whoever is available. */
const ACTIVITIES: Record<string, { available: boolean }> = {
  available: { available: true },
  offline: { available: false },
  'in-call': { available: false },
  'post-call': { available: false },
  break: { available: false },
  lunch: { available: false },
  training: { available: false },
  away: { available: false },
};

/** Who is asked first: expressions over the worker's attributes. https://www.twilio.com/docs/taskrouter/expression-syntax */
const QUEUES: Record<string, string> = {
  Sales: "skills HAS 'sales'",
  Support: "skills HAS 'support'",
  Everyone: '1==1',
  // Nobody is in it: what waits there waits for its time to run out.
  Timers: '1==2',
};

/** Calls come on the one, what nobody calls about on the other. */
const CHANNELS = ['voice', 'default'];

/** How long an offer stands: the agent's phone rings and they are asked for a key. Seconds. */
const OFFER_SECONDS = 45;

const LANGUAGE = 'worker.languages HAS task.language';

/** Whoever has the skill and the language, then the skill, then anybody; the longer the wait, the higher the priority. */
const bySkill = (sids: Sids, skill: string, queue: string) => ({
  filter_friendly_name: queue,
  expression: `skill == '${skill}'`,
  targets: [
    { queue: sids(`queue.${queue}`), expression: LANGUAGE, timeout: 20 },
    { queue: sids(`queue.${queue}`), priority: 5, timeout: 40 },
    { queue: sids('queue.Everyone'), priority: 10 },
  ],
});

/** Whom an agent has transferred to a queue comes before the others there, and in the end to anybody. */
const transferred = (sids: Sids, skill: string, queue: string) => ({
  filter_friendly_name: `Transferred to ${queue}`,
  expression: `transferred == true AND skill == '${skill}'`,
  targets: [
    { queue: sids(`queue.${queue}`), expression: LANGUAGE, priority: 50, timeout: 20 },
    { queue: sids(`queue.${queue}`), priority: 50, timeout: 40 },
    { queue: sids('queue.Everyone'), priority: 50 },
  ],
});

/**
 * Who has left the line to be called back. Their task is a new one, whose wait the workflow counts from its beginning:
 * so it begins where the others end, and nobody who came later is served first.
 */
const calledBack = (sids: Sids, skill: string, queue: string) => ({
  filter_friendly_name: `Called back by ${queue}`,
  expression: `instead_of != null AND skill == '${skill}'`,
  targets: [
    { queue: sids(`queue.${queue}`), expression: LANGUAGE, priority: 10, timeout: 20 },
    { queue: sids(`queue.${queue}`), priority: 10, timeout: 40 },
    { queue: sids('queue.Everyone'), priority: 10 },
  ],
});

const configuration = (sids: Sids): string =>
  canonical(
    JSON.stringify({
      task_routing: {
        filters: [
          {
            filter_friendly_name: 'Timers',
            expression: 'timer != null',
            targets: [{ queue: sids('queue.Timers') }],
          },
          {
            filter_friendly_name: 'Direct to an agent',
            expression: 'selected_contact_uri != null',
            targets: [
              {
                queue: sids('queue.Everyone'),
                expression: 'worker.contact_uri == task.selected_contact_uri',
                priority: 20,
                timeout: 60,
              },
              { queue: sids('queue.Everyone'), priority: 10 },
            ],
          },
          {
            filter_friendly_name: 'Lost their agent',
            expression: 'returned == true',
            targets: [{ queue: sids('queue.Everyone'), priority: 50 }],
          },
          transferred(sids, 'sales', 'Sales'),
          transferred(sids, 'support', 'Support'),
          calledBack(sids, 'sales', 'Sales'),
          calledBack(sids, 'support', 'Support'),
          bySkill(sids, 'sales', 'Sales'),
          bySkill(sids, 'support', 'Support'),
        ],
        default_filter: { queue: sids('queue.Everyone') },
      },
    }),
  );

/**
 * The workspace with everything in it, and a Sync map for each queue.
 *
 * @param domain where the functions are served; undefined before the first deploy
 */
export function taskRouting(domain: string | undefined): Resource[] {
  const callback = (field: string, path: string): Fields =>
    domain === undefined ? {} : { [field]: `https://${domain}${path}${REDELIVER}` };
  return [
    {
      id: 'workspace',
      type: workspace,
      name: 'Cordboard',
      fields: {
        eventsFilter: [...EVENTS].sort().join(','),
        ...callback('eventCallbackUrl', '/general/router'),
      },
      output: 'WORKSPACE_SID',
    },
    ...Object.entries(ACTIVITIES).map(
      ([name, fields]): Resource => ({
        id: `activity.${name}`,
        parent: 'workspace',
        type: activity,
        name,
        fields,
      }),
    ),
    {
      id: 'workspace.activities',
      parent: 'workspace',
      type: workspaceDefaults,
      name: 'activities',
      fields: (sids) => ({
        defaultActivitySid: sids('activity.offline'),
        timeoutActivitySid: sids('activity.away'),
      }),
    },
    ...CHANNELS.map(
      (name): Resource => ({
        id: `channel.${name}`,
        parent: 'workspace',
        type: taskChannel,
        name,
        fields: {},
      }),
    ),
    ...Object.entries(QUEUES).map(
      ([name, targetWorkers]): Resource => ({
        id: `queue.${name}`,
        parent: 'workspace',
        type: taskQueue,
        name,
        fields: { targetWorkers },
      }),
    ),
    {
      id: 'workflow',
      parent: 'workspace',
      type: workflow,
      name: 'Cordboard',
      fields: (sids) => ({
        configuration: configuration(sids),
        taskReservationTimeout: OFFER_SECONDS,
        ...callback('assignmentCallbackUrl', '/taskrouter/assignment'),
      }),
      output: 'WORKFLOW_SID',
    },
    ...Object.keys(QUEUES)
      .filter((name) => name !== 'Timers')
      .flatMap((name): Resource[] => [
        {
          id: `sync.queue.${name}`,
          parent: 'sync',
          type: syncMap,
          needs: [`queue.${name}`],
          name: (sids) => `queue.${sids(`queue.${name}`)}`,
          fields: {},
        },
        {
          id: `sync.queue.${name}.supervisors`,
          parent: `sync.queue.${name}`,
          type: syncMapReader,
          name: 'role.supervisor',
          fields: READ_ONLY,
        },
      ]),
  ];
}
