import { elements, type XmlElement } from '../../../xml';
import { isClient } from '../../addresses';
import { Attributes } from '../attributes';
import { TwimlFailure } from '../failure';
import type { Scene } from '../scene';
import { type Callee, calledEvents } from './callee';

/** Characters of an identity. https://www.twilio.com/docs/voice/twiml/client */
const LONGEST_IDENTITY = 256;

/**
 * `<Client>`: a browser or app, by its identity, with parameters of one's own for it to read.
 * https://www.twilio.com/docs/voice/twiml/client
 */
export function readClient(scene: Scene, element: XmlElement): Callee {
  const attributes = new Attributes(scene, element, {
    supported: ['url', 'method', 'statusCallback', 'statusCallbackEvent', 'statusCallbackMethod'],
    missing: ['referUrl', 'referMethod'],
  });
  const inner = elements(element);
  const written = inner.find(({ name }) => name === 'Identity')?.text ?? element.text;
  const address = `client:${written.trim()}`;
  if (!isClient(address) || address.length > LONGEST_IDENTITY + 'client:'.length)
    throw new TwimlFailure(13225, `<Client> has an invalid identity: "${written.trim()}"`);
  return {
    address,
    whisper: attributes.target('url', 'method'),
    statusCallback: calledEvents(attributes),
    parameters: parametersOf(scene, inner),
  };
}

function parametersOf(scene: Scene, inner: XmlElement[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const element of inner) {
    if (element.name === 'Identity') continue;
    if (element.name !== 'Parameter')
      throw new TwimlFailure(12100, `<${element.name}> is not allowed in <Client>`);
    const attributes = new Attributes(scene, element, { supported: ['name', 'value'] });
    const name = attributes.text('name');
    if (name) parameters[name] = attributes.text('value') ?? '';
  }
  return parameters;
}
