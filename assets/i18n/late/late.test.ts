import { lateEn } from './en';
import { lateEs } from './es';

const fillings = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test('the later texts are the same in both languages, with the same fillings', () => {
  expect(Object.keys(lateEs).sort()).toEqual(Object.keys(lateEn).sort());
  for (const [key, text] of Object.entries(lateEn))
    expect({ key, fillings: fillings(lateEs[key as keyof typeof lateEn]) }).toEqual({
      key,
      fillings: fillings(text),
    });
});

test('no later text was left in English', () => {
  const same = Object.entries(lateEn).filter(([key, text]) => lateEs[key as keyof typeof lateEn] === text);
  expect(same.map(([key]) => key)).toEqual([]);
});
