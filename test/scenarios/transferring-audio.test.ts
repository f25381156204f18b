import { type Agent, BELLE, useIncoming } from '../harness/incoming';
import { useListening } from '../harness/listening';
import { twoAgents } from '../harness/transfer';
import { ADA, CARL, useWorld } from '../harness/world';

// What everybody hears while a caller is handed on, measured: each sings a tone of their own all the time.

/** Nobody is left in silence for longer. Seconds. */
const LONGEST_SILENCE = 2;
const world = useWorld();
const floor = useIncoming(world);
const listens = useListening<'ada' | 'carl' | 'belle'>(world, {
  ada: { number: ADA.phone, hertz: 500 },
  carl: { number: CARL.phone, hertz: 900 },
  belle: { number: BELLE.phone, hertz: 1300 },
});

const isIn = (who: Agent) =>
  who.sees('Belle is in', ({ legs }) => legs.some(({ label, present }) => label === 'guest' && present));

test('by tones: a caller hears music or voices, and nobody they should not, through a whole handover', async () => {
  const { ada, belle, agentId, does } = await twoAgents(floor());
  const listening = listens();
  await listening.begin('ada', 'carl');
  await listening.expects({ ada: ['carl'], carl: ['ada'] });

  await does('warm', { agentId });
  await belle.takes();
  await isIn(ada);
  await listening.begin('belle');
  await listening.expects({ ada: ['belle'], carl: [], belle: ['ada'] });
  await does('swap');
  await listening.expects({ ada: ['carl'], carl: ['ada'], belle: [] });
  await does('join');
  await listening.expects({ ada: ['carl', 'belle'], carl: ['ada', 'belle'], belle: ['ada', 'carl'] });
  await does('complete');
  await listening.expects({ carl: ['belle'], belle: ['carl'] });
  expect(await listening.longestSilence('carl')).toBeLessThanOrEqual(LONGEST_SILENCE);
  expect(await listening.longestSilence('belle')).toBeLessThanOrEqual(LONGEST_SILENCE);
});
