import { errorTable } from '../../src/endpoint/errors';
import { en } from './en';
import { es } from './es';

const fillings = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test('both languages have the same texts with the same fillings', () => {
  expect(Object.keys(es).sort()).toEqual(Object.keys(en).sort());
  for (const [key, text] of Object.entries(en))
    expect({ key, fillings: fillings(es[key as keyof typeof en]) }).toEqual({
      key,
      fillings: fillings(text),
    });
});

test('no text was left in English', () => {
  const same = Object.entries(en).filter(([key, text]) => es[key as keyof typeof en] === text);
  expect(same.map(([key]) => key)).toEqual(['app.name']);
});

test('every failure of the functions has a sentence', () => {
  const missing = Object.keys(errorTable()).filter((code) => !(`error.${code}` in en));
  expect(missing).toEqual([]);
});
