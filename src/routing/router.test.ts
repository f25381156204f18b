import { handler } from '../../functions/general/router.protected';
import { FakeTwilio } from '../testing/fake-twilio';
import { invoke } from '../testing/invoke';
import { SID } from './state/testing';

const OURS = `WS${'1'.repeat(32)}`;
const EVENT = {
  EventType: 'worker.activity.update',
  Timestamp: '1795251600',
  WorkerSid: SID.worker(1),
  WorkerActivityName: 'available',
};
const environment = { WORKSPACE_SID: OURS };

test('events of another workspace are ignored', async () => {
  const twilio = new FakeTwilio();
  const foreign = { ...EVENT, WorkspaceSid: `WS${'2'.repeat(32)}` };
  const { status, body } = await invoke(handler, twilio, foreign, { environment });
  expect([status, body.ignored]).toEqual([200, true]);
  expect(body.reason).toContain('WORKSPACE_SID');
  expect(twilio.requests).toEqual([]);
});

test("events of the own workspace count; without WORKSPACE_SID everybody's do", async () => {
  const twilio = new FakeTwilio();
  await invoke(handler, twilio, { ...EVENT, WorkspaceSid: OURS }, { environment });
  expect(twilio.items('workers')).toMatchObject({ [SID.worker(1)]: { v: 1, activity: 'available' } });
  twilio.maps.get('workers')?.clear();
  await invoke(handler, twilio, EVENT);
  expect(Object.keys(twilio.items('workers'))).toEqual([SID.worker(1)]);
});

test('a worker event costs two requests, one when it is nothing new; two who meet both get through', async () => {
  const twilio = new FakeTwilio();
  await invoke(handler, twilio, EVENT);
  expect(twilio.requests).toHaveLength(2);
  await invoke(handler, twilio, EVENT);
  expect(twilio.requests).toHaveLength(3);
  const later = { ...EVENT, Timestamp: '1795251700', WorkerActivityName: 'in-call' };
  const replies = await Promise.all([
    invoke(handler, twilio, { ...EVENT, EventType: 'worker.attributes.update', WorkerName: 'ada' }),
    invoke(handler, twilio, later),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200]);
  expect(twilio.items('workers')).toMatchObject({ [SID.worker(1)]: { name: 'ada', activity: 'in-call' } });
});
