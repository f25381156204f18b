import type { CallView } from '../../src/calls/contract';
import { Scene } from '../harness/call';
import { ADA, CARL, useWorld } from '../harness/world';

const HOUR = 3600;
const BOB = { email: 'bob@example.com', phone: '+14155550104' };
const DORA = '+14155550105';

describe('MAX_CALLS_PER_HOUR', () => {
  const world = useWorld({ MAX_CALLS_PER_HOUR: '2' });

  test('who has called as often as allowed is told how long to wait, and may call again after it', async () => {
    const scene = await Scene.begin(world);
    await scene.talk();
    await scene.carl.hangup();
    await scene.endsWith({ outcome: 'talked' });
    await scene.client.must('/phone-to-phone/start', { RecipientNumber: CARL.phone });
    await scene.ada.rings();
    await scene.ada.reject();
    await scene.endsWith({ outcome: 'not_dialled' });

    const refused = await scene.client.post('/phone-to-phone/start', { RecipientNumber: CARL.phone });
    expect([refused.httpStatus, refused.code]).toEqual([429, 'too_many_calls']);
    const wait = Number(refused.headers.get('Retry-After'));
    expect(wait).toBeGreaterThan(HOUR - 60);
    expect(wait).toBeLessThanOrEqual(HOUR);
    expect(await world.callsTo(ADA.phone)).toBe(2);
    // It is hers alone.
    const bob = await world.signedUp(BOB.email, BOB.phone);
    await bob.must('/phone-to-phone/start', { RecipientNumber: DORA });

    // Sync forgets what has had its time within a second.
    await world.advance(wait + 2);
    await scene.client.must('/phone-to-phone/start', { RecipientNumber: CARL.phone });
    await scene.talk();
    await scene.carl.hangup();
    await scene.endsWith({ outcome: 'talked' });
  });
});

describe('MAX_LIVE_CALLS', () => {
  const world = useWorld({ MAX_LIVE_CALLS: '1' });

  test('who comes when all lines are busy hears it, the customer is not called, and the others talk on', async () => {
    const scene = await Scene.begin(world);
    await scene.talk();
    const client = await world.signedUp(BOB.email, BOB.phone);
    const bob = world.phone(BOB.phone);
    await client.must('/phone-to-phone/start', { RecipientNumber: DORA });
    await bob.answer();
    await bob.hears('All lines are busy.');
    for (let seconds = 0; seconds < 10; seconds += 1) await world.advance(1);
    await bob.isIdle();
    expect(await world.callsTo(DORA)).toBe(0);
    const [last] = (await client.must('/calls/history')).data.calls as CallView[];
    expect(last).toMatchObject({ outcome: 'not_dialled', reason: 'cap_reached', endedBy: 'system' });
    expect(await scene.seen()).toMatchObject({ phase: 'connected' });

    await scene.carl.hangup();
    await scene.endsWith({ outcome: 'talked' });
    await client.must('/phone-to-phone/start', { RecipientNumber: DORA });
    await bob.answer();
    await bob.press('1');
    await world.phone(DORA).rings();
  });
});
