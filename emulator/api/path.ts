/** A path with variables as Twilio's OpenAPI files write it: `/v1/Services/{ServiceSid}`, `/Calls/{Sid}.json`. */
export interface PathTemplate {
  template: string;
  names: string[];
  pattern: RegExp;
  /** Greater is more specific: letters count, variables do not. */
  weight: string;
}

export function compilePath(template: string): PathTemplate {
  const names: string[] = [];
  const source = template.split(/(\{[^}]+\})/).map((piece) => {
    if (!piece.startsWith('{')) return piece.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    names.push(piece.slice(1, -1));
    return '([^/]+?)';
  });
  // Segment by segment from the left, a fixed one wins over one that varies only by its ending, and that over a variable.
  const weight = template
    .split('/')
    .map((segment) => (segment.includes('{') ? (segment.endsWith('}') ? '0' : '1') : '2'))
    .join('');
  return { template, names, pattern: new RegExp(`^${source.join('')}$`), weight };
}

/** Most specific first; for `Array.prototype.sort`. */
export const bySpecificity = (a: PathTemplate, b: PathTemplate): number =>
  a.weight < b.weight ? 1 : a.weight > b.weight ? -1 : 0;

/** The variables of a path that fits, decoded, or undefined. Throws `URIError` for a path with a broken % sequence. */
export function matchPath(path: PathTemplate, pathname: string): Record<string, string> | undefined {
  const match = path.pattern.exec(pathname);
  if (!match) return undefined;
  return Object.fromEntries(
    path.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
  );
}

/** A host without its region: `api.dublin.ie1.twilio.com` is the same product as `api.twilio.com`. */
export const plainHost = (host: string): string =>
  host.replace(/\.(?:[a-z]+\.)?[a-z]{2}\d\.twilio\.com$/, '.twilio.com');
