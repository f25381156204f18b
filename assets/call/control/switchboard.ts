import type { CallView, LegView } from '../../../src/calls/contract';
import { tc } from '../../i18n/late/control';
import { isConsulted } from '../../offer/offered';
import { JOINT, MUSIC } from '../cord';
import { type JackView, type Lamp, MAIN, type Scene, type Strand } from '../scene';
import { askerOf } from '../words';
import { nameOf, othersOf } from './words';

/** The way a cord's sound goes, if one of the two can't be heard. */
function flowOf(from: boolean, to: boolean): Pick<Strand, 'flow'> {
  if (from && to) return { flow: 'none' };
  if (from) return { flow: 'back' };
  return to ? { flow: 'forth' } : {};
}

/** Who is in the call, sorted by what they hear. */
interface Seats {
  call: CallView;
  agentHeld: boolean;
  customerHeld: boolean;
  /** In the conversation: they hear and, unless muted, are heard. */
  guests: LegView[];
  held: LegView[];
  ringing: LegView[];
  supervisor: LegView | undefined;
}

const idOf = ({ participant = '' }: LegView): string => participant;

/** A colleague whom TaskRouter asks: they have no line in this call yet. */
function asked({ transfer }: CallView): LegView[] {
  const { phase, target, to, participant } = transfer ?? {};
  if (phase !== 'ringing' || target !== 'colleague' || participant !== undefined) return [];
  return [{ label: 'guest', participant: 'asked', number: '', name: to ?? '', present: false }];
}

function seatsOf(call: CallView): Seats {
  const others = [...othersOf(call), ...asked(call)];
  const guests = others.filter(({ label }) => label === 'guest');
  const present = guests.filter((guest) => guest.present);
  return {
    call,
    agentHeld: call.legs[0].held ?? false,
    customerHeld: call.legs[1].held ?? false,
    guests: present.filter(({ held }) => !held),
    held: present.filter(({ held }) => held),
    ringing: guests.filter((guest) => !guest.present),
    supervisor: others.find(({ label }) => label === 'supervisor'),
  };
}

/** The customer's cord: to the agent, to music, or to a guest when the agent has left for a moment. */
function mainStrand({ call, agentHeld, customerHeld, guests }: Seats, muted: boolean): Strand {
  if (customerHeld) return { id: MAIN, lies: { from: MUSIC, to: 'customer' } };
  const silent = call.legs[1].muted ?? false;
  if (!agentHeld) return { id: MAIN, lies: 'connected', ...flowOf(muted, silent) };
  const [first] = guests;
  if (first === undefined) return { id: MAIN, lies: 'loose-agent' };
  return {
    id: MAIN,
    lies: { from: idOf(first), to: 'customer' },
    ...flowOf(first.muted ?? false, silent),
  };
}

function guestStrands(seats: Seats, muted: boolean): Strand[] {
  const { agentHeld, customerHeld, guests, ringing } = seats;
  // With the agent and the customer talking, whoever comes in is joined to their cord.
  const joined = !agentHeld && !customerHeld;
  const [first, ...more] = guests;
  const talking = (joined || !agentHeld ? guests : customerHeld ? guests : more).map((guest): Strand => {
    const from = joined ? JOINT : agentHeld ? idOf(first ?? guest) : 'agent';
    const silent = guest.muted ?? false;
    return { id: idOf(guest), lies: { from, to: idOf(guest) }, ...flowOf(!joined && muted, silent) };
  });
  return [
    ...talking.filter(({ lies }) => typeof lies === 'string' || lies.from !== lies.to),
    ...ringing.map(
      (guest): Strand => ({
        id: idOf(guest),
        lies: { from: joined ? JOINT : 'agent', to: idOf(guest), reaching: true },
      }),
    ),
  ];
}

function supervisorStrand({ call, supervisor, agentHeld, customerHeld }: Seats): Strand[] {
  if (supervisor === undefined) return [];
  const id = idOf(supervisor);
  const room = agentHeld || customerHeld ? 'agent' : JOINT;
  if (!supervisor.present) return [{ id, lies: { from: 'agent', to: id, reaching: true } }];
  const mode = call.supervision?.mode ?? 'listen';
  if (mode === 'listen') return [{ id, lies: { from: room, to: id }, flow: 'forth', dashed: true }];
  return [{ id, lies: { from: mode === 'whisper' ? 'agent' : room, to: id } }];
}

