import { until } from '../../scripts/client';
import type { FloorItem } from '../../src/calls/contract';
import { Scene } from '../harness/call';
import { Controlled, GRACE } from '../harness/control';
import { type Agent, BELLE, useIncoming } from '../harness/incoming';
import type { Phone } from '../harness/phone';
import { syncData } from '../harness/routing';
import { idOf } from '../harness/transfer';
import { useWorld } from '../harness/world';

const DORA = '+14155550124';
const world = useWorld({ SUPERVISOR_EMAILS: GRACE.email });
const floor = useIncoming(world);

/** Ada talks with Carl, and Dora is with them; Grace whispers to Ada. */
async function company() {
  const ada = await floor().talks();
  const [belle, client] = await Promise.all([floor().agent(BELLE), world.signedUp(GRACE.email, GRACE.phone)]);
  const callId = (await ada.seen())?.id;
  const dora = world.phone(DORA);
  const grace = world.phone(GRACE.phone);
  await ada.client.must('/calls/add', { callId, RecipientNumber: DORA });
  await client.must('/supervise/whisper', { callId, device: 'phone' });
  await dora.answer();
  await grace.answer();
  await grace.press('1');
  await dora.talksWith(floor().carl);
  await grace.talksWith(ada);
  await ada.sees('all are in', ({ legs }) => legs.length === 4 && legs.every(({ present }) => present));
  const does = (what: string, fields: object = {}) =>
    ada.client.must(`/transfer/${what}`, { callId, ...fields });
  return { ada, belle, carl: floor().carl, dora, grace, agentId: await idOf(belle), client, does };
}

/** One says something, and exactly these hear it. */
async function says(who: Phone, text: string, hearers: Phone[], deaf: Phone[] = []): Promise<void> {
  await who.say(text);
  for (const hearer of hearers) await hearer.hears(text);
  for (const other of deaf) expect(await other.captions()).not.toContain(text);
}

/** Belle has Carl and Dora, and Grace whispers to her; when Carl hangs up all are out. */
async function goesOn({ belle, carl, dora, grace }: Awaited<ReturnType<typeof company>>, ada: Agent) {
  await grace.hears('goes on with a colleague');
  await belle.sees(
    'all are in',
    ({ legs, supervision }) =>
      legs.length === 4 && legs.every(({ present }) => present) && supervision?.mode === 'whisper',
  );
  const shown = async () => {
    const { floor: calls = {} } = (await syncData(world)).maps;
    const item = calls[String((await belle.seen())?.id)] as FloorItem | undefined;
    return item?.supervised?.by === GRACE.email && item.supervised.mode === 'whisper';
  };
  await until("Grace's page is shown so on the floor", shown);
  await ada.isIdle();
  await says(belle, 'This is Belle', [carl, dora, grace]);
  await says(dora, 'Dora is still here', [belle, carl]);
  await says(grace, 'Only for Belle', [belle], [carl, dora]);
  await carl.hangup();
  await belle.endsWith({ outcome: 'talked', reason: 'customer_hung_up' });
  await Promise.all([dora.isIdle(), grace.isIdle()]);
}

test('a guest goes along with a caller who is handed on at once, and the supervisor follows', async () => {
  const stage = await company();
  const { ada, belle, does, agentId } = stage;
  await does('cold', { agentId });
  await belle.takes();
  await goesOn(stage, ada);
});

test('a guest and the supervisor stay through a consultation, and with the colleague', async () => {
  const stage = await company();
  const { ada, belle, carl, dora, grace, does, agentId } = stage;
  await does('warm', { agentId });
  await belle.takes();
  await belle.isIn('in-call');
  await says(ada, 'Can you take Carl', [belle, dora, grace], [carl]);
  await says(grace, 'Ask her nicely', [ada], [belle, dora, carl]);
  await does('complete');
  await goesOn(stage, ada);
});

test('a caller who goes to a queue goes alone: the others hear that', async () => {
  const { ada, carl, dora, grace, does } = await company();
  await does('cold', { queue: 'sales' });
  await Promise.all([dora.hears('was handed on'), grace.hears('was handed on')]);
  await carl.hears('transferred');
  await Promise.all([ada.isIdle(), dora.isIdle(), grace.isIdle()]);
});

test('a supervisor ends a call that was handed on to a number: nobody is left on the line', async () => {
  const call = await Controlled.of(await Scene.begin(world));
  const client = await world.signedUp(GRACE.email, GRACE.phone);
  const { ada, carl } = call.scene;
  const dora = world.phone(DORA);
  await call.do('/transfer/cold', { RecipientNumber: DORA });
  await dora.answer();
  await carl.talksWith(dora);
  await ada.isIdle();
  await call.shows('Carl is handed on', ({ transfer }) => transfer?.phase === 'done');
  await Promise.all([1, 2].map(() => client.must('/calls/hangup', { callId: call.callId })));
  await Promise.all([carl.isIdle(), dora.isIdle()]);
  await call.scene.endsWith({ outcome: 'talked', reason: 'transferred' });
});
