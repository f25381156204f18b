import * as v from 'valibot';
import { type Caller, type Deps, type Input, Problem, type Success } from '../endpoint';
import type { TokenAnswer } from './contract';

/** Loaded when the first token is made. */
const accessToken = (): typeof import('twilio/lib/jwt/AccessToken') => require('twilio/lib/jwt/AccessToken');

/** How long a token is good for. Calls go on when it runs out; a stolen one is of no use the next day. Seconds. */
export const TOKEN_SECONDS = 3600;

/** Input of /voice/token: none. */
export const TokenInput = () => v.object({});

const AGENT = 'Send your own agent id: data.agent.id of /session/me.';

/** Input of /calls/token. */
export const OwnAgentId = () => v.object({ agentId: v.pipe(v.string(AGENT), v.trim(), v.nonEmpty(AGENT)) });

/**
 * A token for Twilio's browser SDKs: it follows the caller's own calls, and calls from the browser if that is set up.
 * The map it follows exists by then. One request; three for somebody new.
 */
export async function giveToken(deps: Deps, _input: object, caller: Caller): Promise<Success> {
  const { agentId: identity } = caller;
  const { apiKeySid, apiKeySecret, twimlAppSid, syncServiceSid } = deps.config;
  const grants = { voice: false, sync: false };
  if (apiKeySid === undefined || apiKeySecret === undefined) {
    const data: TokenAnswer = { identity, token: null, expiresAt: null, grants };
    return { message: 'No API key is set: there is no live view and no calling from the browser.', data };
  }
  await deps.live.openCalls(identity);
  const AccessToken = accessToken();
  const token = new AccessToken(deps.twilio().accountSid, apiKeySid, apiKeySecret, {
    identity,
    ttl: TOKEN_SECONDS,
  });
  // With the service's sid: without it the grant would be for the account's default service.
  token.addGrant(new AccessToken.SyncGrant({ serviceSid: syncServiceSid }));
  if (twimlAppSid !== undefined)
    token.addGrant(new AccessToken.VoiceGrant({ outgoingApplicationSid: twimlAppSid, incomingAllow: true }));
  const expires = Math.floor(deps.now().getTime() / 1000) + TOKEN_SECONDS;
  const data: TokenAnswer = {
    identity,
    token: token.toJwt(),
    expiresAt: new Date(expires * 1000).toISOString(),
    grants: { voice: twimlAppSid !== undefined, sync: true },
  };
  return { message: 'Show this token to Twilio.', data };
}

/** As `giveToken`, for the one who is named. Fails with `forbidden` when that is somebody else. */
export async function giveTokenTo(
  deps: Deps,
  { agentId }: Input<typeof OwnAgentId>,
  caller: Caller,
): Promise<Success> {
  if (agentId !== caller.agentId) throw new Problem('forbidden', { field: 'agentId', fix: AGENT });
  return giveToken(deps, {}, caller);
}