function jackOf(leg: LegView): JackView {
  const isSupervisor = leg.label === 'supervisor';
  const lamp: Lamp = leg.present ? 'on' : leg.status === 'ringing' ? 'ringing' : 'off';
  return {
    id: idOf(leg),
    title: tc(isSupervisor ? 'scene.supervisor.title' : 'scene.guest.title'),
    text: nameOf(leg),
    lamp: leg.present || lamp === 'ringing' ? lamp : 'ringing',
    ...(leg.held ? { mark: 'music' } : leg.muted && !isSupervisor ? { mark: 'muted' } : {}),
    ...(isSupervisor ? { supervisor: true } : {}),
  };
}

/** What the drawing shows, in sentences. */
function altOf({ call, agentHeld, customerHeld, guests, held, ringing, supervisor }: Seats, muted: boolean) {
  const { recording, supervision } = call;
  const who = (leg: LegView) => ({ who: nameOf(leg) });
  const state = supervisor?.present ? (supervision?.mode ?? 'listen') : 'calling';
  return [
    customerHeld ? tc('scene.held') : agentHeld ? tc('scene.you.held') : tc('scene.together'),
    muted ? tc('scene.you.muted') : '',
    call.legs[1].muted && !customerHeld ? tc('scene.customer.muted') : '',
    ...guests.map((guest) => tc(guest.muted ? 'scene.guest.muted' : 'scene.guest', who(guest))),
    ...held.map((guest) => tc('scene.guest.held', who(guest))),
    ...ringing.map((guest) => tc('scene.guest.ringing', who(guest))),
    supervisor ? tc(`scene.supervisor.${state}`, who(supervisor)) : '',
    recording?.state === 'on' ? tc('scene.recorded') : '',
    recording?.state === 'paused' ? tc('scene.paused') : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** The board of whom a colleague asks: the customer is with the colleague still. */
function consulted(call: CallView, base: Scene, muted: boolean): Scene {
  const [agent, customer] = base.jacks;
  const who = askerOf(call);
  return {
    jacks: [
      { ...agent, lamp: 'on', ...(muted ? { mark: 'muted' } : {}) },
      { ...customer, lamp: 'on' },
      { id: 'asker', title: tc('scene.guest.title'), text: who, lamp: 'on' },
    ],
    strands: [
      { id: MAIN, lies: { from: 'asker', to: 'customer' } },
      { id: 'asker', lies: { from: 'agent', to: 'asker' }, ...flowOf(muted, false) },
    ],
    alt: tc('scene.consulted', { who }),
  };
}

/**
 * The board of a call that is connected: everybody who is in it, and who hears whom. `base`: the board without them;
 * `muted`: nobody hears the agent, on the server or because their microphone is off.
 */
export function switchboard(call: CallView, base: Scene, muted: boolean): Scene {
  if (isConsulted(call) && call.phase !== 'ending') return consulted(call, base, muted);
  if (call.phase !== 'connected') return base;
  const seats = seatsOf(call);
  const { agentHeld, customerHeld, held, supervisor, guests, ringing } = seats;
  const [agent, customer] = base.jacks;
  const { recording } = call;
  const mark = (jack: JackView, is: boolean): JackView => (is ? { ...jack, mark: 'muted' } : jack);
  const main = mainStrand(seats, muted);
  const seated = [...guests, ...held, ...ringing].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const others = [...(supervisor ? [supervisor] : []), ...seated];
  return {
    jacks: [mark(agent, muted), mark(customer, call.legs[1].muted ?? false), ...others.map(jackOf)],
    strands: [
      main,
      ...(agentHeld ? [{ id: 'agent', lies: { from: MUSIC, to: 'agent' } } satisfies Strand] : []),
      ...guestStrands(seats, muted),
      ...supervisorStrand(seats),
    ],
    ...(agentHeld || customerHeld ? { music: tc('scene.music') } : {}),
    ...(recording?.state === 'on' || recording?.state === 'paused'
      ? {
          recording: {
            paused: recording.state === 'paused',
            text: tc(recording.state === 'paused' ? 'scene.off' : 'scene.on'),
          },
        }
      : {}),
    alt: altOf(seats, muted),
  };
}
