import { useEffect, useRef, useState } from 'preact/hooks';
import { type Cord, isStill, JOINT, MUSIC, move, type Point, pathOf, pointing, still, swayed } from './cord';
import {
  type JackView,
  type Lamp,
  type Layout,
  poseOfStrand,
  type Scene,
  SMALL,
  type Strand,
  socketsOf,
  sways,
} from './scene';

/** All cords as they are now, by their ids. */
type Cords = Readonly<Record<string, Cord>>;

interface JackProps {
  at: Point;
  lamp: Lamp;
  small?: boolean;
}

/** What a mark on a jack's rim is drawn with. */
const MARKS = {
  muted: 'M-1.7-5.5h3.4v6.5h-3.400zM-4-1.5v2.5a4 4 0 0 0 8 0v-2.500M0 5v2.500M-6-6.5 6 6.5',
  music:
    'M-2 4.500V-5.500l6-1.500v9.500M-2 4.500a2 1.600 0 1 1-4 0a2 1.600 0 1 1 4 0M4 2.500a2 1.600 0 1 1-4 0a2 1.600 0 1 1 4 0',
} as const;

/** A mark on a jack's rim: nobody hears whoever is plugged in, or they hear music. */
const Mark = ({ at, of, small }: { at: Point; of: keyof typeof MARKS; small: boolean }) => (
  <g
    class={`mark-${of}`}
    transform={`translate(${(at.x + (small ? 15 : 20)).toFixed(1)} ${(at.y - (small ? 14 : 17)).toFixed(1)})`}
  >
    <circle r="9.500" />
    <path d={MARKS[of]} transform="scale(0.9)" />
  </g>
);

function Jack({ at, lamp, small }: JackProps) {
  const scale = small ? ` scale(${SMALL})` : '';
  return (
    <g class={`jack ${lamp}`} transform={`translate(${at.x} ${at.y})${scale}`}>
      <circle class="wave" r="22" />
      <circle class="wave second" r="22" />
      <circle class="plate" r="24" />
      <circle class="ring" r="17" />
      <circle class="hole" r="9.5" />
    </g>
  );
}

interface PlugProps {
  at: Point;
  before: Point;
  plugged: boolean;
  small: boolean;
}

/** A plug at an end of the cord: in its jack seen from the front, else lying in the direction of the cord. */
function Plug({ at, before, plugged, small }: PlugProps) {
  const scale = small ? ` scale(${SMALL + 0.08})` : '';
  return (
    <g
      transform={`translate(${at.x.toFixed(1)} ${at.y.toFixed(1)})${scale}`}
      class={plugged ? 'plug in' : 'plug'}
    >
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

/** The ring by which somebody is joined to a cord. */
const Joint = ({ at }: { at: Point }) => (
  <circle class="joint" cx={at.x.toFixed(1)} cy={at.y.toFixed(1)} r="6.5" />
);

/** Where a new cord begins: in the hand that plugs it in. */
const coiled = (strand: Strand, layout: Layout, main: Cord | undefined): Cord => {
  const { from, to } = poseOfStrand(strand, layout, main);
  return still({ from: to, to, bend: [to, { x: (from.x + to.x) / 2, y: to.y }] });
};

/** Moves all cords on by some seconds; `time`, in seconds, says how air moves them. */
function moved(strands: readonly Strand[], layout: Layout, now: Cords, seconds: number, time: number): Cords {
  const next: Record<string, Cord> = {};
  let main: Cord | undefined;
  for (const strand of strands) {
    const pose = poseOfStrand(strand, layout, main);
    const target = sways(strand) ? swayed(pose, time) : pose;
    const cord = move(now[strand.id] ?? coiled(strand, layout, main), target, seconds);
    // Where it is joined to another one it moves with that.
    if (typeof strand.lies !== 'string' && strand.lies.from === JOINT)
      Object.assign(cord[0], { ...pose.from, vx: 0, vy: 0 });
    next[strand.id] = cord;
    main ??= cord;
  }
  return next;
}

/** All cords lying where they belong. */
function placed(strands: readonly Strand[], layout: Layout): Cords {
  const next: Record<string, Cord> = {};
  let main: Cord | undefined;
  for (const strand of strands) {
    const cord = still(poseOfStrand(strand, layout, main));
    next[strand.id] = cord;
    main ??= cord;
  }
  return next;
}

/** Moves the cords to their places: by springs, or at once for who wants less motion. */
function useCords(strands: readonly Strand[], layout: Layout): Cords {
  const [cords, setCords] = useState<Cords>(() => placed(strands, layout));
  const now = useRef(cords);
  now.current = cords;
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      setCords(placed(strands, layout));
      return;
    }
    let before = performance.now();
    let frame = 0;
    const draw = (time: number) => {
      now.current = moved(strands, layout, now.current, (time - before) / 1000, time / 1000);
      before = time;
      setCords(now.current);
      const [main] = strands;
      const settled = strands.every((strand) => {
        const cord = now.current[strand.id];
        const lead = main && now.current[main.id];
        return cord !== undefined && isStill(cord, poseOfStrand(strand, layout, lead));
      });
      if (!settled || strands.some(sways)) frame = requestAnimationFrame(draw);
    };
    frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  }, [JSON.stringify([strands, layout])]);
  return cords;
}

