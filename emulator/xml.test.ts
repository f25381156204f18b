import fc from 'fast-check';
import { elements, parseXml, XmlError } from './xml';

test('reads elements, attributes and text in document order', () => {
  const root = parseXml(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Response><!-- hi --><Say voice="alice">Tom &amp; <break strength="weak"/>Ann</Say> <Hangup/></Response>',
  );
  const [say, hangup] = elements(root);
  expect(root.name).toBe('Response');
  expect(say).toMatchObject({ name: 'Say', attributes: { voice: 'alice' }, text: 'Tom & Ann' });
  expect(say?.children).toEqual([
    'Tom & ',
    { name: 'break', attributes: { strength: 'weak' }, children: [], text: '' },
    'Ann',
  ]);
  expect(hangup?.name).toBe('Hangup');
});

test('reads CDATA and a byte order mark', () => {
  expect(parseXml('\uFEFF<Say><![CDATA[1 < 2]]></Say>').text).toBe('1 < 2');
});

test.each([
  ['an element left open', '<Response><Say>hi</Response>'],
  ['nothing at all', ''],
  ['no element', 'Hello'],
  ['two roots', '<a/><b/>'],
  ['an unknown entity', '<Say>&nbsp;</Say>'],
  ['a bare ampersand', '<Say>a & b</Say>'],
  ['declared entities', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['a bottomless nesting', '<a>'.repeat(200) + '</a>'.repeat(200)],
])('refuses %s and says where', (_, text) => {
  expect(() => parseXml(text)).toThrow(XmlError);
  expect(() => parseXml(text)).toThrow(/line \d+, column \d+/);
});

test('gives back any text that was escaped into it', () => {
  const escaped = (text: string) => text.replace(/[&<>\r]/g, (character) => `&#${character.codePointAt(0)};`);
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/.test(text));
      expect(parseXml(`<Say>${escaped(text)}</Say>`).text).toBe(text);
    }),
  );
});
