/** A place on the board, in pixels. */
export interface Point {
  x: number;
  y: number;
}

/** How the cord lies between the agent's jack and the customer's. */
export type CordPlace =
  /** Plugged in at the agent, the other plug on the shelf. */
  | 'rest'
  /** The agent is being reached: the free plug has been picked up. */
  | 'lifted'
  /** On its way to the customer's jack. */
  | 'reaching'
  | 'connected'
  /** A call comes in: plugged in at the customer, on its way to the agent's jack. */
  | 'offered'
  /** The customer's plug has come out. */
  | 'loose-customer'
  /** The agent's plug has come out. */
  | 'loose-agent'
  /** Both have. */
  | 'loose';

/** Where somebody hears music while they are on hold. */
export const MUSIC = 'music';
/** The middle of the main cord, where others join in. */
export const JOINT = 'joint';

/** The two jacks that a cord is plugged into, by their ids; also `MUSIC` and, for any cord but the main one, `JOINT`. */
export interface Ends {
  from: string;
  to: string;
  /** Somebody is being called: the plug is on its way to their jack. */
  reaching?: true;
}

/** Where a cord shall be: its ends and the two points that bend it. */
export interface Pose {
  from: Point;
  to: Point;
  bend: [Point, Point];
}

/** The board as far as the cord is concerned. */
export interface Board {
  /** The agent's and the customer's jack. */
  from: Point;
  to: Point;
  /** Where plugs lie that are in no jack. */
  shelf: number;
}

/** Where the cord belongs on this board. */
export function poseOf(place: CordPlace, { from, to, shelf }: Board): Pose {
  const span = to.x - from.x;
  const hang = shelf - from.y;
  const at = (part: number, y: number): Point => ({ x: from.x + span * part, y });
  const near = Math.max(0.2, Math.min(0.3, 64 / span));
  switch (place) {
    case 'rest':
      return {
        from,
        to: at(near + 0.08, shelf),
        bend: [at(-0.02, from.y + hang * 0.9), at(near * 0.3, shelf + 8)],
      };
    case 'lifted':
      return {
        from,
        to: at(0.34, from.y + hang * 0.48),
        bend: [at(0, from.y + hang * 0.95), at(0.14, shelf + 14)],
      };
    case 'reaching': {
      const end = { x: to.x - 52, y: to.y + 14 };
      return {
        from,
        to: end,
        bend: [at(0.14, from.y + hang * 1.15), { x: end.x - span * 0.26, y: to.y + hang * 0.62 }],
      };
    }
    case 'offered': {
      const end = { x: from.x + 52, y: from.y + 14 };
      return {
        from: end,
        to,
        bend: [{ x: end.x + span * 0.26, y: from.y + hang * 0.62 }, at(0.86, to.y + hang * 1.15)],
      };
    }
    case 'connected':
      return { from, to, bend: [at(0.1, from.y + hang * 1.12), at(0.9, to.y + hang * 1.12)] };
    case 'loose-customer':
      return { from, to: at(0.7, shelf), bend: [at(0.02, from.y + hang * 1.1), at(0.36, shelf + 10)] };
    case 'loose-agent':
      return { from: at(0.3, shelf), to, bend: [at(0.64, shelf + 10), at(0.98, to.y + hang * 1.1)] };
    case 'loose':
      return { from: at(0.22, shelf), to: at(0.78, shelf), bend: [at(0.4, shelf + 12), at(0.6, shelf + 12)] };
  }
}

/** How far from a jack a plug is that is on its way to it. */
const SHORT = 46;

/** A point on the way from one to another, `short` of it. */
function shortOf(from: Point, to: Point, short: number): Point {
  const way = Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
  const part = Math.min(0.7, short / way);
  return { x: to.x + (from.x - to.x) * part, y: to.y + (from.y - to.y) * part };
}

