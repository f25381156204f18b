import fc from 'fast-check';
import {
  prettyValue,
  prettyXml,
  shownDuration,
  shownNumber,
  shownSkew,
  shownSummary,
  shownTime,
  withShortUrls,
} from './format';

test('numbers are grouped as they are read, other addresses stay', () => {
  expect(shownNumber('+14155550101')).toBe('+1 415 555 0101');
  expect(shownNumber('client:ada')).toBe('client:ada');
  expect(shownNumber('+442079460000')).toBe('+442079460000');
});

test('a sentence is shortened where nobody reads', () => {
  expect(shownSummary(`POST /Accounts/AC${'0'.repeat(28)}12ab/Calls.json: +14155550101`)).toBe(
    'POST /Accounts/AC…12ab/Calls.json: +1 415 555 0101',
  );
  expect(withShortUrls('Audio file https://x.example/a/b.mp3, again and again')).toBe(
    'Audio file b.mp3, again and again',
  );
  expect(withShortUrls('Music http://x.example/wait/')).toBe('Music wait');
  expect(withShortUrls('Hello')).toBe('Hello');
});

test('durations count up', () => {
  expect([0, 42_000, 725_000, 3_723_000, -5].map(shownDuration)).toEqual([
    '0:00',
    '0:42',
    '12:05',
    '1:02:03',
    '0:00',
  ]);
});

test('how far the clock is ahead, in the unit that fits', () => {
  expect([0, 1, 10, 119, 120, 7199, 7200].map(shownSkew)).toEqual([
    '',
    '',
    '+10 s',
    '+119 s',
    '+2 min',
    '+119 min',
    '+2 h',
  ]);
});

test('a time that cannot be read shows as nothing', () => {
  expect(shownTime('never')).toBe('');
  expect(shownTime('2026-01-01T00:00:00.007Z', true)).toMatch(/^\d\d:\d\d:00\.007$/);
});

test('TwiML is laid out', () => {
  expect(
    prettyXml(
      '<?xml version="1.0"?><Response><Say>Hi</Say><Dial><Number>1</Number></Dial><Hangup/></Response>',
    ),
  ).toBe(`<?xml version="1.0"?>
<Response>
  <Say>Hi</Say>
  <Dial>
    <Number>1</Number>
  </Dial>
  <Hangup/>
</Response>`);
});

test('layout changes only white space', () => {
  const tree = fc.letrec<{ node: string; leaf: string }>((tie) => ({
    leaf: fc.constantFrom('<Hangup/>', '<Say>Hi &amp; bye</Say>', '<Pause length="2"/>'),
    node: fc.oneof(
      { depthSize: 'small' },
      tie('leaf'),
      fc.array(tie('node'), { maxLength: 3 }).map((inside) => `<Gather>${inside.join('')}</Gather>`),
    ),
  })).node;
  fc.assert(
    fc.property(tree, (xml) => {
      expect(prettyXml(xml).replace(/\n */g, '')).toBe(xml);
    }),
  );
});

test('whatever a value is, it is shown', () => {
  expect(prettyValue('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyValue('{broken')).toBe('{broken');
  expect(prettyValue({ a: 1 })).toBe('{\n  "a": 1\n}');
  expect(prettyValue('plain')).toBe('plain');
  expect(prettyValue(undefined)).toBe('');
  fc.assert(
    fc.property(
      fc.anything(),
      (value) => typeof prettyValue(JSON.parse(JSON.stringify(value) ?? 'null')) === 'string',
    ),
  );
});
