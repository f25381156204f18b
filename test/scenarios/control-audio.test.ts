import { Scene } from '../harness/call';
import { Controlled, GRACE } from '../harness/control';
import { A_SECOND, useListening } from '../harness/listening';
import { ADA, CARL, useWorld } from '../harness/world';

// What everybody hears at every moment, measured: each sings a tone of their own into their telephone all the time.

const DORA = '+14155550124';
type Name = 'ada' | 'carl' | 'grace' | 'dora';

const world = useWorld({ SUPERVISOR_EMAILS: GRACE.email });
const listens = useListening<Name>(world, {
  ada: { number: ADA.phone, hertz: 500 },
  carl: { number: CARL.phone, hertz: 900 },
  grace: { number: GRACE.phone, hertz: 1300 },
  dora: { number: DORA, hertz: 1700 },
});

test('by tones: hold, mute, listen, whisper and barge; at no moment does the customer hear a whisper', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const grace = await world.signedUp(GRACE.email, GRACE.phone);
  const phone = world.phone(GRACE.phone);
  await call.do('/supervise/listen', { device: 'phone' }, grace);
  await phone.answer();
  await phone.hears('press any key');
  await phone.press('1');
  await phone.talksWith(call.scene.ada);
  await call.shows('Grace listens', ({ legs }) => legs[2]?.present === true);
  const listening = listens();
  await listening.begin('ada', 'carl', 'grace');
  const both: Name[] = ['ada', 'carl'];
  await listening.expects({ ada: ['carl'], carl: ['ada'], grace: both });

  await call.do('/voice/hold/start');
  await listening.expects({ ada: [], carl: [], grace: ['ada'] });
  await call.do('/voice/hold/stop');
  await call.do('/voice/mute', { muted: true });
  await listening.expects({ ada: ['carl'], carl: [], grace: ['carl'] });
  await call.do('/voice/mute', { muted: false });

  // As fast as a person can, and faster.
  for (const mode of ['whisper', 'listen', 'whisper', 'listen', 'whisper'])
    await call.do(`/supervise/${mode}`, {}, grace);
  await listening.expects({ ada: ['carl', 'grace'], carl: ['ada'], grace: both });
  const barged = await listening.mark();
  await call.do('/supervise/barge', {}, grace);
  await listening.expects({ ada: ['carl', 'grace'], carl: ['ada', 'grace'], grace: both });
  await call.do('/supervise/whisper', {}, grace);
  const asked = await listening.mark();
  const whispers = await listening.expects({ ada: ['carl', 'grace'], carl: ['ada'], grace: both });
  await call.do('/supervise/listen', {}, grace);
  await listening.expects({ ada: ['carl'], carl: ['ada'], grace: both });

  const heard = await listening.heardBy('carl');
  const whispered = heard.flatMap((tones, at) => (tones.includes('grace') ? [at] : []));
  expect(whispered.length).toBeGreaterThan(0);
  const again = whispers.carl ?? 0;
  expect(again - asked.carl).toBeLessThanOrEqual(A_SECOND);
  expect(whispered.filter((at) => at < barged.carl || at >= again)).toEqual([]);
});

test('by tones: a guest hears and is heard by both, and is out when removed', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const added = await call.do('/calls/add', { RecipientNumber: DORA });
  await world.phone(DORA).answer();
  await world.phone(DORA).talksWith(call.scene.ada);
  await call.shows('Dora is in', ({ legs }) => legs[2]?.present === true);
  const listening = listens();
  await listening.begin('ada', 'carl', 'dora');
  await listening.expects({ ada: ['carl', 'dora'], carl: ['ada', 'dora'], dora: ['ada', 'carl'] });
  await call.do('/voice/hold/start');
  await listening.expects({ ada: ['dora'], carl: [], dora: ['ada'] });
  await call.do('/voice/hold/stop');
  await call.do('/calls/remove', { participant: added.legs[2]?.participant });
  await world.phone(DORA).isIdle();
  await listening.expects({ ada: ['carl'], carl: ['ada'] });
});
