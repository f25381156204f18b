import { SaxesParser } from 'saxes';

/** An element of an XML document. Comments and processing instructions are not kept. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  /** Elements and pieces of text in document order; text between two elements is kept as it stands, blanks too. */
  children: (XmlElement | string)[];
  /** The text of the element and of all that is inside it, as it stands. */
  text: string;
}

/** The document is not well-formed XML; `message` says where and why. */
export class XmlError extends Error {
  override readonly name = 'XmlError';

  constructor(
    message: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(message);
  }
}

const HIGHEST_DEPTH = 100;

/**
 * Reads a whole document and returns its root. Throws `XmlError` when it is not well-formed, when it declares entities
 * (a DOCTYPE) or when it is nested deeper than any TwiML could be.
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({});
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  const fail = (message: string): never => {
    throw new XmlError(
      `${message} (line ${parser.line}, column ${parser.column})`,
      parser.line,
      parser.column,
    );
  };
  const addText = (piece: string) => {
    const parent = open.at(-1);
    if (!parent) return;
    if (typeof parent.children.at(-1) === 'string') parent.children[parent.children.length - 1] += piece;
    else parent.children.push(piece);
    for (const element of open) element.text += piece;
  };
  parser.on('error', (error) => fail(error.message.replace(/^\d+:\d+: /, '')));
  parser.on('doctype', () => fail('a document type declaration is not allowed'));
  parser.on('opentag', (tag) => {
    const element: XmlElement = {
      name: tag.name,
      attributes: tag.attributes as Record<string, string>,
      children: [],
      text: '',
    };
    if (open.length >= HIGHEST_DEPTH) fail(`elements are nested deeper than ${HIGHEST_DEPTH}`);
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text.replace(/^\uFEFF/, '')).close();
  return root ?? fail('the document has no element');
}

/** The child elements, without the text between them. */
export const elements = (parent: XmlElement): XmlElement[] =>
  parent.children.filter((child): child is XmlElement => typeof child !== 'string');
