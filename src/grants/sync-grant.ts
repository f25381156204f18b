import * as v from 'valibot';
import { ConfigError } from '../config';
import {
  type Asker,
  askerOf,
  type Deps,
  type Input,
  isSupervisor,
  Problem,
  type Success,
  tokenContext,
} from '../endpoint';
import {
  AGENTS_IDENTITY,
  customerIdentity,
  type MapEntry,
  PROVISIONED,
  QUEUE_STATUS,
  queueOf,
  SUPERVISORS_IDENTITY,
  topicOf,
} from '../live-state';
import { customerQueues } from '../queue';
import type { SyncGrantAnswer } from './contract';

/** Loaded when the first token is made. */
const accessToken = (): typeof import('twilio/lib/jwt/AccessToken') => require('twilio/lib/jwt/AccessToken');

/** How long a Sync token is good for. Seconds. */
export const GRANT_SECONDS = 3600;

const TOKEN = 'Send the access token of a session, or the token of a customer.';
const IDENTITY = 'Send who the token is for, or leave it out.';

/** Input of /task/get-sync-grant. */
export const SyncGrantInput = () =>
  v.object({
    token: v.pipe(v.string(TOKEN), v.trim(), v.nonEmpty(TOKEN), v.maxLength(4_096, TOKEN)),
    identity: v.optional(v.pipe(v.string(IDENTITY), v.trim(), v.nonEmpty(IDENTITY))),
  });

/** What somebody may read, and as whom. */
type Scope = Pick<SyncGrantAnswer, 'identity' | 'maps' | 'documents' | 'queues'>;

/** By role, so that nothing has to be granted person by person: no request, but for the names of the queues. */
async function scopeOfRole(deps: Deps, identity: string): Promise<Scope> {
  const isReader = ({ readers = [] }: Pick<MapEntry, 'readers'>) => readers.includes(identity);
  const maps = Object.values<MapEntry>(PROVISIONED)
    .filter(isReader)
    .map(({ uniqueName }) => uniqueName);
  const knowsQueues = identity === SUPERVISORS_IDENTITY && deps.config.workspaceSid !== undefined;
  const queues = knowsQueues ? await customerQueues(deps) : [];
  return {
    identity,
    maps: [...maps, ...queues.map(({ sid }) => queueOf(sid).uniqueName)],
    documents: [QUEUE_STATUS].filter(isReader).map(({ uniqueName }) => uniqueName),
    ...(knowsQueues ? { queues: Object.fromEntries(queues.map(({ sid, name }) => [sid, name])) } : {}),
  };
}

async function scopeOf(deps: Deps, asker: Asker): Promise<Scope> {
  if (asker.kind === 'person')
    return scopeOfRole(deps, isSupervisor(asker.person) ? SUPERVISORS_IDENTITY : AGENTS_IDENTITY);
  const { taskSid, topic } = asker.customer;
  const identity = customerIdentity(taskSid);
  if (!(await deps.live.openTopic(topic, identity)))
    throw new Problem('not_found', {
      field: 'token',
      fix: 'Nothing is known of the task yet, or no longer. If it was made a moment ago, ask again in a second.',
    });
  return { identity, maps: [], documents: [topicOf(topic).uniqueName] };
}

/** By what names the holder of a token goes, beside their identity for Sync. */
const namesOf = (asker: Asker): string[] =>
  asker.kind === 'customer'
    ? [asker.customer.taskSid, customerIdentity(asker.customer.taskSid)]
    : [
        asker.person.agentId,
        asker.person.email,
        isSupervisor(asker.person) ? SUPERVISORS_IDENTITY : AGENTS_IDENTITY,
      ];

function demandOwn(asker: Asker, identity: string | undefined): void {
  const isOwn = identity === undefined || namesOf(asker).includes(identity);
  if (!isOwn) throw new Problem('forbidden', { field: 'identity', fix: IDENTITY });
}

/**
 * Changes a token of ours into one for Twilio's Sync, valid for an hour, for what its holder may read: agents what is
 * shared by agents, supervisors more, a customer the topic of their own task. No request for an agent, one in five
 * minutes for supervisors, one for a customer.
 *
 * Fails with `invalid_token` or `token_expired`, `forbidden` when `identity` names somebody else, `not_found` when a
 * customer's task isn't known here yet.
 */
export async function giveSyncGrant(
  deps: Deps,
  { token, identity }: Input<typeof SyncGrantInput>,
): Promise<Success> {
  const asker = askerOf(token, tokenContext(deps));
  deps.log.note(asker.kind === 'person' ? { agent: asker.person.agentId } : { task: asker.customer.taskSid });
  demandOwn(asker, identity);
  const { apiKeySid, apiKeySecret, syncServiceSid } = deps.config;
  if (apiKeySid === undefined || apiKeySecret === undefined)
    throw new ConfigError(['API_KEY_SID and API_KEY_SECRET are missing. They sign tokens for Sync.']);
  const scope = await scopeOf(deps, asker);
  const AccessToken = accessToken();
  const signed = new AccessToken(deps.twilio().accountSid, apiKeySid, apiKeySecret, {
    identity: scope.identity,
    ttl: GRANT_SECONDS,
  });
  // With the service's sid: without it the grant would be for the account's default service.
  signed.addGrant(new AccessToken.SyncGrant({ serviceSid: syncServiceSid }));
  const expires = Math.floor(deps.now().getTime() / 1000) + GRANT_SECONDS;
  const given = { authorized: true, syncToken: signed.toJwt() } as const;
  const data: SyncGrantAnswer = { ...given, ...scope, expiresAt: new Date(expires * 1000).toISOString() };
  return { message: 'Show this token to Sync.', data, beside: given };
}
