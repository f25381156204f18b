import fc from 'fast-check';
import type { MomentOf } from './testing-history';

/** Numbers below 1 that follow from a seed, always the same: https://en.wikipedia.org/wiki/Linear_congruential_generator */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** How badly it goes. */
export interface Odds {
  /** How late reports come at most, in milliseconds. */
  late: number;
  /** How often a report is lost, and a request fails. */
  lost: number;
  fails: number;
}

/** A moment as it follows from a number: so a history that goes wrong is a few numbers. */
function momentOf<A>(acts: readonly A[], seed: number, { late, lost, fails }: Odds): MomentOf<A> {
  const roll = dice(seed);
  const below = (many: number) => Math.floor(roll() * many);
  const act = acts[below(acts.length)] as A;
  const ms = below(1_500);
  const fate = () => ({ late: below(late), copies: roll() < 0.2 ? 2 : 1, lost: roll() < lost });
  return { act, ms, chance: { fails: () => roll() < fails, fate } };
}

/** Moments, each following from a number. */
export const momentsOf = <A>(acts: readonly A[], odds: Odds): fc.Arbitrary<MomentOf<A>[]> =>
  fc.array(fc.nat(2 ** 31 - 1), { minLength: 1, maxLength: 10, size: 'max' }).map((seeds) => {
    const all = seeds.map((seed) => momentOf(acts, seed, odds));
    return Object.assign(all, { [fc.toStringMethod]: () => JSON.stringify(seeds) });
  });
