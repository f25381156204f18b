import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { HandsetView } from '../handset-view';
import { type Cord, cordMiddle, cordPath, cordsOf, type Point, PROGRAM, sagOf } from './cord';
import { shownNumber } from './format';
import { phones } from './live';

const STATES = { idle: 'idle', ringing: 'ringing', 'in-call': 'in a call' } as const;

/** Jacks that a board has at least; the ones without a handset are for the eye only. */
const JACKS = 7;

/** The switchboard: a jack for each handset, and a cord between those who hear one another. */
export function Board() {
  const strip = useRef<HTMLDivElement>(null);
  const places = useSignal<Record<string, Point>>({});
  const cords = cordsOf(phones.value);

  const measure = () => {
    const box = strip.current;
    if (!box) return;
    const origin = box.getBoundingClientRect();
    const found: Record<string, Point> = {};
    for (const jack of box.querySelectorAll<HTMLElement>('[data-jack]')) {
      const { left, top, width, height } = jack.getBoundingClientRect();
      found[jack.dataset.jack ?? ''] = {
        x: left - origin.left + width / 2,
        y: top - origin.top + height / 2,
      };
    }
    if (JSON.stringify(found) !== JSON.stringify(places.value)) places.value = found;
  };
  useLayoutEffect(measure);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(measure);
    if (strip.current) observer.observe(strip.current);
    return () => observer.disconnect();
  }, []);

  return (
    <section class="board" aria-label="Switchboard">
      <div class="board-scroll">
        <div class="board-strip" ref={strip}>
          <ul class="jacks">
            <li class="jack jack-program">
              <span class="jack-body">
                <span class="lamp" data-state="program" />
                <span class="hole" data-jack={PROGRAM} />
                <span class="strip">Your app</span>
              </span>
            </li>
            {phones.value.map((phone) => (
              <Jack key={phone.number} phone={phone} />
            ))}
            {Array.from({ length: Math.max(0, JACKS - phones.value.length) }, (_none, at) => (
              <li key={`free ${at}`} class="jack jack-free" aria-hidden="true">
                <span class="jack-body">
                  <span class="strip" />
                  <span class="lamp" />
                  <span class="hole" />
                </span>
              </li>
            ))}
          </ul>
          <svg class="cords" aria-hidden="true">
            {cords.map((cord) => (
              <CordView key={cord.key} cord={cord} places={places.value} />
            ))}
          </svg>
        </div>
      </div>
    </section>
  );
}

function Jack({ phone }: { phone: HandsetView }) {
  const show = () => {
    const card = document.getElementById(`phone-${phone.number.slice(1)}`);
    card?.scrollIntoView({ block: 'nearest' });
    card?.focus();
  };
  const where = phone.conference ? `in ${phone.conference.name}` : STATES[phone.state];
  return (
    <li class="jack">
      <button type="button" class="jack-body" onClick={show}>
        <span class="lamp" data-state={phone.state} />
        <span class="hole" data-jack={phone.number} />
        <span class="strip">
          {phone.name ?? shownNumber(phone.number).slice(-8)}
          <span class="unseen">
            , {shownNumber(phone.number)}, {where}
          </span>
        </span>
      </button>
    </li>
  );
}

const COLOURS = 6;
/** A tag hangs just below its cord, CSS pixels. */
const TAG_DROP = 15;

function CordView({ cord, places }: { cord: Cord; places: Record<string, Point> }) {
  const a = places[cord.from];
  const b = places[cord.to];
  if (!a || !b) return null;
  const sag = sagOf(cord.nth, Math.abs(a.x - b.x));
  const path = cordPath(a, b, sag);
  const middle = cordMiddle(a, b, sag);
  const label = shorten(cord.hold ? `${cord.label}, hold` : cord.label);
  const width = label.length * 6.6 + 18;
  return (
    <g class="cord" data-colour={cord.nth % COLOURS} data-hold={cord.hold}>
      <path class="cord-shadow" d={path} pathLength={1} />
      <path class="cord-body" d={path} pathLength={1} />
      <path class="cord-shine" d={path} pathLength={1} />
      {[a, b].map(({ x, y }) => (
        <g key={x} class="plug" transform={`translate(${x} ${y})`}>
          <circle r="7.5" class="plug-ring" />
          <circle r="4.5" class="plug-tip" />
        </g>
      ))}
      {cord.label && (
        <g class="tag" transform={`translate(${middle.x} ${middle.y + TAG_DROP})`}>
          <rect x={-width / 2} y="-10" width={width} height="20" rx="4" />
          <text y="4">{label}</text>
        </g>
      )}
    </g>
  );
}

/** A conference's name may be a long id; its beginning tells it apart. */
const shorten = (label: string): string => (label.length > 26 ? `${label.slice(0, 24)}…` : label);
