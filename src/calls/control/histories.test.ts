import fc from 'fast-check';
import { isPresent, standOf, supervisorOf, viewOf } from '../state';
import { type Act, History, type Moment } from './testing-history';
import { momentsOf, type Odds } from './testing-moments';

const ACTS: Act[] = [
  ...(['agent', 'customer', 'customer', 'guest'] as const).flatMap((who): Act[] => [
    { do: 'hold', who },
    { do: 'unhold', who },
    { do: 'mute', who },
    { do: 'unmute', who },
  ]),
  ...[0, 1, 2, 3, 4, 5].map((number): Act => ({ do: 'add', number })),
  ...(['listen', 'whisper', 'barge', 'whisper', 'barge'] as const).map(
    (mode): Act => ({ do: 'supervise', mode }),
  ),
  ...[1, 2, 3, 4, 5, 6].map((): Act => ({ do: 'answer' })),
  ...(['remove', 'ignore', 'hang up'] as const).map((what): Act => ({ do: what })),
  ...(
    ['record', 'record', 'record', 'pause', 'pause', 'pause', 'go on', 'go on', 'record no more'] as const
  ).map((what): Act => ({ do: what })),
  ...(['stop', 'look', 'end in the page', 'agent hangs up', 'customer hangs up'] as const).map(
    (what): Act => ({ do: what }),
  ),
];

const moments = (odds: Odds) => momentsOf(ACTS, odds);

const played = (all: Moment[]): History => {
  const history = new History();
  history.play(all);
  return history;
};

/** Whatever became of it: nobody is on the line any more, nothing is recorded, and the call is in the history. */
function isOver({ conference: { up }, call, tape }: History): void {
  const { archived } = call;
  if (up.length > 0 || archived === undefined) expect({ up, archived }).toEqual({});
  const { recording } = viewOf(call);
  if (tape.running !== undefined || recording !== undefined)
    expect({ running: tape.running, recording }).toEqual({});
}

/** What the call says of everybody who is in the conference, and how it is. */
function differences({ conference, call, asked }: History): unknown[] {
  const supervisor = supervisorOf(call)?.id;
  return [...conference.members.values()].flatMap(({ who, connected, muted, hold }) => {
    if (!connected) return [];
    const { held = false, muted: isMuted = false } = standOf(call, who);
    const same = isPresent(call, who) && held === hold && isMuted === muted;
    const heard = who !== supervisor || viewOf(call).supervision?.mode === asked;
    return same && heard ? [] : [{ who, muted, hold, known: standOf(call, who), asked }];
  });
}

test('reports come late, twice and out of order: nobody hears silence or a whisper, the last wish stands, and every pause of a recording ends', () => {
  fc.assert(
    fc.property(moments({ late: 1_500, lost: 0, fails: 0 }), (all) => {
      const history = played(all);
      history.calm();
      const differs = differences(history);
      if (differs.length > 0) expect(differs).toEqual([]);
      const { whisperHeard, longestSilence } = history;
      if (whisperHeard || longestSilence > 2_000) expect({ whisperHeard, longestSilence }).toEqual({});
      // A pause ends, whoever has forgotten it, and what is shown of the recording is so.
      history.passes(62_000);
      const { tape, call } = history;
      const shown = viewOf(call).recording?.state;
      const is = tape.running && (tape.running.status === 'paused' ? 'paused' : 'on');
      if (tape.running?.status === 'paused' || shown !== is) expect({ is, shown }).toEqual({});
      history.end();
      isOver(history);
    }),
    { numRuns: 5000 },
  );
});

test('reports are lost and requests fail: no whisper is heard, and whoever looks next leaves nobody on the line', () => {
  fc.assert(
    fc.property(moments({ late: 4_000, lost: 0.1, fails: 0.1 }), (all) => {
      const history = played(all);
      history.calm();
      if (history.whisperHeard) expect('a whisper').toBe('heard by nobody else');
      history.end();
      isOver(history);
    }),
    { numRuns: 5000 },
  );
});
