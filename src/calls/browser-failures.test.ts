import { ADA, CARL, DORA } from './testing';
import { BrowserPlayer, BrowserStage } from './testing-browser';
import { FAULTS, failAt, hurryUp, passes, requestsOnce, turns, up } from './testing-faults';
import { PLOTS, type Plot } from './testing-player';

hurryUp();

/** In a browser nobody presses a key. */
const STORIES = PLOTS.filter((plot) => plot !== 'Ada presses nothing');

const requestsOf = requestsOnce(async (plot: Plot) => {
  const stage = new BrowserStage();
  await new BrowserPlayer(stage).play(plot);
  return stage;
});

test.each(STORIES)('%s: nothing fails, and nobody is left on the line', async (plot) => {
  const stage = new BrowserStage();
  await new BrowserPlayer(stage).play(plot);
  expect(up(stage)).toEqual([]);
  expect(stage.keys()).toEqual(['history']);
});

test.each(STORIES)('%s, with every webhook delivered three times: one call', async (plot) => {
  const stage = new BrowserStage();
  await new BrowserPlayer(stage, 3).play(plot);
  expect(up(stage)).toEqual([]);
  expect([stage.callsTo(`client:${ADA.id}`), stage.callsTo(CARL)]).toEqual([1, 1]);
  expect(stage.keys()).toEqual(['history']);
});

for (const plot of STORIES)
  test.each(FAULTS)(
    `${plot}; each request in turn %s: nobody stranded, nobody dialled twice`,
    async (fault) => {
      const requests = await requestsOf(plot);
      expect(requests.length).toBeGreaterThan(8);
      for (const index of turns(requests, fault)) {
        const stage = new BrowserStage();
        failAt(stage, index, fault);
        const player = new BrowserPlayer(stage);
        await player.play(plot);
        stage.fault = () => undefined;
        stage.twilio.lose = () => undefined;
        const request = stage.twilio.requests[index];
        const where = `${index}: ${request?.method} ${request?.url}`;
        if (up(stage).length > 0) {
          // Three answers lost in a row look like a request that died with its claim: the next look takes it over.
          expect({ where, fault }).toEqual({ where, fault: 'answer lost' });
          passes(11);
          await stage.ask('state');
          await player.settle();
        }
        const [left, calls] = [up(stage), stage.callsTo(CARL)];
        if (left.length > 0 || calls > 1) expect({ where, left, calls }).toEqual({});
        // Whatever was left behind, Ada is not locked out.
        passes(16);
        const again = await stage.ask('voice/start', { RecipientNumber: DORA });
        if (again.status !== 202) expect({ where, again: again.status }).toEqual({ where, again: 202 });
      }
    },
  );
