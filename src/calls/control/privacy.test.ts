import { maskPhone } from '../../endpoint';
import type { CallView } from '../contract';
import { ADA, DORA } from '../testing';
import { hurryUp } from '../testing-faults';
import { type Action, GRACE, Talking } from './testing';

hurryUp();

const ACTIONS: { action: Action; fields?: object }[] = [
  { action: 'hold' },
  { action: 'unhold' },
  { action: 'mute', fields: { muted: true } },
  { action: 'dtmf', fields: { digits: '1' } },
  { action: 'announce', fields: { text: 'Hello' } },
  { action: 'add', fields: { RecipientNumber: DORA } },
];
const SUPERVISIONS: Action[] = ['listen', 'whisper', 'barge', 'stop'];

const numberIn = (data: Record<string, unknown>) => (data.call as CallView).legs[0].number;

test("what a supervisor does to a call is answered without the agent's own number; the agent sees it", async () => {
  const stage = new Talking();
  for (const { action, fields } of [
    ...ACTIONS,
    ...SUPERVISIONS.map((one) => ({ action: one, fields: {} })),
  ]) {
    const { status, body } = await stage.does(action, fields, GRACE);
    expect({ action, status: status < 300, number: numberIn(body.data) }).toEqual({
      action,
      status: true,
      number: maskPhone(ADA.phone),
    });
    expect(JSON.stringify(body)).not.toContain(ADA.phone);
  }
  const own = await stage.does('hold');
  expect(numberIn(own.body.data)).toBe(ADA.phone);
});

test("a supervisor who ends a call is not told the agent's own number, before or after", async () => {
  const stage = new Talking();
  for (let time = 0; time < 2; time += 1) {
    const { status, body } = await stage.ask('hangup', { callId: stage.callId }, GRACE, [
      'agent',
      'supervisor',
    ]);
    expect([status, JSON.stringify(body).includes(ADA.phone)]).toEqual([200, false]);
  }
});
