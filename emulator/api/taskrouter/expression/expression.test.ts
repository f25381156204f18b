import fc from 'fast-check';
import { check, ExpressionError, matches } from '.';

const DOCUMENT = {
  string_const: 'foo',
  object: { array: ['a', 'b', 'c'], attr: 'bar', deep: [{ in: 1 }] },
  languages: ['en', 'es'],
  level: 5,
  rating: 5.1,
  vip: true,
  gone: null,
};

test.each([
  // The examples of Twilio's page.
  ['1 == 1', true],
  ['0 != 1', true],
  ['"apple" != \'orange\'', true],
  ['level > 1', true],
  ['object.attr != "apple"', true],
  ['string_const IN ["foo", "es"]', true],
  ['(vip == true) OR (missing == true)', true],
  ['(string_const == "en" OR string_const == "foo") AND rating >= 5.1', true],
  ["(languages HAS 'en') AND (languages HAS 'es')", true],
  // References.
  ['object.array[2] == "c"', true],
  ['object.array[3] == null', true],
  ['object.deep[0].in == 1', true],
  ['missing.deeper == NULL', true],
  ['gone == null', true],
  ['constructor != null', false],
  // Words in any case; texts and keys only as they are written.
  ['languages has "en" and not (level < 5)', true],
  ['string_const == "FOO"', false],
  ['STRING_CONST == "foo"', false],
  ['vip == TRUE', true],
  // Operators.
  ['level = 5', true],
  ['level <= 5', true],
  ['level < 5.0', false],
  ['string_const CONTAINS "oo"', true],
  ['string_const CONTAINS "x"', false],
  ['string_const NOT IN ["a"]', true],
  ['string_const NOT IN ["foo"]', false],
  ['"b" IN object.array', true],
  ['"b" NOT IN missing', false],
  ['NOT languages HAS "fr"', true],
  ['NOT NOT level == 5', true],
  // Scalar operators with arrays, array operators without one, values of different types.
  ['languages == "en"', false],
  ['languages != "en"', false],
  ['string_const HAS "foo"', false],
  ['string_const IN "foo"', false],
  ['level == "5"', false],
  ['level > "4"', false],
  ['missing > 0', false],
  // AND binds before OR.
  ['1 == 1 OR 1 == 1 AND 1 == 2', true],
  ['(1 == 1 OR 1 == 1) AND 1 == 2', false],
  // Texts.
  ["\"it's\" == 'it\\'s'", true],
  ['"" == \'\'', true],
  ['1 IN []', false],
])('%s is %s', (source, expected) => {
  expect(matches(source, DOCUMENT)).toBe(expected);
});

test.each([
  ['', 0],
  ['   ', 3],
  ['skills', 6],
  ['1 ==', 4],
  ['1 == 1 AND', 10],
  ['(1 == 1', 7],
  ['1 == 1)', 6],
  ['a-b == 1', 1],
  ['a == -1', 5],
  ['a === 1', 4],
  ['name == "open', 8],
  ['a HAS', 5],
  ['a NOT HAS "b"', 6],
  ['a IN ["b" "c"]', 10],
  ['a[x] == 1', 2],
  ['a. == 1', 3],
  ['a == b c', 7],
  ['# == 1', 0],
  ['true', 4],
])('%j is no expression, from character %d on', (source, position) => {
  const wrong = (() => {
    try {
      check(source);
    } catch (error) {
      return error;
    }
    return undefined;
  })();
  expect(wrong).toBeInstanceOf(ExpressionError);
  expect(wrong).toMatchObject({ position });
});

test('parentheses without end are refused, not followed', () => {
  expect(() => check(`${'('.repeat(50_000)}1 == 1`)).toThrow(/too deeply/);
  expect(() => check(`1 IN ${'['.repeat(50_000)}`)).toThrow(/too deeply/);
});

const KEYWORDS = /^(and|or|not|in|has|contains|true|false|null)$/i;
const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}$/).filter((text) => !KEYWORDS.test(text));
const scalar = fc.oneof(
  fc.string(),
  fc.nat(),
  fc.boolean(),
  fc.float({ min: 0, max: 1000, noNaN: true }).map((n) => Number(n.toFixed(3))),
);
const written = (value: string | number | boolean): string =>
  typeof value === 'string' ? `"${value.replace(/[\\"]/g, '\\$&')}"` : String(value);

test('whatever a document holds equals itself, however deep it is', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), scalar, (path, value) => {
      const document = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
      const scope = document as Record<string, unknown>;
      const key = path.join('.');
      expect(matches(`${key} == ${written(value)}`, scope)).toBe(true);
      expect(matches(`${key} != ${written(value)}`, scope)).toBe(false);
      expect(matches(`${key} IN [${written(value)}]`, scope)).toBe(true);
    }),
  );
});

test('HAS, IN and NOT IN agree with membership', () => {
  fc.assert(
    fc.property(fc.array(scalar), scalar, (list, value) => {
      const isMember = (list as unknown[]).includes(value);
      expect(matches(`list HAS ${written(value)}`, { list })).toBe(isMember);
      expect(matches('value IN list', { list, value })).toBe(isMember);
      expect(matches(`value NOT IN [${list.map(written).join(', ')}]`, { value })).toBe(!isMember);
    }),
  );
});

/** An expression, as text with as few parentheses as precedence allows, and what it must come to. */
interface Case {
  text: string;
  value: boolean;
  /** 0 OR, 1 AND, 2 NOT, 3 comparison. */
  strength: number;
}

const within = (one: Case, strength: number): string =>
  one.strength < strength ? `(${one.text})` : one.text;

const { expression } = fc.letrec<{ expression: Case }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 6 },
    fc.boolean().map((value) => ({ text: value ? '1 == 1' : '1 == 2', value, strength: 3 })),
    fc.tuple(tie('expression'), tie('expression'), fc.constantFrom('OR', 'or')).map(([a, b, word]) => ({
      text: `${within(a, 0)} ${word} ${within(b, 1)}`,
      value: a.value || b.value,
      strength: 0,
    })),
    fc.tuple(tie('expression'), tie('expression'), fc.constantFrom('AND', 'And')).map(([a, b, word]) => ({
      text: `${within(a, 1)} ${word} ${within(b, 2)}`,
      value: a.value && b.value,
      strength: 1,
    })),
    tie('expression').map((a) => ({ text: `NOT ${within(a, 2)}`, value: !a.value, strength: 2 })),
  ),
}));

test('NOT, AND and OR come to what logic says, in order of precedence', () => {
  fc.assert(
    fc.property(expression, ({ text, value }) => {
      expect(matches(text, {})).toBe(value);
    }),
    { numRuns: 500 },
  );
});

test('any text either is an expression or is refused with a position inside it', () => {
  const pieces = fc.constantFrom(
    'a',
    '.',
    '[',
    ']',
    '(',
    ')',
    '==',
    '1',
    '"x"',
    ' AND ',
    ' NOT ',
    ' IN ',
    '-',
    "'",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map((all) => all.join('')),
      ),
      (source) => {
        try {
          expect(typeof matches(source, { a: [1, 'x'] })).toBe('boolean');
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.position).toBeGreaterThanOrEqual(0);
          expect(error.position).toBeLessThanOrEqual(source.length);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
