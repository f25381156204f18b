import type { XmlElement } from '../../../xml';
import { until } from '../../core';
import type { Leg } from '../../leg';
import type { Target } from '../../model';
import type { QueuedCall } from '../../queue/queued-call';
import { LONGEST_QUEUE_NAME, membersOf, queueNamed } from '../../queue/queues';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { legOf, type Scene } from '../scene';

/** What `<Dial>` adds. Times in seconds. */
export interface QueueDial {
  timeout: number;
  timeLimit: number;
  hangupOnStar: boolean;
}

/** How it went, in `<Dial>`'s words. */
export type QueueDialResult = Record<string, string>;

/**
 * `<Queue>`: connects the call to whoever waits longest in a queue, or to the caller of a reservation, which is thereby
 * accepted. An empty queue is waited for as long as `<Dial>` rings. https://www.twilio.com/docs/voice/twiml/queue
 */
export async function dialQueue(
  scene: Scene,
  element: XmlElement,
  dial: QueueDial,
): Promise<QueueDialResult> {
  const { core } = scene;
  const leg = legOf(scene);
  const attributes = new Attributes(scene, element, {
    supported: ['url', 'method', 'reservationSid', 'postWorkActivitySid'],
  });
  const whisper = attributes.target('url', 'method');
  const reservationSid = attributes.text('reservationSid') || undefined;
  leg.pickUp();
  if (reservationSid !== undefined) {
    const offer = core.options.tasks?.offer(reservationSid);
    const call = [...core.queued.values()].find(({ record }) => record.taskSid === offer?.taskSid);
    if (!offer || !call)
      throw new TwimlFailure(
        14215,
        `<Queue> has an invalid reservationSid: ${reservationSid} is no pending offer of a waiting call`,
      );
    offer.accept();
    try {
      return await connect(scene, call, whisper, dial);
    } finally {
      if (!call.isForgotten) offer.end(attributes.text('postWorkActivitySid') || undefined);
    }
  }
  const name = nameOf(element);
  const queue = queueNamed(core, name);
  if (!queue) return { DialCallStatus: 'failed' };
  leg.hear({ kind: 'tone', name: 'ringing' });
  const call = await first(scene, queue.sid, dial.timeout);
  leg.hush();
  return call ? connect(scene, call, whisper, dial) : { DialCallStatus: 'no-answer' };
}

/** https://www.twilio.com/docs/api/errors/14212, https://www.twilio.com/docs/api/errors/14213 */
function nameOf(element: XmlElement): string {
  const name = element.text.trim();
  if (!name) throw new TwimlFailure(14212, '<Queue> names no queue and has no reservationSid');
  if (name.length > LONGEST_QUEUE_NAME)
    throw new TwimlFailure(14213, `<Queue> names a queue with more than ${LONGEST_QUEUE_NAME} characters`);
  return name;
}

/** How often an empty queue is looked at, in seconds. */
const LOOK_SECONDS = 0.5;

function first(scene: Scene, queueSid: string, timeout: number): Promise<QueuedCall | undefined> {
  const leg: Leg = legOf(scene);
  const found = () => membersOf(scene.core, queueSid)[0];
  return until<QueuedCall | undefined>(scene.signal, (done) => {
    let looks = 0;
    let timer = leg.after(0, () => undefined);
    const look = () => {
      const call = found();
      if (call || looks++ * LOOK_SECONDS >= timeout) done(call);
      else timer = leg.after(LOOK_SECONDS, look);
    };
    look();
    return () => timer.cancel();
  });
}

async function connect(
  scene: Scene,
  call: QueuedCall,
  whisper: Target | undefined,
  dial: QueueDial,
): Promise<QueueDialResult> {
  const leg = legOf(scene);
  const began = scene.core.kernel.clock.now();
  const over = new AbortController();
  try {
    await until(scene.signal, (done) => {
      const limit = leg.after(dial.timeLimit, () => done());
      call.release({
        how: 'bridge',
        to: leg,
        signal: over.signal,
        over: () => done(),
        whisper,
        hangupOnStar: dial.hangupOnStar,
      });
      return () => limit.cancel();
    });
  } finally {
    over.abort();
  }
  return {
    DialCallStatus: 'completed',
    DialCallSid: call.leg.callSid,
    DialCallDuration: String(Math.round((scene.core.kernel.clock.now() - began) / 1000)),
    DialBridged: 'true',
  };
}
