import { Scene } from '../harness/call';
import { GRACE } from '../harness/control';
import { ADA, useWorld } from '../harness/world';

const world = useWorld({ SUPERVISOR_EMAILS: GRACE.email });

/** The export as a file: its text with every byte, and its headers. */
async function exported(token: string, fields: Record<string, string> = {}) {
  const response = await fetch(`${world.app}/calls/export`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams(fields),
  });
  return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

test('a call with its note is in the history and in the export: the agent’s own, and a supervisor’s', async () => {
  const call = await Scene.begin(world, { ConferenceName: 'Renewal, 2027' });
  await call.talk();
  await call.carl.hangup();
  await call.endsWith({ outcome: 'talked' });
  const id = (await call.seen())?.id ?? '';
  const note = { disposition: 'follow-up', notes: 'Wants an "offer".\n+10 %?' };
  await call.client.must('/taskrouter/complete', { callId: id, ...note });
  expect((await call.seen())?.wrapUp).toMatchObject(note);

  const { headers, bytes } = await exported(call.client.accessToken);
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="calls-/);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const text = bytes.toString();
  expect(text.split('\r\n')).toHaveLength(3);
  expect(text).toContain(`\r\n${id},${ADA.email},outbound,phone,`);
  expect(text).toContain('"Renewal, 2027",talked,customer_hung_up,customer,');
  expect(text).toContain('follow-up,"Wants an ""offer"".\n+10 %?",');

  const grace = await world.signedUp(GRACE.email, GRACE.phone);
  const { data } = await call.client.must('/session/me');
  const { id: agent = '' } = data.agent as { id?: string };
  const seen = (await grace.must('/calls/history', { agent })).data.calls;
  expect(seen).toMatchObject([{ id, wrapUp: note, legs: [{ number: '+1415•••01' }, {}] }]);
  for (const whose of [agent, 'all'])
    expect((await exported(grace.accessToken, { agent: whose })).bytes.equals(bytes)).toBe(true);
  const later = { agent: 'all', from: '2099-01-01' };
  expect((await exported(grace.accessToken, later)).bytes.toString().split('\r\n')).toHaveLength(2);
});
