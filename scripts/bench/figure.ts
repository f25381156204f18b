/** One thing we promise, and what was measured. */
export interface Figure {
  name: string;
  /** What is counted: "requests", "ms", "calls". */
  unit: string;
  /** The most it may be. */
  target: number;
  /** The median of the samples. */
  seen: number;
  samples: number;
  /** Of counts: how often each was seen, as [count, times], the smallest first. */
  spread?: [number, number][];
}

/** The middle of some numbers; of an even count, the mean of the two in the middle. */
export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('No sample was taken');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export function figure(name: string, unit: string, target: number, samples: number[]): Figure {
  return { name, unit, target, seen: median(samples), samples: samples.length };
}

/** As `figure`, for whole numbers of which the rare large ones matter too: with how often each was seen. */
export function counts(name: string, unit: string, target: number, samples: number[]): Figure {
  const times = new Map<number, number>();
  for (const sample of samples) times.set(sample, (times.get(sample) ?? 0) + 1);
  const spread = [...times].sort(([one], [other]) => one - other);
  return { ...figure(name, unit, target, samples), spread };
}
