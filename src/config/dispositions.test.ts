import { dispositionsFor, parseDispositions } from './dispositions';

test('each kind of call has its own list, and all others share one', () => {
  const lists = parseDispositions(
    'sales: sale, follow-up, no-interest; support:solved,escalated;*:other,Zurück gerufen;',
  );
  expect(dispositionsFor(lists, 'sales')).toEqual(['sale', 'follow-up', 'no-interest']);
  expect(dispositionsFor(lists, 'support')).toEqual(['solved', 'escalated']);
  expect(dispositionsFor(lists, undefined)).toEqual(['other', 'Zurück gerufen']);
  expect(dispositionsFor(lists, 'constructor')).toEqual(['other', 'Zurück gerufen']);
});

test.each([
  { text: 'sales:sale', why: 'every other call' },
  { text: 'sale,other', why: 'lists like' },
  { text: 'Sales:sale;*:other', why: 'lists like' },
  { text: 'a:b:c;*:other', why: 'lists like' },
  { text: '*:', why: 'is none' },
  { text: '*:other,', why: 'is none' },
  { text: '*:<b>', why: '"<b>" is none' },
  { text: '*:=1+1', why: 'is none' },
  { text: `*:${'x'.repeat(41)}`, why: 'at most 40' },
  { text: '*:other,other', why: 'once' },
  { text: '*:other;*:more', why: 'one list for each' },
  { text: '*:a,b,c,d,e,f,g,h,i,j', why: 'at most 9' },
  { text: `*:${'ü'.repeat(40)}${',x'.repeat(200)}`, why: '450 bytes' },
])('"$text" is refused: $why', ({ text, why }) => {
  expect(() => parseDispositions(text)).toThrow(why);
});
