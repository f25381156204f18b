import type { CallView, FloorItem, SupervisionMode } from '../../src/calls/contract';
import { Failure } from '../session/post';
import { NOT_REACHED, Supervision } from './model';

const ME = 'grace@example.com';
const CALL = 'c1';
const item = (more: Partial<FloorItem> = {}): FloorItem => ({
  agent: 'a1',
  email: 'ada@example.com',
  to: '+1415•••23',
  since: 0,
  phase: 'connected',
  ...more,
});
const by = (mode: SupervisionMode, who = ME): Partial<FloorItem> => ({ supervised: { by: who, mode } });

/** The call as the functions show it: with a supervisor in it, on the way in, or without one. */
function view(mode?: SupervisionMode, present = true, phase: CallView['phase'] = 'connected'): CallView {
  const legs = mode === undefined ? [] : [{ label: 'supervisor', present }];
  const supervision = mode === undefined ? {} : { supervision: { by: ME, mode, since: '' } };
  return { id: CALL, phase, legs, ...supervision } as unknown as CallView;
}

/** A supervisor at the page. `answers`: what the functions say, one after the other. */
function atFloor(device?: 'phone' | 'browser') {
  const asked: [string, object][] = [];
  const answers: (CallView | Failure)[] = [];
  const due: (() => void)[] = [];
  const expected: (string | undefined)[] = [];
  const supervision = new Supervision({
    call: async <T>(path: string, body: object = {}) => {
      asked.push([path, body]);
      const answer = answers.shift();
      if (answer instanceof Failure) throw answer;
      return { call: answer ?? null } as T;
    },
    email: () => ME,
    later: (_ms, work) => {
      due.push(work);
      return () => due.splice(0);
    },
    ready: async () => device,
    expect: (call) => expected.push(call),
  });
  supervision.listener.reset(new Map([[CALL, item()]]));
  const passes = async () => {
    for (const work of due.splice(0)) work();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  return { supervision, asked, answers, due, expected, passes, now: () => supervision.standing(CALL) };
}

test('a position is pending until the supervisor is in the call, and shown as it is then', async () => {
  const { supervision, asked, answers, due, now } = atFloor('phone');
  answers.push(view('listen', false));
  await supervision.ask(CALL, 'listen');
  expect(asked).toEqual([['/supervise/listen', { callId: CALL, agent: 'a1', device: 'phone' }]]);
  expect([now(), due.length]).toEqual([{ mode: undefined, pending: 'listen', other: undefined }, 1]);
  supervision.listener.item(CALL, item(by('listen')));
  expect([now(), due.length]).toEqual([{ mode: 'listen', pending: undefined, other: undefined }, 0]);
  expect(supervision.current.value).toMatchObject({ call: CALL, mode: 'listen' });
});

test('a change of position is so when Twilio has said so, though the floor is behind', async () => {
  const { supervision, asked, answers, now } = atFloor();
  supervision.listener.item(CALL, item(by('listen')));
  answers.push(view('whisper'));
  await supervision.ask(CALL, 'whisper');
  expect(now()).toMatchObject({ mode: 'whisper', pending: undefined });
  // Somebody is put on hold: the floor still tells of listening, so the call itself is asked.
  answers.push(view('whisper'));
  supervision.listener.item(CALL, item({ ...by('listen'), held: true }));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(now()).toMatchObject({ mode: 'whisper' });
  supervision.listener.item(CALL, item(by('whisper')));
  supervision.listener.item(CALL, item(by('barge')));
  expect(now()).toMatchObject({ mode: 'barge' });
  expect(asked.map(([path]) => path)).toEqual(['/supervise/whisper', '/calls/state']);
});

test('two presses are one request; the same position again is none', async () => {
  const { supervision, asked, answers } = atFloor();
  answers.push(view('listen', false));
  await Promise.all([supervision.ask(CALL, 'listen'), supervision.ask(CALL, 'listen')]);
  await supervision.ask(CALL, 'listen');
  expect(asked).toHaveLength(1);
});

test('who does not answer the phone is told so, and may ask again', async () => {
  const { supervision, answers, passes, now } = atFloor();
  answers.push(view('listen', false), view('listen', false), view());
  await supervision.ask(CALL, 'listen');
  await passes();
  expect(now().pending).toBe('listen');
  await passes();
  expect([now().pending, supervision.failure.value?.code]).toEqual([undefined, NOT_REACHED]);
  answers.push(view('listen', false));
  await supervision.ask(CALL, 'listen');
  expect([now().pending, supervision.failure.value]).toEqual(['listen', undefined]);
});

test('another position may be asked for while the phone rings; leaving too', async () => {
  const { supervision, asked, answers, now } = atFloor('phone');
  answers.push(view('listen', false), view('whisper', false), view());
  await supervision.ask(CALL, 'listen');
  await supervision.ask(CALL, 'whisper');
  expect(now().pending).toBe('whisper');
  await supervision.ask(CALL, 'stop');
  expect(now()).toMatchObject({ mode: undefined, pending: undefined });
  expect(asked.map(([path, body]) => [path, 'device' in body])).toEqual([
    ['/supervise/listen', true],
    ['/supervise/whisper', false],
    ['/supervise/stop', false],
  ]);
});

test('somebody else was first: told by the functions, and shown by the floor', async () => {
  const { supervision, answers, now } = atFloor();
  answers.push(new Failure('supervised_already'));
  await supervision.ask(CALL, 'barge');
  expect([now().pending, supervision.failure.value?.code]).toEqual([undefined, 'supervised_already']);
  supervision.listener.item(CALL, item(by('listen', 'hedy@example.com')));
  expect(now()).toEqual({ mode: undefined, pending: undefined, other: 'hedy@example.com' });
});

test('the call ends while the phone rings: that is told, and nothing is waited for', async () => {
  const { supervision, answers, due, expected, now } = atFloor('browser');
  answers.push(view('listen', false));
  await supervision.ask(CALL, 'listen');
  supervision.listener.gone(CALL);
  expect([now().pending, supervision.failure.value?.code, due.length]).toEqual([undefined, 'call_ended', 0]);
  expect(expected).toContain(CALL);
  expect(expected.at(-1)).toBeUndefined();
});

test('a browser is made ready before it is rung, and expects that call alone until it is over', async () => {
  const { supervision, answers, expected } = atFloor('browser');
  answers.push(view('listen', false));
  await supervision.ask(CALL, 'listen');
  expect(expected.at(-1)).toBe(CALL);
  supervision.listener.item(CALL, item(by('listen')));
  expect(expected.at(-1)).toBe(CALL);
  supervision.listener.item(CALL, item());
  expect(expected.at(-1)).toBeUndefined();
});

test('an address that was cut is known again, a stranger’s short one is not', () => {
  const long = `grace.${'x'.repeat(40)}@example.com`;
  const { supervision, now } = atFloor();
  Object.assign(supervision, { parts: { ...Reflect.get(supervision, 'parts'), email: () => long } });
  supervision.listener.item(CALL, item(by('listen', long.slice(0, 30))));
  expect(now().mode).toBe('listen');
  supervision.listener.item(CALL, item(by('listen', 'grace')));
  expect(now().mode).toBeUndefined();
});
