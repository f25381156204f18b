import { DORA } from '../testing';
import { FAULTS, failAt, hurryUp, passes, requestsOnce, turns } from '../testing-faults';
import { Incoming } from './testing';
import { IncomingPlayer, PLOTS, type Plot } from './testing-player';
import { leftBehind } from './testing-rules';

hurryUp();
// A story is told as often as it makes requests.

/** Stories whose requests are not all in another one as well. */
const TELLING: Plot[] = PLOTS.filter((plot) => plot !== 'Ada is busy' && plot !== 'Ada presses nothing');

const requestsOf = requestsOnce(async (plot: Plot) => {
  const stage = new Incoming();
  await new IncomingPlayer(stage).play(plot);
  return stage;
});

for (const plot of TELLING)
  test.each(FAULTS)(`${plot}; each request in turn %s: nobody is left behind`, async (fault) => {
    const requests = await requestsOf(plot);
    expect(requests.length).toBeGreaterThan(8);
    for (const index of turns(requests, fault)) {
      const stage = new Incoming();
      failAt(stage, index, fault);
      const player = new IncomingPlayer(stage);
      await player.play(plot);
      stage.fault = () => undefined;
      stage.twilio.lose = () => undefined;
      const request = stage.twilio.requests[index];
      const where = `${index}: ${request?.method} ${request?.url}`;
      const left = leftBehind(stage);
      if (left.length > 0) expect({ where, left }).toEqual({ where, left: [] });
      await player.timePasses();
      const { activity, attributes } = stage.routing.worker;
      if (!/^(available|away)$/.test(activity) || attributes.after_call !== undefined)
        expect({ where, activity, attributes }).toEqual({});
      // Whatever was left behind, Ada is not locked out.
      passes(16);
      const again = (await stage.start({ RecipientNumber: DORA })).status;
      if (again !== 202) expect({ where, again }).toEqual({ where, again: 202 });
    }
  });
