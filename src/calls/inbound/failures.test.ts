import { DORA, later } from '../testing';
import { FAULTS, failAt, hurryUp } from '../testing-faults';
import { Incoming } from './testing';
import { IncomingPlayer, PLOTS, type Plot } from './testing-player';
import { leftBehind } from './testing-rules';

hurryUp();
// A story is told as often as it makes requests.

/** Stories whose requests are not all in another one as well. */
const TELLING: Plot[] = PLOTS.filter((plot) => plot !== 'Ada is busy' && plot !== 'Ada presses nothing');

async function requestsOf(plot: Plot): Promise<number> {
  const stage = new Incoming();
  return stage.counting(() => new IncomingPlayer(stage).play(plot));
}

for (const plot of TELLING)
  test.each(FAULTS)(`${plot}; each request in turn %s: nobody is left behind`, async (fault) => {
    const requests = await requestsOf(plot);
    expect(requests).toBeGreaterThan(8);
    for (let index = 0; index < requests; index += 1) {
      const stage = new Incoming();
      failAt(stage, index, fault);
      const player = new IncomingPlayer(stage);
      await player.play(plot);
      stage.fault = () => undefined;
      stage.twilio.lose = () => undefined;
      const request = stage.twilio.requests[index];
      const where = `${index}: ${request?.method} ${request?.url}`;
      expect({ where, left: leftBehind(stage) }).toEqual({ where, left: [] });
      await player.timePasses();
      const { worker } = stage.routing;
      expect({ where, ...worker }).toMatchObject({
        where,
        activity: expect.stringMatching(/^(available|away)$/),
      });
      expect({ where, note: worker.attributes.after_call }).toEqual({ where, note: undefined });
      // Whatever was left behind, Ada is not locked out.
      later(16);
      expect({ where, again: (await stage.start({ RecipientNumber: DORA })).status }).toEqual({
        where,
        again: 202,
      });
    }
  });
