import { tell, taskEvent } from '../harness/routing';
import { useWorld } from '../harness/world';

const world = useWorld();
test('x', async () => {
  console.log(world.local.settings);
  const r = await tell(world, taskEvent('task.created', 1, 1795251600));
  console.log(r.text, (await world.timeline()).map((e) => `${e.kind} ${e.summary} ${JSON.stringify(e.data?.log ?? '')}`).join('\n'));
});
