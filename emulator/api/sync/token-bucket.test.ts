import fc from 'fast-check';
import { LIMITS, writeCost } from './limits';
import { type TokenBucket, takeTokens } from './token-bucket';

const size = fc.record({
  perSecond: fc.integer({ min: 1, max: 100 }),
  burstSeconds: fc.integer({ min: 1, max: 20 }),
});
const tries = fc.array(
  fc.record({ wait: fc.integer({ min: 0, max: 5000 }), cost: fc.integer({ min: 1, max: 10 }) }),
  {
    maxLength: 200,
  },
);

test('in any stretch of time no more is spent than the burst and what flowed in meanwhile', () => {
  fc.assert(
    fc.property(size, tries, (bucketSize, attempts) => {
      const spent: { at: number; cost: number }[] = [];
      let bucket: TokenBucket | undefined;
      let now = 1_000_000;
      for (const { wait, cost } of attempts) {
        now += wait;
        const left = takeTokens(bucket, bucketSize, now, cost);
        if (!left) continue;
        bucket = left;
        spent.push({ at: now, cost });
      }
      const { perSecond, burstSeconds } = bucketSize;
      for (const [first, start] of spent.entries()) {
        let total = 0;
        for (const { at, cost } of spent.slice(first)) {
          total += cost;
          expect(total).toBeLessThanOrEqual((burstSeconds + (at - start.at) / 1000) * perSecond + 0.01);
        }
      }
    }),
  );
});

test('who keeps to the rate is never refused', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 1, max: 500 }), (bucketSize, count) => {
      let bucket: TokenBucket | undefined;
      for (let n = 0; n < count; n++) {
        bucket = takeTokens(bucket, bucketSize, 1_000_000 + (n * 1000) / bucketSize.perSecond, 1);
        expect(bucket).toBeDefined();
      }
    }),
  );
});

test('a refused try costs nothing', () => {
  const small = { perSecond: 1, burstSeconds: 1 };
  const empty = takeTokens(undefined, small, 0, 1);
  expect(takeTokens(empty, small, 500, 1)).toBeUndefined();
  expect(takeTokens(empty, small, 1000, 1)).toBeDefined();
});

test('a write costs more the more it carries, from 20 to 2 a second', () => {
  expect(writeCost(0)).toBe(1);
  expect(writeCost(LIMITS.fastBytes)).toBe(1);
  expect(writeCost(LIMITS.slowBytes)).toBe(10);
  expect(writeCost(LIMITS.dataBytes)).toBe(10);
  fc.assert(
    fc.property(fc.nat(16_384), fc.nat(16_384), (a, b) => {
      if (a <= b) expect(writeCost(a)).toBeLessThanOrEqual(writeCost(b));
    }),
  );
});
