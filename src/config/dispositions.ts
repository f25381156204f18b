/** What may come of a call, by what it was about; `*` is every other call, those that agents make among them. */
export type Dispositions = Readonly<Record<string, readonly string[]>>;

/** As many as there are digit keys: the page chooses by them. */
const MOST = 9;
/** Bytes of an environment variable. https://www.twilio.com/docs/serverless/functions-assets/functions/variables */
const LONGEST = 450;

/** One disposition: letters of any alphabet, digits, - and _, with single spaces between words. */
export const DISPOSITION = /^(?=.{1,40}$)[\p{L}\p{N}_-]+(?: [\p{L}\p{N}_-]+)*$/u;

const EXAMPLE = 'sales:sold,follow-up;*:other';

function oneList(part: string): [string, string[]] {
  const [about = '', words, ...more] = part.split(':').map((text) => text.trim());
  if (!/^([a-z]+|\*)$/.test(about) || words === undefined || more.length > 0)
    throw new Error(`should be lists like ${EXAMPLE}`);
  const list = words.split(',').map((word) => word.trim());
  for (const word of list)
    if (!DISPOSITION.test(word))
      throw new Error(
        `should hold words of letters, digits, - and _, at most 40 characters each; "${word}" is none`,
      );
  if (new Set(list).size < list.length) throw new Error(`should name each one once; see ${about}`);
  if (list.length > MOST) throw new Error(`should have at most ${MOST} for each; ${about} has more`);
  return [about, list];
}

/**
 * Reads `sales:sold,follow-up;support:solved;*:other`: lists by what a call is about, separated by semicolons. Throws an
 * Error whose message says what it should be.
 */
export function parseDispositions(text: string): Dispositions {
  if (Buffer.byteLength(text) > LONGEST) throw new Error(`should have at most ${LONGEST} bytes`);
  const parts = text.split(';').filter((part) => part.trim() !== '');
  const lists = parts.map(oneList);
  const found = Object.fromEntries(lists);
  if (Object.keys(found).length < lists.length) throw new Error('should have one list for each');
  if (found['*'] === undefined) throw new Error('should have a list for every other call, like *:other');
  return found;
}

/** What may come of a call that was about this, or about nothing that is known. */
export const dispositionsFor = (lists: Dispositions, about: string | undefined): readonly string[] =>
  (about !== undefined && Object.hasOwn(lists, about) ? lists[about] : lists['*']) ?? [];
