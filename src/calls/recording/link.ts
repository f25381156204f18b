import {
  type Caller,
  type Deps,
  type Input,
  Problem,
  type Success,
  signToken,
  tokenContext,
} from '../../endpoint';
import type { RecordingLink } from '../contract';
import { findCall } from '../find';
import { settle } from '../settle';
import { takesOf, viewOf } from '../state';
import { isOutdated } from './retention';
import type { LinkRecording } from './schemas';

/** How long a link can be opened. What takes longer to listen to can be heard to its end. Seconds. */
const LINK_SECONDS = 300;

/** What a link's token says beside the claims that every token has; its `sub` is the recording. */
export interface RecordingClaims {
  /** Agent id of whoever asked for it. */
  by: string;
}

/**
 * A link to a recording of a call, or to the message that a call is about, which can be opened for five minutes by whoever
 * has it: for the agent of the call and for supervisors. It holds nothing of the account. One request for one's own live
 * call, two for a past one. Fails with `not_found`, `forbidden`, `recording_not_ready`, `recording_deleted`.
 */
export async function linkRecording(
  deps: Deps,
  { callId, agent, recording }: Input<typeof LinkRecording>,
  caller: Caller,
): Promise<Success> {
  const found = await findCall(deps, caller, callId, agent);
  if (found === undefined)
    throw new Problem('not_found', { field: 'callId', problem: 'There is no such call.' });
  const { call, ref } = found;
  deps.log.note({ call: ref.call, recording });
  const view = viewOf(call);
  const message = view.offer?.message;
  const recorded = view.recordings?.find(({ id }) => id === recording);
  if (recorded === undefined && message?.id !== recording)
    throw new Problem('not_found', { field: 'recording', problem: 'The call has no such recording.' });
  const madeAt = Date.parse(recorded?.startedAt ?? view.offer?.queuedAt ?? view.startedAt);
  if (recorded?.deleted || isOutdated(deps, madeAt)) {
    const take = takesOf(call).find((each) => each.take.sid === recording);
    if (take !== undefined && take.take.deleted === undefined)
      await settle(deps, ref, { takes: { [take.n]: { deleted: deps.now().getTime() } } });
    throw new Problem('recording_deleted', { field: 'recording' });
  }
  if (recorded !== undefined && recorded.ready !== true)
    throw new Problem('recording_not_ready', { field: 'recording', retryAfter: 2 });
  const seconds = LINK_SECONDS + (recorded?.seconds ?? message?.seconds ?? 0);
  const claims: RecordingClaims = { by: caller.agentId };
  const token = signToken(
    tokenContext(deps),
    'recording',
    { ...claims, sub: recording, jti: deps.ids.unguessable() },
    seconds,
  );
  const data: RecordingLink = {
    url: `/voice/recordings/play?token=${token}`,
    expiresAt: new Date(deps.now().getTime() + seconds * 1000).toISOString(),
  };
  return { message: 'The recording can be heard there.', data };
}
