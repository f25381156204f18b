import { hurryUp } from '../testing-faults';
import { Incoming } from './testing';
import { IncomingPlayer, MANNERS, PLOTS, type Plot } from './testing-player';
import { leftBehind } from './testing-rules';

hurryUp();

const stories = (['phone', 'browser'] as const).flatMap((device) =>
  PLOTS.filter((plot) => device === 'phone' || plot !== 'Ada presses nothing').flatMap((plot) =>
    MANNERS.map((manner) => ({ device, plot, manner })),
  ),
);

/** Where Carl is in the end, and what has become of his task, when all goes as it should. */
const END: Record<Plot, { carl: string; task: string; ada: string }> = {
  'Ada does not answer': { carl: 'queue', task: 'pending', ada: 'away' },
  'Ada is busy': { carl: 'queue', task: 'pending', ada: 'away' },
  'Ada presses nothing': { carl: 'queue', task: 'pending', ada: 'away' },
  'Ada declines in the page': { carl: 'queue', task: 'pending', ada: 'away' },
  'Carl hangs up while it rings': { carl: 'gone', task: 'canceled', ada: 'available' },
  'Carl hangs up before Ada presses': { carl: 'gone', task: 'canceled', ada: 'available' },
  'Carl hangs up as Ada presses': { carl: 'gone', task: 'canceled', ada: 'available' },
  'the time is over before Ada presses': { carl: 'queue', task: 'pending', ada: 'away' },
  'the time is over as Ada presses': { carl: 'queue', task: 'pending', ada: 'away' },
  'they talk and Carl hangs up': { carl: 'gone', task: 'wrapping', ada: 'post-call' },
  'they talk and Ada hangs up': { carl: 'asked', task: 'wrapping', ada: 'post-call' },
  'they talk and Ada ends it in the page': { carl: 'gone', task: 'wrapping', ada: 'post-call' },
};

/** What Ada is told on her line when nothing comes of the call. */
const HEARS: Partial<Record<Plot, string>> = {
  'Carl hangs up before Ada presses': 'The other side has hung up.',
  'Carl hangs up as Ada presses': 'The call is no longer available.',
  'the time is over before Ada presses': 'The call is no longer available.',
  'the time is over as Ada presses': 'The call is no longer available.',
};

test.each(stories)('$plot ($device), delivered $manner', async ({ device, plot, manner }) => {
  const stage = new Incoming(device);
  const player = new IncomingPlayer(stage, manner);
  await player.play(plot);
  const left = device === 'browser' && plot === 'they talk and Ada hangs up';
  const end = left ? { ...END[plot], carl: 'again' } : END[plot];
  const { task, worker } = stage.routing;
  expect({ carl: stage.whereCarlIs, task: task.status, ada: worker.activity }).toEqual(end);
  expect(leftBehind(stage)).toEqual([]);
  // A browser that was not answered yet just stops ringing.
  if (device === 'phone') expect(stage.ada?.twiml).toContain(HEARS[plot] ?? '');
  expect(stage.keys()).toEqual(['history']);
  await player.timePasses();
  if (task.status !== 'pending') expect(['completed', 'canceled']).toContain(task.status);
  expect(worker.activity).toBe(worker.activity === 'away' ? 'away' : 'available');
  expect(worker.attributes).not.toHaveProperty('after_call');
});
