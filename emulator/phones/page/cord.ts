/** A place on the board, in CSS pixels from its top left corner. */
export interface Point {
  x: number;
  y: number;
}

/**
 * A cord that hangs from `a` to `b` and sags `sag` pixels below their middle, as an SVG path. A cubic curve whose handles
 * hang straight down looks like a cord with some weight; its lowest point is at three quarters of the handles' length.
 */
export function cordPath(a: Point, b: Point, sag: number): string {
  const drop = (sag * 4) / 3;
  const round = (value: number) => Math.round(value * 10) / 10;
  return `M${round(a.x)} ${round(a.y)}C${round(a.x)} ${round(a.y + drop)} ${round(b.x)} ${round(b.y + drop)} ${round(b.x)} ${round(b.y)}`;
}

/** The lowest point of that cord when both ends are level. */
export const cordMiddle = (a: Point, b: Point, sag: number): Point => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2 + sag,
});

/** How far the nth cord sags: neighbours differ, so that crossing cords can be told apart. */
export const sagOf = (nth: number, span: number): number => 28 + (nth % 3) * 12 + Math.min(12, span / 50);

/** One cord of the board: between two jacks. */
export interface Cord {
  /** Stays the same while the same two are connected. */
  key: string;
  from: string;
  to: string;
  /** What is written on it: the conference's name, or nothing. */
  label: string;
  /** Which colour, and how far it sags. */
  nth: number;
  /** Somebody at one of the ends hears wait music instead of the others. */
  hold: boolean;
}

interface OnBoard {
  number: string;
  state: string;
  conference: { sid: string; name: string; hold: boolean } | null;
}

/** The jack of the program that answers calls. */
export const PROGRAM = 'program';

/**
 * The cords of a board. Who is in a conference with others is joined to the next one in it; who is in a call alone hears
 * the program that runs it, and is joined to that.
 */
export function cordsOf(phones: readonly OnBoard[]): Cord[] {
  const rooms = new Map<string, OnBoard[]>();
  const cords: Omit<Cord, 'nth'>[] = [];
  for (const phone of phones) {
    if (phone.conference) {
      const room = rooms.get(phone.conference.sid) ?? [];
      room.push(phone);
      rooms.set(phone.conference.sid, room);
    }
  }
  for (const phone of phones) {
    const room = phone.conference ? rooms.get(phone.conference.sid) : undefined;
    const at = room?.indexOf(phone) ?? 0;
    const next = room?.[at + 1];
    if (phone.conference && room && next)
      cords.push({
        key: `${phone.conference.sid} ${phone.number} ${next.number}`,
        from: phone.number,
        to: next.number,
        label: at === 0 ? phone.conference.name : '',
        hold: phone.conference.hold || (next.conference?.hold ?? false),
      });
    else if (phone.state === 'in-call' && (!room || room.length === 1))
      cords.push({
        key: `${PROGRAM} ${phone.number}`,
        from: PROGRAM,
        to: phone.number,
        label: phone.conference ? `${phone.conference.name}, alone` : '',
        hold: phone.conference?.hold ?? false,
      });
  }
  return cords.map((cord, nth) => ({ ...cord, nth }));
}