/** A cord that hangs between any two places of the board. */
export function hanging(from: Point, to: Point, reaching = false): Pose {
  const end = reaching ? shortOf(from, to, SHORT) : to;
  const dx = end.x - from.x;
  const dy = end.y - from.y;
  // One far below the other: it bulges towards the middle of the board.
  const aside = Math.abs(dy) < 80 ? 0 : Math.max(0, 46 - Math.abs(dx) * 0.5) * (from.x > 200 ? -1 : 1);
  const sag = Math.min(10, Math.abs(dx) * 0.4) + Math.abs(dx) * 0.07;
  return {
    from,
    to: end,
    bend: [
      { x: from.x + dx * 0.1 + aside, y: from.y + dy * (dy > 0 ? 0.6 : 0.25) + sag },
      { x: end.x - dx * 0.28 + aside, y: end.y - dy * (dy > 0 ? 0.25 : 0.6) + sag * 0.5 },
    ],
  };
}

/** The middle of a cord. */
export const middleOf = ([from, one, other, to]: readonly Point[]): Point => ({
  x: ((from?.x ?? 0) + 3 * (one?.x ?? 0) + 3 * (other?.x ?? 0) + (to?.x ?? 0)) / 8,
  y: ((from?.y ?? 0) + 3 * (one?.y ?? 0) + 3 * (other?.y ?? 0) + (to?.y ?? 0)) / 8,
});

/** A point that moves. Speeds in pixels a second. */
interface Moving extends Point {
  vx: number;
  vy: number;
}

/** The cord as it is now: from, bend, bend, to. */
export type Cord = [Moving, Moving, Moving, Moving];

const resting = ({ x, y }: Point): Moving => ({ x, y, vx: 0, vy: 0 });

/** The cord lying still in a pose. */
export const still = ({ from, to, bend }: Pose): Cord => [
  resting(from),
  resting(bend[0]),
  resting(bend[1]),
  resting(to),
];

/** Ends are led by a hand: quick, without swinging. What hangs between swings. Stiffness and damping, per second. */
const HAND = { pull: 90, brake: 17 };
const HANG = { pull: 46, brake: 5.2 };

function pulled(point: Moving, target: Point, { pull, brake }: typeof HAND, seconds: number): Moving {
  const vx = point.vx + ((target.x - point.x) * pull - point.vx * brake) * seconds;
  const vy = point.vy + ((target.y - point.y) * pull - point.vy * brake) * seconds;
  return { x: point.x + vx * seconds, y: point.y + vy * seconds, vx, vy };
}

/** The longest step that the springs take without overshooting. Seconds. */
const STEP = 1 / 60;

/** The cord after `seconds` on its way to a pose. Longer gaps (a tab in the background) count as a tenth of a second. */
export function move(cord: Cord, pose: Pose, seconds: number): Cord {
  let [from, one, other, to] = cord;
  for (let left = Math.min(seconds, 0.1); left > 0; left -= STEP) {
    const step = Math.min(left, STEP);
    from = pulled(from, pose.from, HAND, step);
    to = pulled(to, pose.to, HAND, step);
    one = pulled(one, pose.bend[0], HANG, step);
    other = pulled(other, pose.bend[1], HANG, step);
  }
  return [from, one, other, to];
}

/** The pose with its bends led round by a breath of air; `seconds` since whenever. */
export function swayed(pose: Pose, seconds: number): Pose {
  const dx = Math.sin(seconds * 0.9) * 5;
  const dy = Math.sin(seconds * 1.7) * 2.5;
  const [one, other] = pose.bend;
  return {
    ...pose,
    bend: [
      { x: one.x + dx, y: one.y + dy },
      { x: other.x + dx * 0.8, y: other.y - dy },
    ],
  };
}

/** Nothing moves any more that an eye could see. */
export function isStill(cord: Cord, pose: Pose): boolean {
  const targets = [pose.from, ...pose.bend, pose.to];
  return cord.every(
    ({ x, y, vx, vy }, at) =>
      Math.abs(vx) + Math.abs(vy) < 2 &&
      Math.abs(x - (targets[at]?.x ?? x)) + Math.abs(y - (targets[at]?.y ?? y)) < 0.3,
  );
}

const round = (value: number): string => value.toFixed(1);

/** The cord as an SVG path. */
export const pathOf = (cord: Cord): string => {
  const [from, one, other, to] = cord.map(({ x, y }) => `${round(x)} ${round(y)}`);
  return `M${from}C${one} ${other} ${to}`;
};

/** The direction in which an end points, in degrees. */
export function pointing(end: Point, before: Point): number {
  return (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
}
