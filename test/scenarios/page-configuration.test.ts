import { useWorld } from '../harness/world';

const world = useWorld({
  ALLOWED_COUNTRIES: 'GB,ES',
  LOCALE: 'es',
  HISTORY_DAYS: '7',
  DISPOSITIONS: 'sales:sold,later;*:other',
  RECORDING: 'ask',
});

test('the page is told, before anybody signs in, what it must know and nothing more', async () => {
  const { data, httpStatus } = await world.client().post('/page-config');
  expect(httpStatus).toBe(200);
  expect(data).toEqual({
    countries: ['GB', 'ES'],
    locale: 'es',
    callerIds: ['+14155550199'],
    voice: expect.any(Boolean),
    historyDays: 7,
    dispositions: { sales: ['sold', 'later'], '*': ['other'] },
    recording: 'ask',
    sdkOrigin: world.local.emulator.controlUrl,
  });
});

test('asking costs no request to Twilio', async () => {
  await world.client().post('/page-config');
  expect(await world.timeline('rest')).toEqual([]);
});

test('the page is served at / and at /index.html', async () => {
  const [root, named] = await Promise.all(['/', '/index.html'].map((path) => fetch(world.app + path)));
  expect([root?.status, named?.status]).toEqual([200, 200]);
  expect(root?.headers.get('content-type')).toMatch('text/html');
  expect(await root?.text()).toBe(await named?.text());
});
