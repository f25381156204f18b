import { parseXml, type XmlElement, XmlError } from '../../xml';
import { unlessInterrupted } from '../core';
import type { Target } from '../model';
import { TwimlFailure } from './failure';
import type { Scene } from './scene';

/** What came back from the project. */
export type Document =
  | { kind: 'twiml'; root: XmlElement }
  | { kind: 'audio'; url: string }
  | { kind: 'text'; text: string };

/** https://www.twilio.com/docs/voice/twiml#twilio-s-twiml-interpreter and error 11750 */
export const LONGEST_DOCUMENT_BYTES = 64 * 1024;
/** https://www.twilio.com/docs/voice/api/call-resource#twiml */
export const LONGEST_INLINE_CHARACTERS = 4000;

const TWIML_TYPES = ['text/xml', 'application/xml', 'text/html'];

/** Asks the project for TwiML. Throws `TwimlFailure` when nothing usable comes back. */
export async function fetchDocument(
  scene: Scene,
  target: Target,
  params: Record<string, string>,
): Promise<Document> {
  const { core, leg, conferenceSid } = scene;
  const answer = await unlessInterrupted(
    scene.signal,
    core.kernel.webhooks.request({
      purpose: scene.purpose === 'call' ? 'twiml' : `${scene.purpose} twiml`,
      url: target.url,
      method: target.method,
      params,
      ...(leg ? { callSid: leg.callSid } : {}),
      ...(conferenceSid ? { conferenceSid } : {}),
    }),
  );
  if (answer.errorCode !== undefined || answer.status < 200 || answer.status > 299)
    throw new TwimlFailure(
      answer.errorCode ?? 11200,
      answer.status === 0
        ? `No answer from ${target.url}`
        : `${target.url} answered with HTTP status ${answer.status}`,
      target.url,
    );
  if (Buffer.byteLength(answer.body) > LONGEST_DOCUMENT_BYTES)
    throw new TwimlFailure(
      11750,
      `The answer of ${target.url} is larger than ${LONGEST_DOCUMENT_BYTES} bytes`,
      target.url,
    );
  const type = (answer.contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (type.startsWith('audio/')) return { kind: 'audio', url: target.url };
  if (type === 'text/plain') return { kind: 'text', text: answer.body };
  if (!TWIML_TYPES.includes(type))
    throw new TwimlFailure(
      12300,
      `Invalid Content-Type from ${target.url}: "${answer.contentType}"`,
      target.url,
    );
  return { kind: 'twiml', root: readTwiml(scene, answer.body, target.url) };
}

/** Reads TwiML, puts it on the timeline, and checks it. Throws `TwimlFailure` 12100 when it is no TwiML document. */
export function readTwiml(scene: Scene, text: string, url?: string): XmlElement {
  const { timeline } = scene.core.kernel;
  const callSid = scene.leg?.callSid;
  let root: XmlElement;
  try {
    root = parseXml(text);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    throw new TwimlFailure(12100, `The document cannot be read: ${error.message}`, url);
  }
  if (root.name !== 'Response')
    throw new TwimlFailure(12100, `The document begins with <${root.name}>, not with <Response>`, url);
  timeline.add({
    kind: 'twiml',
    summary: `${url ? 'TwiML' : 'Inline TwiML'} for ${scene.purpose === 'call' ? 'the call' : `a ${scene.purpose}`}: ${outline(root)}`,
    ...(callSid ? { callSid } : {}),
    ...(scene.conferenceSid ? { conferenceSid: scene.conferenceSid } : {}),
    data: { twiml: text, ...(url ? { url } : {}) },
  });
  for (const complaint of scene.core.options.checkTwiml?.(root, url ?? 'inline TwiML', callSid) ?? [])
    timeline.violation(`TwiML: ${complaint}`, { twiml: text, ...(url ? { url } : {}) }, callSid);
  return root;
}

const outline = (root: XmlElement): string =>
  root.children
    .filter((child): child is XmlElement => typeof child !== 'string')
    .map((child) => `<${child.name}>`)
    .join(' ') || 'nothing to do';
