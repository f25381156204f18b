import { signal } from '@preact/signals';
import type { CallView } from '../../../src/calls/contract';
import { Failure } from '../../session/post';
import { Control } from './model';
import { AT, guest, talked } from './testing';

/** A desk with a call, and functions that answer when the test says so. */
function desk(call: CallView | undefined = talked()) {
  const current = signal(call);
  const sent: { path: string; body: object; answer(data?: object): void; fail(code: string): void }[] = [];
  const timers: { at: number; work: () => void }[] = [];
  let now = AT;
  const control = new Control(
    {
      call: <T>(path: string, body: object = {}) =>
        new Promise<T>((resolve, reject) =>
          sent.push({
            path,
            body,
            answer: (data = {}) => resolve(data as T),
            fail: (code) => reject(new Failure(code)),
          }),
        ),
      look: () => undefined,
      now: () => now,
      later: (ms, work) => {
        const timer = { at: now + ms, work };
        timers.push(timer);
        return () => timers.splice(timers.indexOf(timer), 1);
      },
    },
    current,
  );
  const pass = (ms: number) => {
    now += ms;
    for (const timer of [...timers]) if (timer.at <= now) timers.splice(timers.indexOf(timer), 1)[0]?.work();
  };
  return { control, current, sent, pass, at: () => now };
}

const held = talked({}, { customer: { held: true } });

test('holding shows as wanted at once, and is over when the live call is so', async () => {
  const { control, current, sent } = desk();
  const asked = control.hold(talked(), 'customer', true);
  expect(sent).toMatchObject([{ path: '/voice/hold/start', body: { callId: 'a', participant: 'customer' } }]);
  expect([control.shows('hold:customer', false), control.isBusy('hold:customer')]).toEqual([true, true]);
  sent[0]?.answer();
  expect(await asked).toBe(true);
  expect(control.isBusy('hold:customer')).toBe(true);
  current.value = held;
  expect([control.shows('hold:customer', true), control.isBusy('hold:customer')]).toEqual([true, false]);
});

test('a double click is one wish, also when the answer comes between the clicks', async () => {
  const { control, current, sent, pass } = desk();
  const asked = control.hold(talked(), 'customer', true);
  expect(await control.hold(talked(), 'customer', true)).toBe(false);
  sent[0]?.answer();
  await asked;
  current.value = held;
  pass(200);
  expect(await control.hold(held, 'customer', false)).toBe(false);
  expect(sent).toHaveLength(1);
  pass(400);
  control.hold(held, 'customer', false);
  expect(sent[1]?.path).toBe('/voice/hold/stop');
});

test('what fails is as it was, and says why', async () => {
  const { control, sent, pass } = desk();
  const asked = control.mute(talked(), 'agent', true);
  sent[0]?.fail('not_connected');
  expect(await asked).toBe(false);
  expect(control.shows('mute:agent', false)).toBe(false);
  expect(control.failure.value?.code).toBe('not_connected');
  pass(1_000);
  control.mute(talked(), 'agent', true);
  expect(control.failure.value).toBeUndefined();
});

test('an answer that the live call never bears out is forgotten; a later wish is not', async () => {
  const { control, current, sent, pass } = desk();
  const first = control.hold(talked(), 'customer', true);
  sent[0]?.answer();
  await first;
  current.value = held;
  pass(3_000);
  const second = control.hold(held, 'customer', false);
  sent[1]?.answer();
  await second;
  pass(3_500);
  expect(control.isBusy('hold:customer')).toBe(true);
  pass(3_000);
  expect(control.shows('hold:customer', true)).toBe(true);
});

test('a colleague who is added is sent by their id, and awaited until the call shows them', async () => {
  const { control, current, sent } = desk();
  const asked = control.add(talked(), { agentId: 'b'.repeat(20), who: 'bo@example.com' });
  expect(sent[0]?.body).toEqual({ callId: 'a', agentId: 'b'.repeat(20) });
  sent[0]?.answer({ participant: 'g1-1-abc' });
  await asked;
  expect(control.isBusy('add')).toBe(true);
  current.value = talked({}, { others: [guest(1, { present: false })] });
  expect(control.isBusy('add')).toBe(false);
});

