import { elements, type XmlElement } from '../../../xml';
import { callParams } from '../../call-callbacks';
import { type CallTask, LARGEST_ATTRIBUTES } from '../../queue/tasks';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import { legOf, type Scene } from '../scene';

/**
 * What becomes the task of a queued call: the attributes in `<Task>`, and those that Twilio gives every call, which have
 * the last word. 14221 for attributes that are no JSON object, or too many.
 * https://www.twilio.com/docs/taskrouter/twiml-queue-calls#task-attributes-linking-tasks-to-calls
 */
export function readTask(scene: Scene, enqueue: XmlElement, workflowSid: string): CallTask {
  const [element, ...more] = elements(enqueue);
  const wrong = element && element.name !== 'Task' ? element : more[0];
  if (wrong)
    throw new TwimlFailure(12100, `<${wrong.name}> is not allowed in <Enqueue>`, scene.document?.url);
  const own = callAttributes(scene);
  if (!element) return { workflowSid, attributes: own };
  const given = new Attributes(scene, element, { supported: ['priority', 'timeout'] });
  const attributes = { ...readJson(element.text), ...own };
  if (Buffer.byteLength(JSON.stringify(attributes)) > LARGEST_ATTRIBUTES)
    throw new TwimlFailure(14221, `The attributes in <Task> are larger than ${LARGEST_ATTRIBUTES} bytes`);
  return {
    workflowSid,
    attributes,
    priority: given.int('priority', undefined),
    timeout: given.int('timeout', undefined, 1),
  };
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Falls through: not JSON is as wrong as JSON of another shape.
  }
  throw new TwimlFailure(14221, `The attributes in <Task> are not a JSON object: ${text.trim()}`);
}

/** `CallSid` → `call_sid`. The parent of a call is not among them. */
function callAttributes(scene: Scene): Record<string, string> {
  const { core } = scene;
  const { ParentCallSid, ...params } = callParams(core, legOf(scene).record);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase(),
      value,
    ]),
  );
}
