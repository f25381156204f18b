import {
  type Board,
  type Cord,
  type CordPlace,
  type Ends,
  hanging,
  JOINT,
  MUSIC,
  middleOf,
  type Point,
  type Pose,
  poseOf,
} from './cord';

/** What a jack shows: nobody, ringing, on the line, or gone again. */
export type Lamp = 'off' | 'ringing' | 'on' | 'gone';

/** Somebody's jack with the strip that names them. */
export interface JackView {
  /** `agent`, `customer`, or the participant's id. */
  id: string;
  title: string;
  text: string;
  lamp: Lamp;
  /** Nobody hears them; or they hear music and nobody else. */
  mark?: 'muted' | 'music';
  /** Stands below the agent, apart from guests. */
  supervisor?: boolean;
}

/** The id of the cord between the agent and the customer. */
export const MAIN = 'main';

/** One cord: whom it joins, and who hears whom through it. */
export interface Strand {
  /** `MAIN`, or whose it is. */
  id: string;
  lies: CordPlace | Ends;
  /** Sound goes only this way, if not both: `forth` from `from` to `to`. */
  flow?: 'forth' | 'back' | 'none';
  /** Who is at its end only listens. */
  dashed?: boolean;
}

/** What the board shows. */
export interface Scene {
  /** The agent's, the customer's, then everybody else's. */
  jacks: readonly [JackView, JackView, ...JackView[]];
  /** The main one first. */
  strands: readonly [Strand, ...Strand[]];
  /** The name of a jack for music, which the customer's cord is plugged into while they are on hold. */
  music?: string;
  /** The call is recorded, or would be were it not paused; in words. */
  recording?: { paused: boolean; text: string };
  /** All of this in words. */
  alt: string;
}

/** Where everything is on a board of this size. */
export interface Layout {
  anchors: Readonly<Record<string, Point>>;
  /** Where plugs lie that are in no jack. */
  shelf: number;
  /** Between two places of the lower row. */
  spacing: number;
}

/** The lower row's jacks are smaller, by this. */
export const SMALL = 0.72;
/** Below the middle of a jack in the lower row, its label needs this. */
const LABEL = 46;

/** The agent on the left, the customer on the right; below them, in this order, a supervisor, guests, and music. */
export function layoutOf(scene: Scene, width: number, height: number): Layout {
  const [agent, customer, ...others] = scene.jacks;
  const inset = Math.max(58, width * 0.17);
  const top = 36;
  const anchors: Record<string, Point> = {
    [agent.id]: { x: inset, y: top },
    [customer.id]: { x: width - inset, y: top },
  };
  const guests = others.filter(({ supervisor }) => !supervisor);
  // Room for music and a supervisor is kept free, so that nobody moves aside when they come.
  const left = inset * 0.8;
  const spacing = (width - 2 * left) / Math.max(2, guests.length + 1);
  const low = height - LABEL;
  guests.forEach(({ id }, at) => {
    anchors[id] = { x: left + spacing * (at + 1), y: low };
  });
  for (const { id, supervisor } of others) if (supervisor) anchors[id] = { x: left, y: low };
  anchors[MUSIC] = { x: width - left, y: low };
  const isLow = others.length > 0 || scene.music !== undefined;
  return { anchors, shelf: isLow ? low - 24 : height - 30, spacing };
}

/** Where a cord belongs; `main`: where the main one is now. */
export function poseOfStrand({ lies }: Strand, { anchors, shelf }: Layout, main: Cord | undefined): Pose {
  const nowhere = { x: 0, y: 0 };
  const [from = nowhere, to = nowhere] = [anchors.agent, anchors.customer];
  if (typeof lies === 'string') return poseOf(lies, { from, to, shelf } satisfies Board);
  const at = (id: string): Point => (id === JOINT && main ? middleOf(main) : (anchors[id] ?? from));
  return hanging(at(lies.from), at(lies.to), lies.reaching);
}

const SWAYING = new Set<CordPlace>(['connected', 'reaching', 'offered', 'lifted']);

/** Whether air moves a cord: one in use is never quite still. */
export const sways = ({ lies }: Strand): boolean => typeof lies !== 'string' || SWAYING.has(lies);

const PLUGGED = {
  from: new Set<CordPlace>(['rest', 'lifted', 'reaching', 'connected', 'loose-customer']),
  to: new Set<CordPlace>(['connected', 'offered', 'loose-agent']),
};

/** The jacks that a cord's plugs are meant for. */
export function socketsOf({ lies }: Strand): { from?: string; to?: string } {
  if (typeof lies !== 'string') return lies.reaching ? { from: lies.from } : lies;
  return {
    ...(PLUGGED.from.has(lies) ? { from: 'agent' } : {}),
    ...(PLUGGED.to.has(lies) ? { to: 'customer' } : {}),
  };
}
