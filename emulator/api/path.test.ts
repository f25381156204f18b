import fc from 'fast-check';
import { bySpecificity, compilePath, matchPath, plainHost } from './path';

test('variables are taken out of a path, decoded', () => {
  const path = compilePath('/v1/Services/{ServiceSid}/Maps/{MapSid}/Items/{Key}');
  expect(matchPath(path, '/v1/Services/IS1/Maps/calls.a%2Fb/Items/one%20two')).toEqual({
    ServiceSid: 'IS1',
    MapSid: 'calls.a/b',
    Key: 'one two',
  });
  expect(matchPath(path, '/v1/Services/IS1/Maps/calls/Items')).toBeUndefined();
  expect(matchPath(compilePath('/Calls/{Sid}.json'), '/Calls/CA1.json')).toEqual({ Sid: 'CA1' });
  expect(matchPath(compilePath('/Calls/{Sid}.json'), '/Calls/CA1xjson')).toBeUndefined();
  expect(() => matchPath(path, '/v1/Services/%E0%A4%A/Maps/a/Items/b')).toThrow(URIError);
});

test('the most specific path comes first', () => {
  const sorted = ['/Calls/{Sid}', '/{Any}/feedback', '/Calls/{Sid}.json', '/Calls/feedback']
    .map(compilePath)
    .sort(bySpecificity);
  expect(sorted.map(({ template }) => template)).toEqual([
    '/Calls/feedback',
    '/Calls/{Sid}.json',
    '/Calls/{Sid}',
    '/{Any}/feedback',
  ]);
});

test('any value that is encoded into a path comes back out of it', () => {
  const path = compilePath('/v1/{A}/x/{B}.json');
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.string({ minLength: 1, unit: 'grapheme' }),
      (a, b) => {
        const pathname = `/v1/${encodeURIComponent(a)}/x/${encodeURIComponent(b)}.json`;
        expect(matchPath(path, pathname)).toEqual({ A: a, B: b });
      },
    ),
  );
});

test('a region in a host does not make another product', () => {
  expect(plainHost('api.dublin.ie1.twilio.com')).toBe('api.twilio.com');
  expect(plainHost('api.us1.twilio.com')).toBe('api.twilio.com');
  expect(plainHost('sync.twilio.com')).toBe('sync.twilio.com');
});
