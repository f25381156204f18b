import { offerEvent, taskEvent } from '../../harness/routing';
import { type Row, rows } from './scene';

const ROUTER = '/general/router';
const NINE = Date.UTC(2026, 10, 21, 9) / 1000;

const event = (more: Record<string, string>) => () => ({
  form: taskEvent('task.created', 1, NINE, more),
  signed: true,
});

function without(fields: Record<string, string>, ...names: string[]) {
  const left = Object.entries(fields).filter(([name]) => !names.includes(name));
  return () => ({ form: Object.fromEntries(left), signed: true });
}

const topic = (value: unknown) => event({ TaskAttributes: JSON.stringify({ topic: value }) });
const accepted = offerEvent('accepted', 1, NINE);
const WORKER = { EventType: 'worker.activity.update', WorkerSid: `WK${'1'.repeat(32)}` };

/** What the functions around the queue must refuse. */
export const ROUTING: Row[] = [
  ...rows(ROUTER, [400, 'invalid_input', 'EventType'], {
    'no event type': without(accepted, 'EventType'),
    'nothing in the event type': event({ EventType: '' }),
  }),
  ...rows(ROUTER, [200], {
    'an event type that nobody knows': event({ EventType: 'task.sung' }),
    'an event type of JavaScript': event({ EventType: '__proto__' }),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'TaskAttributes'], {
    'no attributes': without(accepted, 'TaskAttributes'),
    'attributes that are not JSON': event({ TaskAttributes: '{topic' }),
    'attributes that are no object': event({ TaskAttributes: '["topic"]' }),
    'attributes that are null': event({ TaskAttributes: 'null' }),
    'a topic with a slash': topic('../queue-status'),
    'a topic with a query': topic('a?b#c'),
    'a topic with a line break': topic('a\nb'),
    'a topic of 300 characters': topic('x'.repeat(300)),
    'a topic that is no text': topic({ a: 1 }),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'TaskSid'], {
    'no task': without(accepted, 'TaskSid'),
    'a task that is none': event({ TaskSid: '../agents' }),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'TaskQueueSid'], {
    'a queue that is none': event({ TaskQueueSid: 'agents' }),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'TaskPriority'], {
    'a priority that is no number': event({ TaskPriority: 'high' }),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'Timestamp'], {
    'a time that is none': without({ ...accepted, Timestamp: 'yesterday' }, 'TimestampMs'),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'ReservationSid'], {
    'an acceptance without a reservation': without(accepted, 'ReservationSid'),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'WorkerSid'], {
    'an acceptance without a worker': without(accepted, 'WorkerSid'),
    'a worker that is none': without({ ...WORKER, WorkerSid: 'ada' }),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'WorkerAttributes'], {
    "a worker's attributes that are not JSON": without({
      ...WORKER,
      ...{ WorkerActivityName: 'available', WorkerAttributes: '{skills' },
    }),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'WorkerActivityName'], {
    'a change of activity without one': without(WORKER),
  }),
  ...rows(ROUTER, [400, 'invalid_input', 'WorkerAttributes'], {
    'an offer withdrawn from a worker whose attributes are not JSON': () => ({
      form: { ...offerEvent('timeout', 1, NINE), WorkerAttributes: '{' },
      signed: true,
    }),
  }),
  ...rows('/queue/reconcile', [403, 'forbidden'], {
    'an agent who is no supervisor': ({ ada }) => ({ token: ada.accessToken, json: {} }),
  }),
];
