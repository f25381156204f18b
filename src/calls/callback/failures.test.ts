import { ADA, CARL, DORA, later } from '../testing';
import { FAULTS, failAt, hurryUp, up } from '../testing-faults';
import { Player, type Plot } from '../testing-player';
import { CallingBack } from './testing';

hurryUp();
// A story is told as often as it makes requests.
jest.setTimeout(90_000);

/** Stories whose requests are not all in another one as well; a conversation's are in those of every call. */
const TELLING: Plot[] = ['Carl is busy', 'they talk and Carl hangs up', 'Ada presses nothing'];

/** What must never be left behind when a story is over; each a sentence. Empty: all is well. */
function leftBehind(stage: CallingBack): string[] {
  const { task, reservation, worker } = stage.routing;
  const talked = stage.voice.lines.some(({ to, status }) => to === CARL && status === 'completed');
  const again = stage.timers('callback').length;
  const broken: [boolean, string][] = [
    [up(stage).length > 0, 'somebody is still on the line'],
    [reservation.status === 'pending', 'the offer is still open'],
    [task.status === 'assigned', 'the task is still assigned'],
    [task.status === 'completed' && !talked && again === 0, 'nobody will call Carl again'],
    [task.status === 'canceled', 'the callback was given up'],
    [talked && again > 0, 'Carl would be called although they have talked'],
    [worker.activity === 'in-call', 'Ada is left in in-call'],
    [stage.callsTo(ADA.phone) > 1, 'Ada was rung more than once'],
    [stage.callsTo(CARL) > 1, 'Carl was called more than once'],
  ];
  return broken.flatMap(([is, what]) => (is ? [what] : []));
}

for (const plot of TELLING)
  test.each(plot === 'they talk and Carl hangs up' ? FAULTS.slice(1, 2) : FAULTS)(
    `${plot}; each request in turn %s: nobody is forgotten`,
    async (fault) => {
      const whole = new CallingBack();
      const requests = await whole.counting(() => new Player(whole).play(plot));
      expect(requests).toBeGreaterThan(8);
      for (let index = 0; index < requests; index += 1) {
        const stage = new CallingBack();
        failAt(stage, index, fault);
        await new Player(stage).play(plot);
        stage.fault = () => undefined;
        stage.twilio.lose = () => undefined;
        // Nobody rang: the offer ends of itself.
        if (stage.ada === undefined) await stage.withdraws('timeout');
        const request = stage.twilio.requests[index];
        const where = `${index}: ${request?.method} ${request?.url}`;
        expect({ where, left: leftBehind(stage) }).toEqual({ where, left: [] });
        // The same callback may have got two timers: it becomes one task.
        later(3600);
        for (const timer of stage.routing.timers.slice()) await stage.fires(timer);
        expect({ where, tasks: stage.tasks.length }).toEqual({
          where,
          tasks: stage.timers('callback').length > 0 ? 1 : 0,
        });
        expect({ where, again: (await stage.start({ RecipientNumber: DORA })).status }).toEqual({
          where,
          again: 202,
        });
        jest.useRealTimers();
      }
    },
  );
