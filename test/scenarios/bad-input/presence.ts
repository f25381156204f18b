import { type Row, rows, type Scene } from './scene';

const ada = (json: object) => (at: Scene) => ({ token: at.ada.accessToken, json });
const SECONDS = [14, 601, -60, 60.5, 'x', '', null, [60, 60], {}];

/** What the functions around presence must refuse, before a worker is made. */
export const PRESENCE: Row[] = [
  ...rows('/presence', [400, 'invalid_input', 'activity'], {
    'an activity that there is not': ada({ activity: 'nowhere' }),
    'an activity that only the system sets': ada({ activity: 'in-call' }),
    'the same in capitals': ada({ activity: 'POST-CALL' }),
    'an empty activity': ada({ activity: ' ' }),
    'an activity that is no text': ada({ activity: { name: 'break' } }),
    'an activity sent twice': (at) => ({
      token: at.ada.accessToken,
      form: [
        ['activity', 'break'],
        ['activity', 'available'],
      ],
    }),
  }),
  ...rows('/presence', [400, 'invalid_input', 'reason'], {
    'a reason that is too long': ada({ activity: 'break', reason: 'x'.repeat(61) }),
    'a reason for nothing': ada({ reason: 'coffee' }),
    'a reason that is no text': ada({ activity: 'break', reason: 7 }),
  }),
  ...rows('/presence', [400, 'invalid_input', 'device'], {
    'a device that there is not': ada({ device: 'fax' }),
    'a number as the device': ada({ device: '+14155550111' }),
  }),
  ...rows(
    '/presence',
    [400, 'invalid_input', 'extend'],
    Object.fromEntries(SECONDS.map((extend) => [`extend: ${JSON.stringify(extend)}`, ada({ extend })])),
  ),
  ...rows('/presence/team', [400, 'invalid_input', 'from'], {
    'a page that is none': ada({ from: 'WK1' }),
    'a page that is no text': ada({ from: 7 }),
  }),
];
