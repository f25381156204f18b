import { ADA, CARL, DORA, later, Stage } from './testing';
import { FAULTS, failAt, hurryUp, up } from './testing-faults';
import { PLOTS, Player, type Plot } from './testing-player';

hurryUp();

async function requestsOf(plot: Plot): Promise<number> {
  const stage = new Stage();
  return stage.counting(() => new Player(stage).play(plot));
}

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
      expect(requests).toBeGreaterThan(10);
      for (let index = 0; index < requests; index += 1) {
        const stage = new Stage();
        failAt(stage, index, fault);
        const player = new Player(stage);
        await player.play(plot);
        stage.fault = () => undefined;
        stage.twilio.lose = () => undefined;
        const request = stage.twilio.requests[index];
        const where = `${index}: ${request?.method} ${request?.url}`;
        expect({ where, up: up(stage) }).toEqual({ where, up: [] });
        expect(stage.callsTo(ADA.phone)).toBeLessThanOrEqual(1);
        expect(stage.callsTo(CARL)).toBeLessThanOrEqual(1);
        // Whatever was left behind, Ada is not locked out.
        later(16);
        expect({ where, again: (await stage.start({ RecipientNumber: DORA })).status }).toEqual({
          where,
          again: 202,
        });
      }
    },
  );