interface StrandProps {
  strand: Strand;
  cord: Cord;
  anchors: Layout['anchors'];
  small(id: string | undefined): boolean;
}

function Strung({ strand, cord, anchors, small }: StrandProps) {
  const path = pathOf(cord);
  const [from, one, other, to] = cord;
  const sockets = socketsOf(strand);
  const isIn = (end: Point, socket: string | undefined): boolean => {
    const jack = socket === undefined ? undefined : anchors[socket];
    return jack !== undefined && Math.hypot(end.x - jack.x, end.y - jack.y) < 7;
  };
  const place = typeof strand.lies === 'string' ? strand.lies : strand.lies.reaching ? 'reaching' : 'plugged';
  const kind = strand.id === 'main' ? 'main' : strand.id.startsWith('s') ? 'of-supervisor' : 'of-guest';
  const looks = [place, kind, strand.flow && `flow-${strand.flow}`, strand.dashed && 'dashed'];
  return (
    <g class={`strand ${looks.filter(Boolean).join(' ')}`}>
      <path class="cord-shadow" d={path} transform="translate(0 7)" />
      <path class="cord-edge" d={path} />
      <path class="cord-body" d={path} />
      <path class="cord-weave" d={path} />
      <path class="cord-light" d={path} transform="translate(-0.6 -1.6)" />
      <path class="cord-pulse" d={path} pathLength={100} />
      {sockets.from === JOINT ? (
        <Joint at={from} />
      ) : (
        <Plug at={from} before={one} plugged={isIn(from, sockets.from)} small={small(sockets.from)} />
      )}
      <Plug at={to} before={other} plugged={isIn(to, sockets.to)} small={small(sockets.to)} />
    </g>
  );
}

interface DrawingProps {
  scene: Scene;
  layout: Layout;
  width: number;
  height: number;
  scale: number;
}

/** The cords and their jacks, drawn. */
export function Drawing({ scene, layout, width, height, scale }: DrawingProps) {
  const cords = useCords(scene.strands, layout);
  const { anchors } = layout;
  const small = (id: string | undefined): boolean =>
    id !== undefined && id !== 'agent' && id !== 'customer' && id !== JOINT;
  const jack = ({ id, lamp }: JackView) => {
    const at = anchors[id];
    return at && <Jack key={id} at={at} lamp={lamp} small={small(id)} />;
  };
  return (
    <svg
      class="cord"
      width={width}
      height={height}
      viewBox={`0 0 ${width / scale} ${height / scale}`}
      role="img"
      aria-label={scene.alt}
    >
      {scene.jacks.map(jack)}
      {scene.music !== undefined && anchors[MUSIC] && <Jack at={anchors[MUSIC]} lamp="off" small />}
      {scene.strands.map((strand) => {
        const cord = cords[strand.id];
        return cord && <Strung key={strand.id} strand={strand} cord={cord} anchors={anchors} small={small} />;
      })}
      {scene.jacks.map(({ id, mark }) => {
        const at = mark && anchors[id];
        return at && <Mark key={id} at={at} of={mark} small={small(id)} />;
      })}
      {scene.music !== undefined && anchors[MUSIC] && <Mark at={anchors[MUSIC]} of="music" small />}
    </svg>
  );
}
