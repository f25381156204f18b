import type { Asked } from '../../harness/ask';
import { CUSTOMER, type Row, rows, type Scene } from './scene';

const NO_TEXT = [undefined, null, 14155550123, [CUSTOMER], {}, true, '1'.repeat(1_000_000)];

const NOT_NUMBERS = [
  'hello',
  '911',
  '112',
  '+1911',
  '88022',
  '+14155550127;ext=4',
  'sip:carl@example.com',
  'client:carl',
  '+1415555012',
  '++14155550127',
];

/** Numbers, but not for us. */
export const REFUSED: Record<string, string> = {
  'of another country': '+4915123456789',
  'of a satellite': '+88216123456789',
  'premium rate': '+19005551234',
  'the caller id': '+14155550199',
};

const named = (numbers: readonly unknown[], send: (number: unknown) => Row['asked']) =>
  Object.fromEntries(
    numbers.map((number) => [`number: ${JSON.stringify(number)?.slice(0, 24)}`, send(number)]),
  );

/** Every number that `field` of an endpoint must refuse, whatever it is for. `more` is the rest of the request. */
export function badNumbers(endpoint: string, field: string, more: (at: Scene) => Asked): Row[] {
  const send = (number: unknown) => (at: Scene) => {
    const asked = more(at);
    return { ...asked, json: { ...(asked.json as object), [field]: number } };
  };
  const refused = Object.entries(REFUSED).map(([what, number]) => [`number: ${what}`, send(number)]);
  return [
    ...rows(endpoint, [400, 'invalid_input', field], named(NO_TEXT, send)),
    ...rows(endpoint, [400, 'invalid_number', field], named(NOT_NUMBERS, send)),
    ...rows(endpoint, [422, 'number_not_allowed', field], Object.fromEntries(refused)),
  ];
}
