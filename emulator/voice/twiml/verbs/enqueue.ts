import { TwilioError } from '../../../api/rest';
import { elements, type XmlElement } from '../../../xml';
import type { QueueRecord, Target } from '../../model';
import { LONGEST_QUEUE_NAME, membersOf, openQueue, QUEUE_SIZE, queueNamed } from '../../queue/queues';
import { type Stay, stay } from '../../queue/stay';
import type { CallTask } from '../../queue/tasks';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { report } from '../interpreter';
import { readTask } from '../nouns/task';
import { resolveUrl } from '../resolve-url';
import { legOf, type Outcome, type Scene } from '../scene';

/**
 * `<Enqueue>`: the call waits in a queue, by name or as a task of TaskRouter, until somebody takes it out. Whatever is
 * wrong with it, its task or what plays meanwhile is QueueResult `error`, and the call goes on.
 * https://www.twilio.com/docs/voice/twiml/enqueue
 */
export async function enqueue(scene: Scene, element: XmlElement): Promise<Outcome | undefined> {
  const attributes = new Attributes(scene, element, {
    supported: ['action', 'method', 'maxQueueSize', 'waitUrl', 'waitUrlMethod', 'workflowSid'],
  });
  const leg = legOf(scene);
  const action = attributes.target('action', 'method');
  const wait = waitOf(scene, attributes);
  leg.pickUp();
  const result = await enter(scene, element, attributes, { action, wait }).catch((failure: unknown) => {
    if (!(failure instanceof TwimlFailure)) throw failure;
    report(scene, failure);
    return { QueueResult: 'error' };
  });
  leg.hush();
  leg.place({ kind: 'twiml' });
  return action && { next: 'go', to: action, params: result };
}

async function enter(
  scene: Scene,
  element: XmlElement,
  attributes: Attributes,
  how: Pick<Stay, 'action' | 'wait'>,
): Promise<Record<string, string>> {
  const { core } = scene;
  const { callSid } = legOf(scene);
  const workflowSid = attributes.text('workflowSid') || undefined;
  const task = workflowSid === undefined ? undefined : readTask(scene, element, workflowSid);
  const queue = queueFor(scene, workflowSid ?? nameOf(element));
  const most = Math.min(queue.maxSize, attributes.int('maxQueueSize', QUEUE_SIZE.most, 1));
  if (membersOf(core, queue.sid).length >= most) {
    core.kernel.timeline.add({
      kind: 'call',
      summary: `The queue ${queue.friendlyName} is full: ${most} callers wait in it`,
      callSid,
    });
    return { QueueResult: 'queue-full' };
  }
  return stay(scene, { ...how, queue, ...(task ? { makeTask: () => make(scene, task) } : {}) });
}

/** 14220 where there is no such workflow. https://www.twilio.com/docs/api/errors/14220 */
function make(scene: Scene, task: CallTask): string {
  const { tasks } = scene.core.options;
  if (!tasks)
    throw new TwimlFailure(14220, '<Enqueue workflowSid> needs TaskRouter, which is not connected here');
  try {
    return tasks.create(task);
  } catch (error) {
    if (!(error instanceof TwilioError)) throw error;
    throw new TwimlFailure(14220, `<Enqueue> has an invalid workflowSid: ${error.message}`);
  }
}

/** A queue comes into being with its first caller; TaskRouter's bear the name of the workflow. */
const queueFor = ({ core }: Scene, name: string): QueueRecord =>
  queueNamed(core, name) ?? openQueue(core, name);

/** https://www.twilio.com/docs/api/errors/14204, https://www.twilio.com/docs/api/errors/14205 */
function nameOf(element: XmlElement): string {
  const [inner] = elements(element);
  if (inner) throw new TwimlFailure(12100, `<${inner.name}> in <Enqueue> needs a workflowSid`);
  const name = element.text.trim();
  if (!name) throw new TwimlFailure(14204, '<Enqueue> names no queue and has no workflowSid');
  if (name.length > LONGEST_QUEUE_NAME)
    throw new TwimlFailure(14205, `<Enqueue> names a queue with more than ${LONGEST_QUEUE_NAME} characters`);
  return name;
}

/** Absent: Twilio's music. Empty: silence. */
function waitOf(scene: Scene, attributes: Attributes): Target | null | undefined {
  const written = attributes.text('waitUrl');
  if (written === undefined) return undefined;
  if (written.trim() === '') return null;
  return { url: resolveUrl(scene, written), method: attributes.method('waitUrlMethod') };
}
