import { signal } from '@preact/signals';

/** What a floor wants to keep. */
export interface Targets {
  /** At most so many wait. */
  waiting: number;
  /** Nobody waits longer. Seconds. */
  longest: number;
  /** At least this share is answered in time. Per cent. */
  level: number;
}

const DEFAULT: Targets = { waiting: 5, longest: 60, level: 80 };
const LIMITS: Record<keyof Targets, [number, number]> = {
  waiting: [0, 9_999],
  longest: [1, 7_200],
  level: [1, 100],
};
const MEMORY = 'cordboard.targets';

/** A number within its bounds; undefined when it is none. */
export function withinLimits(name: keyof Targets, value: unknown): number | undefined {
  const [least, most] = LIMITS[name];
  const number = typeof value === 'number' ? value : Number.NaN;
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

function remembered(): Targets {
  let known: Partial<Record<keyof Targets, unknown>> = {};
  try {
    known = JSON.parse(localStorage.getItem(MEMORY) ?? '{}') as typeof known;
  } catch {
    // What can't be read is as good as none.
  }
  return {
    waiting: withinLimits('waiting', known.waiting) ?? DEFAULT.waiting,
    longest: withinLimits('longest', known.longest) ?? DEFAULT.longest,
    level: withinLimits('level', known.level) ?? DEFAULT.level,
  };
}

/** The targets of this screen: a wall and a desk may want different ones. */
export const targets = signal<Targets>(remembered());

/** Sets one and remembers it; what makes no sense changes nothing. */
export function setTarget(name: keyof Targets, value: number): void {
  const valid = withinLimits(name, value);
  if (valid === undefined) return;
  targets.value = { ...targets.peek(), [name]: valid };
  localStorage.setItem(MEMORY, JSON.stringify(targets.peek()));
}
