import type { Deps } from '../endpoint';
import { answered } from '../twilio';
import type { Reason } from './contract';
import type { CallRef } from './items';
import { alreadyOver, lookAtLine } from './lines';
import type { Facts, Obligation } from './state';
import { endingTwiml, PATHS } from './twiml';

/** Takes the agent out of the conference and says why the call is over. One request. */
export async function tellAgent(deps: Deps, sid: string, reason: Reason): Promise<Facts> {
  try {
    await deps
      .twilio()
      .calls(sid)
      .update({ twiml: endingTwiml(deps, reason) });
    return {};
  } catch (error) {
    if (alreadyOver(error)) return lookAtLine(deps, 'agent', sid);
    throw error;
  }
}

/** Says to the agent alone that a machine has answered. A courtesy: when it fails, the page still shows it. */
export async function tellVoicemail(
  deps: Deps,
  ref: CallRef,
  { sid, conference }: Extract<Obligation, { do: 'note-voicemail' }>,
): Promise<Facts> {
  try {
    await deps
      .twilio()
      .conferences(conference)
      .participants(sid)
      .update({ announceUrl: deps.webhookUrl(PATHS.announce, { agent: ref.agent, call: ref.call }) });
  } catch (error) {
    if (!answered(error, 404)) deps.log.failure(error);
  }
  return {};
}
