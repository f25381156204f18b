import { Failure } from '../session/post';

/** Asks a function for a file. */
export type Ask = (body: object) => Promise<Response>;

/** Which calls: `agent` as /calls/export takes it; days as `YYYY-MM-DD`, both included. */
export interface Wanted {
  agent?: string;
  from: string;
  to: string;
}

/** The beginning of a day, by this machine's clock. Throws `RangeError` for what is no day. */
const beginning = (day: string, add = 0): string => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return new Date(year, month - 1, date + add).toISOString();
};

/** What an export is asked for with. */
export const askedFor = ({ agent, from, to }: Wanted): object => ({
  ...(agent === undefined ? {} : { agent }),
  ...(from === '' ? {} : { from: beginning(from) }),
  ...(to === '' ? {} : { to: beginning(to, 1) }),
});

/** What leads to the next part; undefined at the end. */
function nextOf(response: Response): object | undefined {
  const query = /<\?([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  return query === undefined ? undefined : Object.fromEntries(new URLSearchParams(query));
}

/** Fetches all parts of an export, one after the other. `told`: how many have come. Throws `Failure`. */
export async function fetchExport(ask: Ask, wanted: Wanted, told: (parts: number) => void): Promise<Blob> {
  const parts: Blob[] = [];
  let body: object | undefined = askedFor(wanted);
  while (body !== undefined) {
    const response: Response = await ask(body).catch(() => {
      throw new Failure('offline');
    });
    if (!response.ok) {
      const { code = 'internal' } = (await response.json().catch(() => ({}))) as { code?: string };
      throw new Failure(code);
    }
    parts.push(await response.blob());
    told(parts.length);
    body = nextOf(response);
  }
  return new Blob(parts, { type: 'text/csv' });
}

/** Lets the browser save a file. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // A browser may still be reading it.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
