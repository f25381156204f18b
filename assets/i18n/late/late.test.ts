import { controlEn } from './control/en';
import { controlEs } from './control/es';
import { lateEn } from './en';
import { lateEs } from './es';
import { pastEn } from './past/en';
import { pastEs } from './past/es';
import { superviseEn } from './supervise/en';
import { superviseEs } from './supervise/es';

const fillings = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

const PARTS: { part: string; english: Record<string, string>; spanish: Record<string, string> }[] = [
  { part: 'the desk', english: lateEn, spanish: lateEs },
  { part: 'a call', english: controlEn, spanish: controlEs },
  { part: 'live calls', english: superviseEn, spanish: superviseEs },
  { part: 'calls that were', english: pastEn, spanish: pastEs },
];

test.each(PARTS)(
  'the later texts of $part are the same in both languages, with the same fillings',
  ({ english, spanish }) => {
    expect(Object.keys(spanish).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(english))
      expect({ key, fillings: [...new Set(fillings(spanish[key] ?? ''))] }).toEqual({
        key,
        fillings: [...new Set(fillings(text))],
      });
  },
);

test.each(PARTS)('no later text of $part was left in English', ({ english, spanish }) => {
  const same = Object.entries(english).filter(([key, text]) => spanish[key] === text);
  expect(same.map(([key]) => key)).toEqual([]);
});
