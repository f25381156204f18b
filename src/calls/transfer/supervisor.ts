import type { Deps, Input, Reply } from '../../endpoint';
import { newDocument, say } from '../../twilio';
import type { JoinAsSupervisor } from '../control/schemas';
import { coachTwiml, joinAsSupervisor, joinUrl } from '../control/supervisor-line';
import { type CallRef, callIn, callsOf } from '../items';
import { liveCall, settle } from '../settle';
import {
  type CallState,
  factsAbout,
  factsFor,
  isFinal,
  isUnderWay,
  legFacts,
  legStatus,
  phaseOf,
  roomWith,
  stageOf,
  supervisorOf,
} from '../state';
import { farewellTwiml } from '../twiml';
import { sentence } from '../words';

type Asked = Input<typeof JoinAsSupervisor>;

/** The call, going on or over. One request, two when it is over. */
const callOf = async (deps: Deps, ref: CallRef): Promise<CallState | undefined> =>
  (await liveCall(deps, ref.agent, ref.call))?.call ??
  callIn(await callsOf(deps, ref.agent).get(ref.call), ref.call);

/** The call of the colleague who has the customer by now, or is being given them. */
function secondOf({ transfer, ...call }: CallState): CallRef | undefined {
  if (transfer?.agent === undefined || transfer.into === undefined) return undefined;
  const phase = stageOf({ ...call, transfer })?.phase;
  return phase === 'failed' || phase === 'canceled'
    ? undefined
    : { agent: transfer.agent, call: transfer.into };
}

/** The customer has gone, or is just going: the end of the conference may be told of only after this is asked. */
const isHandedOn = (call: CallState): boolean =>
  call.transfer?.done !== undefined || (call.transfer?.moving !== undefined && isUnderWay(call));

function hangUp(): string {
  const response = newDocument();
  response.hangup();
  return response.toString();
}

/** The conference is over for a supervisor's line: with the customer gone to a colleague, so do they, and hear it. */
async function afterConference(deps: Deps, input: Asked, ref: CallRef): Promise<Reply> {
  const status = legStatus(input.CallStatus);
  if (isFinal(status)) {
    const facts = factsAbout(input.other, legFacts(input.CallSid, status, deps.now().getTime()));
    await settle(deps, ref, (known) => factsFor(known, facts));
    return hangUp();
  }
  const call = await callOf(deps, ref);
  const mine = call?.others?.[input.other];
  if (call?.transfer === undefined || mine?.gone !== undefined || mine?.line?.sid !== input.CallSid)
    return hangUp();
  if (secondOf(call) === undefined) return isHandedOn(call) ? farewellTwiml(deps, 'handedOn') : hangUp();
  const response = newDocument();
  // Meanwhile the colleague comes in, without whom there is nobody to coach.
  say(response, deps.config.locale, sentence('followsOn', deps.config.locale));
  response.redirect(joinUrl(deps, ref, input.other, 'follow'));
  return response.toString();
}

/**
 * Lets a supervisor into the colleague's conference, in the position they had: as a coach of the colleague, whom alone
 * they may be heard by; who was heard by all is made so once they are in. Five requests.
 */
async function followCustomer(deps: Deps, { other, CallSid: sid }: Asked, ref: CallRef): Promise<Reply> {
  const first = await callOf(deps, ref);
  const mine = first?.others?.[other];
  const next = first && secondOf(first);
  if (mine === undefined || mine.gone !== undefined || mine.line?.sid !== sid || next === undefined)
    return farewellTwiml(deps, 'noLongerThere');
  const at = deps.now().getTime();
  const { to, who = '', by, wish, line } = mine;
  const mode = wish?.mode ?? 'listen';
  const place = {
    at,
    who,
    wish: { at, by: sid.slice(-8), mode },
    ...(to === undefined ? {} : { to }),
    ...(by === undefined ? {} : { by }),
    line: {
      sid,
      status: 'in-progress' as const,
      ...(line?.answered === undefined ? {} : { answered: line.answered }),
    },
  };
  const settled = await settle(deps, next, (known) => {
    const phase = phaseOf(known);
    if (phase === 'ending' || phase === 'ended' || roomWith(known, 'agent') === undefined) return {};
    if (supervisorOf(known) !== undefined) return {};
    return { others: { [other]: place }, supervised: [{ at, by: who, mode }] };
  });
  const second = settled?.call;
  const coached = second?.agent?.sid;
  if (second === undefined || coached === undefined || supervisorOf(second)?.facts.line?.sid !== sid)
    return farewellTwiml(deps, 'noLongerThere');
  return coachTwiml(deps, next, second, { id: other, coached, mode });
}

/**
 * What a supervisor's line does next: after they have answered, into the conference; when that is over as the customer
 * has gone to a colleague, after them.
 */
export async function superviseByLine(deps: Deps, input: Asked): Promise<Reply> {
  if (input.step === undefined) return joinAsSupervisor(deps, input);
  const ref: CallRef = { agent: input.agent, call: input.call };
  deps.log.note({ call: ref.call, participant: input.other, step: input.step });
  return input.step === 'over' ? afterConference(deps, input, ref) : followCustomer(deps, input, ref);
}
