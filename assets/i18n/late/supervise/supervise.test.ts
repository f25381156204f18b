import { superviseEn } from './en';
import { superviseEs } from './es';

const fillings = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test('the texts for supervisors are the same in both languages, with the same fillings', () => {
  expect(Object.keys(superviseEs).sort()).toEqual(Object.keys(superviseEn).sort());
  for (const [key, text] of Object.entries(superviseEn))
    expect({ key, fillings: fillings(superviseEs[key as keyof typeof superviseEn]) }).toEqual({
      key,
      fillings: fillings(text),
    });
});

test('none of them was left in English', () => {
  const same = Object.entries(superviseEn).filter(
    ([key, text]) => superviseEs[key as keyof typeof superviseEn] === text,
  );
  expect(same.map(([key]) => key)).toEqual([]);
});
