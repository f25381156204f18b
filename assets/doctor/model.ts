import { signal } from '@preact/signals';
import type { Area, Finding, Health, Verdict } from '../../src/doctor/contract';
import { type Failure, failureIn } from '../session/post';

/** Verdicts, the worst first. */
export const VERDICTS = ['broken', 'note', 'ok'] as const satisfies readonly Verdict[];

/** What was found in one area, the worst first. */
export interface FindingGroup {
  area: Area;
  worst: Verdict;
  findings: Finding[];
}

const rank = (verdict: Verdict): number => VERDICTS.indexOf(verdict);

/** Findings by area: where something is broken comes first, in an area too; else as they were told. */
export function grouped(findings: readonly Finding[]): FindingGroup[] {
  const areas = new Map<Area, Finding[]>();
  for (const finding of findings) areas.set(finding.area, [...(areas.get(finding.area) ?? []), finding]);
  return [...areas]
    .map(([area, told]) => {
      const sorted = [...told].sort((a, b) => rank(a.verdict) - rank(b.verdict));
      return { area, worst: sorted[0]?.verdict ?? 'ok', findings: sorted };
    })
    .sort((a, b) => rank(a.worst) - rank(b.worst));
}

/** How many findings there are of each verdict. */
export function counted(findings: readonly Finding[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { broken: 0, note: 0, ok: 0 };
  for (const { verdict } of findings) counts[verdict] += 1;
  return counts;
}

/** What the doctor is made from; a test brings its own. */
export interface DoctorParts {
  call<T>(path: string): Promise<T>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What has been found, and when. */
export interface Told {
  health: Health;
  /** Milliseconds since the epoch. */
  at: number;
}

/** The checks of the account, as an administrator asks for them. */
export class Doctor {
  /** What was found last; it stays while it is looked for anew. */
  readonly told = signal<Told | undefined>(undefined);
  readonly failure = signal<Failure | undefined>(undefined);
  readonly busy = signal(false);

  constructor(private readonly parts: DoctorParts) {}

  /** Looks now. A second click while that is under way does nothing. Resolves to whether something was found out. */
  async look(): Promise<boolean> {
    if (this.busy.peek()) return false;
    this.busy.value = true;
    try {
      const health = await this.parts.call<Health>('/setup/doctor');
      this.failure.value = undefined;
      this.told.value = { health, at: this.parts.now() };
      return true;
    } catch (error) {
      const failure = failureIn(error);
      // Who is no administrator any more does not go on reading what only they may.
      if (failure.code === 'forbidden') this.told.value = undefined;
      this.failure.value = failure;
      return false;
    } finally {
      this.busy.value = false;
    }
  }
}
