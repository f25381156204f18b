import fc from 'fast-check';
import { momentsOf, type Odds } from '../control/testing-moments';
import { type Act, History } from './testing-history';

const ACTS: Act[] = [
  ...[0, 1].flatMap((number): Act[] => [
    { do: 'transfer', kind: 'warm', number },
    { do: 'transfer', kind: 'warm', number },
    { do: 'transfer', kind: 'cold', number },
  ]),
  ...(['swap', 'swap', 'join', 'complete', 'complete', 'cancel', 'cancel'] as const).map(
    (what): Act => ({ do: what }),
  ),
  ...(['to queue', 'record', 'record', 'pause', 'go on'] as const).map((what): Act => ({ do: what })),
  ...(['agent', 'customer', 'guest'] as const).flatMap((who): Act[] => [
    { do: 'hold', who },
    { do: 'unhold', who },
  ]),
  { do: 'add', number: 2 },
  { do: 'add', number: 3 },
  ...(['whisper', 'barge'] as const).map((mode): Act => ({ do: 'supervise', mode })),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((): Act => ({ do: 'answer' })),
  ...(['remove', 'ignore', 'hang up', 'stop', 'look'] as const).map((what): Act => ({ do: what })),
  ...(['end in the page', 'agent hangs up', 'customer hangs up'] as const).map((what): Act => ({ do: what })),
];

const moments = (odds: Odds) => momentsOf(ACTS, odds);

/** Nobody is on the line any more, and the call is in the history. */
function isOver({ conference: { up }, call: { archived }, tape: { running } }: History): void {
  if (up.length > 0 || archived === undefined || running !== undefined)
    expect({ up, archived, running }).toEqual({});
}

/** Who hears music hears it for somebody: the agent is there, or another one is called. */
function isWaitedFor({ conference }: History): boolean {
  const customer = conference.memberOf('customer');
  return customer === undefined || !customer.hold || conference.up.some((who) => /^(agent|g)/.test(who));
}

/** Who has gone on to a queue is recorded no longer for this call. */
const isRecordedRightly = ({ tape, queued }: History): boolean => !queued || tape.running === undefined;

test('reports come late, twice and out of order: whoever is handed on is with somebody, and never in silence', () => {
  fc.assert(
    fc.property(moments({ late: 1_500, lost: 0, fails: 0 }), (all) => {
      const history = new History();
      history.play(all);
      history.calm();
      const { whisperHeard, longestSilence } = history;
      if (whisperHeard || longestSilence > 2_000) expect({ whisperHeard, longestSilence }).toEqual({});
      if (!isWaitedFor(history)) expect('music').toBe('for nobody');
      if (!isRecordedRightly(history)) expect(history.tape.running).toBeUndefined();
      history.end();
      isOver(history);
    }),
    { numRuns: 2000 },
  );
});

test('reports are lost and requests fail: no whisper is heard, and whoever looks next leaves nobody on the line', () => {
  fc.assert(
    fc.property(moments({ late: 4_000, lost: 0.1, fails: 0.1 }), (all) => {
      const history = new History();
      history.play(all);
      history.calm();
      if (history.whisperHeard) expect('a whisper').toBe('heard by nobody else');
      history.end();
      isOver(history);
    }),
    { numRuns: 2000 },
  );
});
