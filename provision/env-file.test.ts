import fc from 'fast-check';
import { readVariables, setVariables } from './env-file';

const name = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,12}$/);
const value = fc.stringMatching(/^[A-Za-z0-9+/=@._-]{0,20}$/);

test('a variable is set where it stands, and everything else stays', () => {
  const before =
    '# my settings\r\nCALLER_ID=+14155550100\r\n\r\nVERIFY_SERVICE_SID=\r\nexport OTHER="x y"\r\n';
  expect(setVariables(before, { VERIFY_SERVICE_SID: 'VA1', NEW: '1' })).toBe(
    '# my settings\r\nCALLER_ID=+14155550100\r\n\r\nVERIFY_SERVICE_SID=VA1\r\nexport OTHER="x y"\r\nNEW=1\r\n',
  );
});

test('what was set is read back, what was there before stays, and setting it again changes nothing', () => {
  fc.assert(
    fc.property(
      fc.dictionary(name, value),
      fc.dictionary(name, value),
      fc.boolean(),
      (before, values, windows) => {
        const text = Object.entries(before)
          .map(([key, held]) => `${key}=${held}`)
          .join(windows ? '\r\n' : '\n');
        const after = setVariables(text, values);
        expect(readVariables(after)).toEqual({ ...before, ...values });
        expect(setVariables(after, values)).toBe(after);
      },
    ),
  );
});
