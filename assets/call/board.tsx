import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  type Board as BoardShape,
  type Cord,
  type CordPlace,
  isStill,
  move,
  pathOf,
  pointing,
  poseOf,
  still,
  swayed,
} from './cord';

/** What a jack shows: nobody, ringing, on the line, or gone again. */
export type Lamp = 'off' | 'ringing' | 'on' | 'gone';

/** A jack with the strip above it. */
export interface JackView {
  title: string;
  text: string;
  lamp: Lamp;
}

interface BoardProps {
  jacks: [JackView, JackView];
  cord: CordPlace;
  /** What the drawing shows, in words. */
  alt: string;
  children?: ComponentChildren;
}

/** The cord needs room to hang in: the wider the board, the more. */
const heightFor = (width: number): number => Math.round(Math.max(168, Math.min(width * 0.27, 268)));

/** On a wide board everything is drawn larger, to be seen from afar. */
const scaleFor = (width: number): number => Math.max(1, Math.min(width / 680, 1.5));

function shapeFor(width: number, height: number): BoardShape {
  const inset = Math.max(58, width * 0.17);
  return { from: { x: inset, y: 36 }, to: { x: width - inset, y: 36 }, shelf: height - 30 };
}

const PLUGGED = {
  from: new Set<CordPlace>(['rest', 'lifted', 'reaching', 'connected', 'loose-customer']),
  to: new Set<CordPlace>(['connected', 'offered', 'loose-agent']),
};

function Jack({ x, y, lamp }: { x: number; y: number; lamp: Lamp }) {
  return (
    <g class={`jack ${lamp}`} transform={`translate(${x} ${y})`}>
      <circle class="wave" r="22" />
      <circle class="wave second" r="22" />
      <circle class="plate" r="24" />
      <circle class="ring" r="17" />
      <circle class="hole" r="9.5" />
    </g>
  );
}

/** A plug at an end of the cord: in its jack seen from the front, else lying in the direction of the cord. */
function Plug({
  at,
  before,
  plugged,
}: {
  at: { x: number; y: number };
  before: { x: number; y: number };
  plugged: boolean;
}) {
  return (
    <g transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})`} class={plugged ? 'plug in' : 'plug'}>
      <g class="loose-plug" transform={`rotate(${pointing(at, before).toFixed(1)})`}>
        <rect class="sleeve" x="-6" y="-6.5" width="26" height="13" rx="4" />
        <rect class="tip" x="20" y="-3" width="13" height="6" rx="2" />
        <circle class="tip" cx="34" cy="0" r="3.6" />
      </g>
      <g class="cap">
        <circle class="sleeve" r="12.5" />
        <circle class="cap-shine" r="5" />
      </g>
    </g>
  );
}

/** Moves the cord to its place: by springs, or at once for who wants less motion. */
function useCord(place: CordPlace, shape: BoardShape): Cord {
  const [cord, setCord] = useState<Cord>(() => still(poseOf(place, shape)));
  const now = useRef(cord);
  now.current = cord;
  const { x } = shape.to;
  useEffect(() => {
    const pose = poseOf(place, shape);
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      setCord(still(pose));
      return;
    }
    const sways = place === 'connected' || place === 'reaching' || place === 'offered' || place === 'lifted';
    let before = performance.now();
    let frame = 0;
    const draw = (time: number) => {
      const target = sways ? swayed(pose, time / 1000) : pose;
      now.current = move(now.current, target, (time - before) / 1000);
      before = time;
      setCord(now.current);
      if (sways || !isStill(now.current, pose)) frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [place, x]);
  return cord;
}

/** The cord and its jacks, drawn. */
function Drawing({
  place,
  lamps,
  width,
  alt,
}: {
  place: CordPlace;
  lamps: [Lamp, Lamp];
  width: number;
  alt: string;
}) {
  const height = heightFor(width);
  const scale = scaleFor(width);
  const shape = shapeFor(width / scale, height / scale);
  const cord = useCord(place, shape);
  const path = pathOf(cord);
  const [from, one, other, to] = cord;
  const close = (end: { x: number; y: number }, jack: { x: number; y: number }) =>
    Math.hypot(end.x - jack.x, end.y - jack.y) < 7;
  return (
    <svg
      class={`cord ${place}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width / scale} ${height / scale}`}
      role="img"
      aria-label={alt}
    >
      <Jack {...shape.from} lamp={lamps[0]} />
      <Jack {...shape.to} lamp={lamps[1]} />
      <path class="cord-shadow" d={path} transform="translate(0 7)" />
      <path class="cord-edge" d={path} />
      <path class="cord-body" d={path} />
      <path class="cord-weave" d={path} />
      <path class="cord-light" d={path} transform="translate(-0.6 -1.6)" />
      <path class="cord-pulse" d={path} pathLength={100} />
      <Plug at={from} before={one} plugged={PLUGGED.from.has(place) && close(from, shape.from)} />
      <Plug at={to} before={other} plugged={PLUGGED.to.has(place) && close(to, shape.to)} />
    </svg>
  );
}

/** The board: two jacks under their strips, a cord that shows who is connected, and what belongs below. */
export function Board({ jacks, cord, alt, children }: BoardProps) {
  const face = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = face.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div class="board">
      <div class="face" ref={face}>
        <div class="strips">
          {jacks.map(({ title, text, lamp }, at) => (
            <div class={`strip ${lamp}`} key={at}>
              <span class="strip-title">
                <i class="lamp" />
                {title}
              </span>
              <span class="strip-text">{text}</span>
            </div>
          ))}
        </div>
        <div class="drawing">
          {width > 0 && (
            <Drawing place={cord} lamps={[jacks[0].lamp, jacks[1].lamp]} width={width} alt={alt} />
          )}
        </div>
      </div>
      {children && <div class="shelf">{children}</div>}
    </div>
  );
}
