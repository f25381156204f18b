import { CALLER, centre, OTHER_CALLER, WORKER } from '../../queue/testing';
import { OWNED, SITE, twiml } from '../../testing';

const AGENT = WORKER;

test('dialling a queue connects with whoever waits longest, after the words for the caller', async () => {
  const { w, client, calls } = await centre();
  w.page('/before', twiml('<Say>You are next</Say>'));
  w.page('/dialled', twiml('<Say>Done</Say>'));
  w.page('/left', twiml('<Say>Goodbye</Say>'));
  const anna = await calls(CALLER, '<Enqueue action="/left">support</Enqueue>');
  await w.pass(3);
  const ben = await calls(OTHER_CALLER, '<Enqueue action="/left">support</Enqueue>');
  const agent = w.phone(AGENT);
  agent.whenRung = (leg) => leg.answer();
  const document = twiml(
    '<Dial action="/dialled" hangupOnStar="true"><Queue url="/before">support</Queue></Dial>',
  );
  await client.calls.create({ from: OWNED, to: AGENT, url: w.page('/agent', document) });
  await w.pass(2);
  expect(anna.words).toEqual(['You are next']);
  expect(w.sentTo('/before')).toMatchObject([
    {
      CallSid: anna.line.callSid,
      DequeingCallSid: agent.line.callSid,
      QueueSid: expect.stringMatching(/^QU/),
    },
  ]);
  agent.line.say('Hello');
  expect(anna.words.at(-1)).toBe('Hello');
  expect(ben.words).toEqual([]);
  await w.pass(5);
  agent.line.press('*');
  await w.pass(3);
  expect(agent.words.at(-1)).toBe('Done');
  expect(anna.words.at(-1)).toBe('Goodbye');
  expect(w.sentTo('/dialled')).toMatchObject([{ DialCallStatus: 'completed' }]);
  expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'bridged', From: CALLER }]);
  expect(w.violations()).toEqual([]);
});

test('an empty queue is waited for, one that is not there is a failure', async () => {
  const { w, client, calls } = await centre();
  w.page('/dialled', twiml());
  const agent = w.phone(AGENT);
  agent.whenRung = (leg) => leg.answer();
  await client.queues.create({ friendlyName: 'support' });
  const dial = async (queue: string) => {
    const document = twiml(`<Dial action="/dialled" timeout="10"><Queue>${queue}</Queue></Dial>`);
    await client.calls.create({ from: OWNED, to: AGENT, url: w.page('/agent', document) });
    await w.pass(1);
  };
  await dial('nowhere');
  await w.pass(1);
  await dial('support');
  await w.pass(12);
  expect(w.sentTo('/dialled').map(({ DialCallStatus }) => DialCallStatus)).toEqual(['failed', 'no-answer']);
  await dial('support');
  const anna = await calls(CALLER, '<Enqueue>support</Enqueue>');
  await w.pass(1);
  agent.line.say('There you are');
  expect(anna.words).toEqual(['There you are']);
  anna.line.hangup();
  await w.pass(1);
  expect(w.sentTo('/dialled').at(-1)).toMatchObject({ DialCallStatus: 'completed' });
});

test.each(['worker', 'caller'])(
  'by a reservation it is accepted, and ended when the %s hangs up',
  async (who) => {
    const all = await centre(({ params }) => ({
      instruction: 'call',
      from: OWNED,
      url: `${SITE}/agent?reservation=${params.ReservationSid}`,
    }));
    const { w, offers, lastTask } = all;
    w.page('/agent', ({ url }) => {
      const sid = new URL(url).searchParams.get('reservation');
      return twiml(
        `<Dial><Queue reservationSid="${sid}" postWorkActivitySid="${all.activities.Unavailable}"/></Dial>`,
      );
    });
    w.page('/left', twiml());
    const wanda = w.phone(AGENT);
    wanda.whenRung = (leg) => leg.answer();
    const sid = await all.worker('wanda');
    const anna = await all.calls(CALLER, all.enqueue());
    await w.pass(1);
    expect(await offers()).toEqual(['wanda: accepted']);
    wanda.line.say('Hello');
    expect(anna.words).toEqual(['Hello']);
    if (who === 'worker') wanda.line.hangup();
    else anna.line.hangup();
    await w.pass(1);
    expect((await lastTask()).assignmentStatus).toBe('completed');
    expect((await all.workspace.workers(sid).fetch()).activityName).toBe('Unavailable');
    expect(w.sentTo('/left')).toMatchObject([{ QueueResult: 'bridged' }]);
    expect(wanda.ends).toEqual(['completed']);
  },
);

test('a reservation that is none is error 14215', async () => {
  const { w, client } = await centre();
  const agent = w.phone(AGENT);
  agent.whenRung = (leg) => leg.answer();
  const document = twiml(`<Dial><Queue reservationSid="WR${'0'.repeat(32)}"/></Dial>`);
  await client.calls.create({ from: OWNED, to: AGENT, url: w.page('/agent', document) });
  await w.pass(1);
  expect(w.violations()).toEqual([expect.stringContaining('Error 14215: ')]);
});
