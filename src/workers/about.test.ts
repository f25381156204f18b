import fc from 'fast-check';
import { aboutWorker, whyIn } from './about';
import type { WorkerAttributes } from './attributes';

test('whatever somebody puts into the attributes of a worker, what is kept of it is small', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 200 });
  const attributes = fc.record(
    {
      agent_id: fc.anything(),
      contact_uri: fc.anything(),
      chosen: fc.oneof(word, fc.anything()),
      reason: fc.oneof(word, fc.anything()),
      next: fc.oneof(word, fc.anything()),
      task: fc.oneof(word, fc.anything()),
      after_call: fc.oneof(fc.record({ call: word, task: word, until: fc.double() }), fc.anything()),
      skills: fc.oneof(fc.array(word, { maxLength: 200 }), fc.anything()),
      languages: fc.oneof(fc.array(word, { maxLength: 200 }), fc.anything()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(attributes, (given) => {
      const about = aboutWorker(given as WorkerAttributes);
      const { skills = [], languages = [] } = about;
      expect(JSON.stringify([skills, languages]).length).toBeLessThan(810);
      expect([...(about.reason ?? '')].length).toBeLessThanOrEqual(60);
    }),
    { numRuns: 1_000 },
  );
});

test('a reason belongs to what was chosen, for now or for after the call', () => {
  expect(whyIn('Break', { chosen: 'break', reason: 'tea' })).toEqual({ reason: 'tea' });
  expect(whyIn('in-call', { chosen: 'available', next: 'break', reason: 'tea' })).toEqual({ reason: 'tea' });
  expect(whyIn('in-call', { chosen: 'available', reason: 'tea' })).toEqual({});
  expect(whyIn('away', { chosen: 'available', reason: 'tea' })).toEqual({ why: 'unanswered' });
  expect(whyIn('away', { chosen: 'away', reason: 'tea' })).toEqual({ reason: 'tea' });
});