test('who is in the call before the answer comes is not awaited', async () => {
  const { control, current, sent } = desk();
  const asked = control.add(talked(), { RecipientNumber: '+14155550155' });
  current.value = talked({}, { others: [guest(1, { present: false })] });
  sent[0]?.answer({ participant: 'g1-1-abc' });
  await asked;
  expect(control.isBusy('add')).toBe(false);
});

test('a transfer is asked for once, until the call tells of it', async () => {
  const { control, current, sent } = desk();
  const asked = control.transfer(talked(), 'cold', { queue: 'support' });
  expect(sent[0]).toMatchObject({ path: '/transfer/cold', body: { callId: 'a', queue: 'support' } });
  expect(await control.transfer(talked(), 'warm', { queue: 'support' })).toBe(false);
  sent[0]?.answer();
  await asked;
  const since = new Date(AT).toISOString();
  const transfer = { kind: 'cold', target: 'queue', to: 'Support', phase: 'ringing', since } as const;
  current.value = talked({ transfer });
  expect(control.isBusy('transfer')).toBe(false);
});

test('swapping is over when the agent talks with the other one', async () => {
  const transfer = {
    kind: 'warm',
    target: 'number',
    to: '+14155550155',
    phase: 'consulting',
    since: '',
  } as const;
  const { control, current, sent } = desk(talked({ transfer: { ...transfer, with: 'target' } }));
  control.goOn(talked({ transfer: { ...transfer, with: 'target' } }), 'swap');
  sent[0]?.answer();
  expect([sent[0]?.path, control.isBusy('transfer')]).toEqual(['/transfer/swap', true]);
  current.value = talked({ transfer: { ...transfer, with: 'all' } });
  expect(control.isBusy('transfer')).toBe(true);
  current.value = talked({ transfer: { ...transfer, with: 'customer' } });
  expect(control.isBusy('transfer')).toBe(false);
});

test('a pause is not called one before the live call says so', () => {
  const on = talked({ recording: { state: 'on', since: '' } });
  const { control, current, sent } = desk(on);
  control.record(on, 'pause');
  expect(sent[0]?.path).toBe('/voice/recordings/pause');
  expect(control.wishes.value.get('record')?.wanted).toBe('pause');
  current.value = talked({ recording: { state: 'paused', since: '' } });
  expect(control.wishes.value.has('record')).toBe(false);
});

test('a recording that goes on by itself is told for a while; one that the agent goes on with is not', () => {
  const paused = talked({ recording: { state: 'paused', since: '' } });
  const on = (by?: string) =>
    talked({
      recording: { state: 'on', since: '' },
      recordingMarks: [{ at: '', what: 'resume', ...(by ? { by } : {}) }],
    });
  const alone = desk(paused);
  alone.current.value = on();
  expect(alone.control.notice.value).toBe('resumed');
  alone.pass(11_000);
  expect(alone.control.notice.value).toBeUndefined();
  const pressed = desk(paused);
  pressed.current.value = on('ada@example.com');
  expect(pressed.control.notice.value).toBeUndefined();
});

test('that a recording begins and ends is told', () => {
  const { control, current } = desk();
  current.value = talked({ recording: { state: 'on', since: '' } });
  expect(control.notice.value).toBe('begun');
  current.value = talked();
  expect(control.notice.value).toBe('ended');
});

test('with the next call everything starts over, and dialogs close when nobody is connected any more', () => {
  const { control, current, sent } = desk();
  control.open.value = 'transfer';
  control.hold(talked(), 'customer', true);
  current.value = talked({ phase: 'ending' });
  expect(control.open.value).toBeUndefined();
  current.value = talked({ id: 'b' });
  expect(control.isBusy('hold:customer')).toBe(false);
  expect(sent).toHaveLength(1);
});
