import fc from 'fast-check';
import { type Cord, type CordPlace, isStill, move, pathOf, poseOf, still, swayed } from './cord';

const PLACES: CordPlace[] = [
  'rest',
  'lifted',
  'reaching',
  'connected',
  'loose-customer',
  'loose-agent',
  'loose',
];
const place = fc.constantFrom(...PLACES);
const board = fc
  .tuple(fc.integer({ min: 240, max: 1200 }), fc.integer({ min: 110, max: 300 }))
  .map(([width, shelf]) => ({ from: { x: 60, y: 40 }, to: { x: width - 60, y: 40 }, shelf }));
const frame = fc.double({ min: 0.001, max: 3, noNaN: true });

test('wherever the cord was and however slowly frames come, it comes to lie where it belongs', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(place, frame), { maxLength: 20 }), place, board, (path, last, shape) => {
      let cord: Cord = still(poseOf('rest', shape));
      for (const [next, seconds] of path) cord = move(cord, poseOf(next, shape), seconds);
      const pose = poseOf(last, shape);
      let seconds = 0;
      for (; seconds < 10 && !isStill(cord, pose); seconds += 1 / 60) cord = move(cord, pose, 1 / 60);
      return seconds < 10 && !pathOf(cord).includes('NaN');
    }),
  );
});

test('connected, both ends are in their jacks; loose, the end that came out is not', () => {
  fc.assert(
    fc.property(board, (shape) => {
      const connected = poseOf('connected', shape);
      expect([connected.from, connected.to]).toEqual([shape.from, shape.to]);
      expect(poseOf('loose-customer', shape)).toMatchObject({ from: shape.from, to: { y: shape.shelf } });
      expect(poseOf('loose-agent', shape)).toMatchObject({ from: { y: shape.shelf }, to: shape.to });
    }),
  );
});

test('air moves what hangs, never the plugs, and never far', () => {
  fc.assert(
    fc.property(place, board, fc.double({ min: 0, max: 1e6, noNaN: true }), (at, shape, seconds) => {
      const pose = poseOf(at, shape);
      const moved = swayed(pose, seconds);
      expect([moved.from, moved.to]).toEqual([pose.from, pose.to]);
      for (const [one, other] of [0, 1].map(
        (bend) => [pose.bend[bend as 0 | 1], moved.bend[bend as 0 | 1]] as const,
      ))
        expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeLessThan(8);
    }),
  );
});
