import { PLOTS, Player, type Plot } from '../player';
import { ADA, CARL } from '../testing';
import { up } from '../testing-faults';
import { CallingBack } from './testing';

/** What becomes of the task and of Ada. */
const END: Record<Plot, { task: string; ada: string; again: number }> = {
  'Carl is busy': { task: 'completed', ada: 'available', again: 1 },
  'Carl does not answer': { task: 'completed', ada: 'available', again: 1 },
  'Ada hangs up before it rings': { task: 'completed', ada: 'available', again: 1 },
  'Ada hangs up while it rings': { task: 'completed', ada: 'available', again: 1 },
  'they talk and Carl hangs up': { task: 'wrapping', ada: 'post-call', again: 0 },
  'they talk and Ada hangs up': { task: 'wrapping', ada: 'post-call', again: 0 },
  'they talk and Ada ends it in the page': { task: 'wrapping', ada: 'post-call', again: 0 },
  'Ada presses nothing': { task: 'pending', ada: 'away', again: 0 },
};

test.each(PLOTS.flatMap((plot) => [1, 3].map((copies) => ({ plot, copies }))))(
  '$plot, delivered $copies times: what becomes of the callback',
  async ({ plot, copies }) => {
    const stage = new CallingBack();
    await new Player(stage, copies).play(plot);
    expect(up(stage)).toEqual([]);
    const { task, worker } = stage.routing;
    expect({ task: task.status, ada: worker.activity, again: stage.timers('callback').length }).toEqual(
      END[plot],
    );
    expect([stage.callsTo(ADA.phone), stage.callsTo(CARL)]).toEqual([
      1,
      plot === 'Ada presses nothing' ? 0 : 1,
    ]);
    expect(stage.keys()).toEqual(['history']);
  },
);
