import { readAgents } from './people';

test('people are read with their skills; who leaves them out takes everything', () => {
  const text =
    '[{"email": " Ada@Example.com ", "skills": ["sales"]}, {"email": "b@example.com", "languages": ["es"]}]';
  expect(readAgents(text, 'agents.json')).toEqual([
    { email: 'ada@example.com', skills: ['sales'], languages: ['en', 'es'] },
    { email: 'b@example.com', skills: ['sales', 'support'], languages: ['es'] },
  ]);
});

test('all mistakes are told at once, with the place and what it should be', () => {
  const text = JSON.stringify([
    { email: 'nobody' },
    { email: 'a@example.com', skills: ['cooking'], roles: ['admin'] },
    { email: 'A@example.com', languages: 'en' },
    7,
  ]);
  const told = () => readAgents(text, 'agents.json');
  expect(told).toThrow('entry 1: "email" should be an e-mail address');
  expect(told).toThrow('entry 2: "skills" should be a list of "sales", "support"');
  expect(told).toThrow('entry 2: "roles" is not known');
  expect(told).toThrow('entry 3: a@example.com is listed twice');
  expect(told).toThrow('entry 3: "languages" should be a list of "en", "es"');
  expect(told).toThrow('entry 4: "email"');
});

test.each([
  { text: '{', says: 'is not JSON' },
  { text: '{"email": "a@example.com"}', says: 'should be a list' },
])('$text is refused', ({ text, says }) => {
  expect(() => readAgents(text, 'agents.json')).toThrow(says);
});
