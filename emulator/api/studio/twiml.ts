import { parseXml, type XmlElement, XmlError } from '../../xml';

type Piece = Pick<XmlElement, 'name' | 'attributes' | 'children'> | string;

type Values = Record<string, string | number | boolean | undefined>;

/** An element of a TwiML document; attributes without a value are left out. */
export const tag = (name: string, values: Values = {}, ...children: Piece[]): Exclude<Piece, string> => ({
  name,
  attributes: Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  ),
  children: children as XmlElement['children'],
});

/** A `<Response>` of these verbs. */
export const twiml = (...verbs: Exclude<Piece, string>[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>${write(tag('Response', {}, ...verbs))}`;

/** What a text to be said holds: its elements where it is SSML, else the text as it stands. */
export function spoken(text: string): Piece[] {
  try {
    return parseXml(`<Say>${text}</Say>`).children;
  } catch (error) {
    if (error instanceof XmlError) return [text];
    throw error;
  }
}

function write(piece: Piece): string {
  if (typeof piece === 'string') return escaped(piece);
  const attributes = Object.entries(piece.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const open = `${piece.name}${attributes.join('')}`;
  return piece.children.length === 0
    ? `<${open}/>`
    : `<${open}>${piece.children.map(write).join('')}</${piece.name}>`;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  [...text]
    .filter(isWritable)
    .join('')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** Some characters no XML document may hold, however they are written. https://www.w3.org/TR/xml/#charsets */
const isWritable = (sign: string): boolean =>
  sign >= ' ' ? sign !== '\ufffe' && sign !== '\uffff' : '\t\n\r'.includes(sign);
