import { Scene } from '../harness/call';
import { Controlled } from '../harness/control';
import { useIncoming } from '../harness/incoming';
import { Transferred } from '../harness/transfer';
import { useWorld } from '../harness/world';

const world = useWorld();
const floor = useIncoming(world);
const DORA = '+14155550124';
const EVE = '+14155550125';
const TO = { RecipientNumber: DORA };

const begin = async () => new Transferred(await Controlled.of(await Scene.begin(world)));

test('a number is consulted, swapped with the customer, and joined by them', async () => {
  const transfer = await begin();
  const { call } = transfer;
  const { ada, carl } = call.scene;
  const dora = world.phone(DORA);
  const click = () => transfer.start('warm', TO);
  const [shown] = await Promise.all([click(), click()]);
  expect(shown?.transfer).toMatchObject({ kind: 'warm', target: 'number', to: DORA, phase: 'ringing' });
  await carl.hears('wait.wav');
  expect(await call.refused('/transfer/swap')).toEqual([409, 'target_not_there']);
  expect(await call.refused('/transfer/complete')).toEqual([409, 'target_not_there']);
  expect(await call.refused('/transfer/cold', { RecipientNumber: EVE })).toEqual([409, 'transfer_under_way']);
  await dora.answer();
  expect(await world.callsTo(DORA)).toBe(1);
  await transfer.is({ phase: 'consulting', with: 'target' });
  await transfer.talk(ada, dora, [carl]);
  await transfer.act('swap');
  await transfer.is({ phase: 'consulting', with: 'customer' });
  await dora.hears('wait.wav');
  await call.says(ada, 'One moment, Carl', [carl], [dora]);
  await transfer.act('join');
  await transfer.is({ phase: 'consulting', with: 'all' });
  await call.says(carl, 'Hello Dora', [ada, dora], []);
});

test('a customer is left with a number by a double click, and their agent is free for the next call', async () => {
  const transfer = await begin();
  const { call } = transfer;
  const { ada, carl } = call.scene;
  const dora = world.phone(DORA);
  await transfer.start('warm', TO);
  await dora.answer();
  await transfer.is({ phase: 'consulting' });
  await Promise.all([transfer.act('complete'), transfer.act('complete')]);
  await ada.isIdle();
  await transfer.talk(carl, dora);
  await call.shows('it is over for Ada', ({ phase }) => phase === 'ended');
  expect(await call.scene.seen()).toMatchObject({
    reason: 'transferred',
    outcome: 'talked',
    transfer: { phase: 'done' },
  });
  expect(await call.refused('/transfer/cancel')).toEqual([409, 'call_ended']);
  await call.scene.client.must('/phone-to-phone/start', { RecipientNumber: EVE });
  await dora.hangup();
  await carl.isIdle();
});

test('a number that answers gets the customer at once; when the customer hangs up it is not left alone', async () => {
  const transfer = await begin();
  const { ada, carl } = transfer.call.scene;
  const dora = world.phone(DORA);
  await transfer.start('cold', TO);
  await dora.answer();
  await ada.isIdle();
  await transfer.talk(carl, dora);
  await carl.hangup();
  await dora.isIdle();
});

test('nobody answers, or it is taken back: the customer is with the agent again', async () => {
  const transfer = await begin();
  const { call } = transfer;
  const { ada, carl } = call.scene;
  const dora = world.phone(DORA);
  await dora.behaves({ busy: true });
  await transfer.start('cold', TO);
  await transfer.is({ phase: 'failed', reason: 'busy' });
  await transfer.talk(ada, carl);
  await dora.behaves({});
  await transfer.start('warm', { RecipientNumber: EVE });
  await world.phone(EVE).answer();
  await transfer.is({ phase: 'consulting' });
  await transfer.act('cancel');
  await world.phone(EVE).isIdle();
  await transfer.talk(ada, carl);
  expect(await call.refused('/transfer/complete')).toEqual([409, 'no_transfer']);
  // All is as it was before: who hangs up ends it for both.
  await ada.hangup();
  await carl.isIdle();
});

test('the agent leaves while a number is consulted: caller and number talk on, and the note can be written', async () => {
  const ada = await floor().talks();
  const { carl } = floor();
  const call = async () => (await ada.seen())?.id ?? '';
  await ada.client.must('/transfer/warm', { callId: await call(), ...TO });
  const dora = world.phone(DORA);
  await dora.answer();
  await ada.talksWith(dora);
  await ada.hangup();
  await carl.talksWith(dora);
  const over = await ada.endsWith({ outcome: 'talked', reason: 'transferred' });
  await ada.isIn('post-call');
  await ada.client.must('/taskrouter/complete', { callId: over.id, notes: 'Dora has them' });
  await dora.hangup();
  await carl.hears('press 1');
});

test('the agent ends the call in the page while a number rings, which does not answer: the caller waits again', async () => {
  const ada = await floor().talks();
  const { carl } = floor();
  await ada.client.must('/transfer/cold', { callId: (await ada.seen())?.id, ...TO });
  const dora = world.phone(DORA);
  await dora.rings();
  await ada.hangUpInPage();
  await ada.isIdle();
  await carl.hears('wait.wav');
  await dora.reject();
  await carl.hears('the connection to our colleague was lost');
  await ada.endsWith({ outcome: 'talked' });
});
