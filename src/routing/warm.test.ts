import { Warm } from './warm';

const version = (revision: string) => ({ key: 'x', data: {}, revision });

test('of the most, those used last are remembered, for ten minutes', () => {
  let now = 0;
  const warm = new Warm<object>(2, () => now);
  warm.set('a', version('1'));
  warm.set('b', version('1'));
  warm.set('a', version('2'));
  warm.set('c', version('1'));
  expect([warm.get('a')?.revision, warm.get('b'), warm.get('c')?.revision]).toEqual(['2', undefined, '1']);
  now = 600_001;
  expect(warm.get('a')).toBeUndefined();
  warm.set('a', version('3'));
  expect(warm.get('a')?.revision).toBe('3');
  warm.delete('a');
  expect(warm.get('a')).toBeUndefined();
});
