import { ADA, CARL, DORA, Stage } from './testing';
import { FAULTS, failAt, hurryUp, passes, requestsOnce, turns, up } from './testing-faults';
import { PLOTS, Player, type Plot } from './testing-player';

hurryUp();

const requestsOf = requestsOnce(async (plot: Plot) => {
  const stage = new Stage();
  await new Player(stage).play(plot);
  return stage;
});

test.each(PLOTS)('%s: nothing fails, and nobody is left on the line', async (plot) => {
  const stage = new Stage();
  await new Player(stage).play(plot);
  expect(up(stage)).toEqual([]);
  expect(stage.keys()).toEqual(['history']);
});

test.each(PLOTS)('%s, with every webhook delivered three times: one call', async (plot) => {
  const stage = new Stage();
  await new Player(stage, 3).play(plot);
  expect(up(stage)).toEqual([]);
  expect([stage.callsTo(ADA.phone), stage.callsTo(CARL)]).toEqual([
    1,
    plot === 'Ada presses nothing' ? 0 : 1,
  ]);
  expect(stage.keys()).toEqual(['history']);
});

for (const plot of PLOTS)
  test.each(FAULTS)(
    `${plot}; each request in turn %s: nobody stranded, nobody dialled twice`,
    async (fault) => {
      const requests = await requestsOf(plot);
      expect(requests.length).toBeGreaterThan(10);
      for (const index of turns(requests, fault)) {
        const stage = new Stage();
        failAt(stage, index, fault);
        const player = new Player(stage);
        await player.play(plot);
        stage.fault = () => undefined;
        stage.twilio.lose = () => undefined;
        const request = stage.twilio.requests[index];
        const where = `${index}: ${request?.method} ${request?.url}`;
        const left = up(stage);
        const calls = [stage.callsTo(ADA.phone), stage.callsTo(CARL)];
        if (left.length > 0 || calls.some((many) => many > 1)) expect({ where, left, calls }).toEqual({});
        // Whatever was left behind, Ada is not locked out.
        passes(16);
        const again = (await stage.start({ RecipientNumber: DORA })).status;
        if (again !== 202) expect({ where, again }).toEqual({ where, again: 202 });
      }
    },
  );
