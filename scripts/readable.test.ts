import { readable } from './readable';

const hex = 'b245b5875bbf1f416a685beb15428015';
const id = '1k7ukmf54ledah2ryzdup';

test.each([
  [
    `POST sync.twilio.com/v1/Services/IS${hex}/Maps/calls.fufu4hkmgpkykuwnjnrj/Items/live (UpdateSyncMapItem): 200`,
    'POST sync/Maps/calls.fufu4h…/Items/live: 200',
  ],
  [
    `POST api.twilio.com/2010-04-01/Accounts/AC${hex}/Calls.json (CreateCall): 201`,
    'POST api/Calls.json: 201',
  ],
  [
    `GET api.twilio.com/2010-04-01/Accounts/AC${hex}/Calls/CA${hex}.json (FetchCall): 200`,
    'GET api/Calls/CAb245….json: 200',
  ],
  [
    'POST cordboard-2710-dev.twil.io/phone-to-phone/status (call status): 204',
    'POST /phone-to-phone/status (call status): 204',
  ],
  [`sync map item added: floor/${id}, revision 1`, 'sync map item added: floor/1k7ukm…, revision 1'],
  [
    '/phone-to-phone/status: call 1k7ukm…, leg agent, event ringing, status 204, code ok, ms 28, upstreamMs 24, upstreamCalls 4, tenant default',
    '/phone-to-phone/status agent ringing: 204, 28 ms, 4 REST',
  ],
  ['+14155550101 hears: Hello Carl, this is Ada.', '+14155550101 hears: Hello Carl, this is Ada.'],
])('%s', (summary, shown) => {
  expect(readable(summary, 100)).toBe(shown);
});

test('what is still too long is cut where the line ends', () => {
  expect(readable('a word '.repeat(20), 20)).toBe('a word a word a wor…');
});
