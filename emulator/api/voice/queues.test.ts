import { CALLER, centre, OTHER_CALLER } from '../../voice/queue/testing';
import { SITE, twiml } from '../../voice/testing';
import { failure } from '../testing';

test('queues are made, found, changed and deleted', async () => {
  const { client } = await centre();
  const made = await client.queues.create({ friendlyName: 'support', maxSize: 5 });
  expect(made).toMatchObject({ friendlyName: 'support', maxSize: 5, currentSize: 0, averageWaitTime: 0 });
  const changed = await client.queues(made.sid).update({ friendlyName: 'help' });
  expect(changed).toMatchObject({ sid: made.sid, friendlyName: 'help', maxSize: 5 });
  expect((await client.queues.list()).map(({ friendlyName }) => friendlyName)).toEqual(['help']);
  await client.queues(made.sid).remove();
  expect(await failure(client.queues(made.sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test.each([
  { what: 'no name', wrong: { friendlyName: '' } },
  { what: 'too long a name', wrong: { friendlyName: 'a'.repeat(65) } },
  { what: 'a name in use', wrong: { friendlyName: 'support' } },
  { what: 'a size that is none', wrong: { friendlyName: 'x', maxSize: 5001 } },
])('$what is refused and makes no queue', async ({ wrong }) => {
  const { client } = await centre();
  await client.queues.create({ friendlyName: 'support' });
  expect(await failure(client.queues.create(wrong))).toMatchObject({ status: 400, code: 20001 });
  expect(await client.queues.list()).toHaveLength(1);
});

test('callers who wait are its members, in order, and REST takes them out', async () => {
  const { w, client, calls } = await centre();
  w.page('/out', twiml('<Say>Your turn</Say><Pause length="9"/>'));
  const anna = await calls(CALLER, '<Enqueue action="/left">support</Enqueue>');
  await w.pass(4);
  const ben = await calls(OTHER_CALLER, '<Enqueue action="/left">support</Enqueue>');
  await w.pass(2);
  const [queue] = await client.queues.list();
  expect(queue).toMatchObject({ friendlyName: 'support', currentSize: 2, averageWaitTime: 4, maxSize: 1000 });
  const { members } = client.queues(queue?.sid ?? '');
  expect(
    (await members.list()).map(({ callSid, position, waitTime }) => [callSid, position, waitTime]),
  ).toEqual([
    [anna.line.callSid, 1, 6],
    [ben.line.callSid, 2, 2],
  ]);
  expect(await failure(client.queues(queue?.sid ?? '').remove())).toMatchObject({ status: 400 });
  await members('Front').update({ url: `${SITE}/out` });
  await w.pass(2);
  expect(anna.words).toEqual(['Your turn']);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'redirected', From: CALLER }]);
  expect(await members(ben.line.callSid).fetch()).toMatchObject({ position: 1 });
  expect(await failure(members(anna.line.callSid).fetch())).toMatchObject({ status: 404 });
});

test('the queue of a workflow bears its SID, and a smaller size fills it', async () => {
  const { w, client, calls, enqueue, workflow } = await centre();
  w.page('/left', twiml());
  await calls(CALLER, enqueue());
  const [queue] = await client.queues.list();
  expect(queue?.friendlyName).toBe(workflow.sid);
  await client.queues(queue?.sid ?? '').update({ maxSize: 1 });
  await calls(OTHER_CALLER, enqueue());
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'queue-full', From: OTHER_CALLER }]);
});
