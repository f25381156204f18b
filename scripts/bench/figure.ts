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
