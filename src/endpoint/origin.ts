/** Whether a page of another origin made the request, as far as its headers tell. */
export interface Origin {
  /** The page's origin, when it is another one that may call us: goes into the CORS headers. */
  allowed: string | undefined;
  /** False when a page that we don't know made the request; a cookie must then neither count nor be set. */
  trusted: boolean;
}

/**
 * Looks at `Origin` and `Sec-Fetch-Site`. A browser sends the second with every request and no page can forge it, so
 * `same-origin` settles it, also behind a proxy where our own name differs. Programs send neither.
 */
export function originOf(headers: Record<string, string>, domain: string, origins: string[]): Origin {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin !== undefined && origins.includes(origin)) return { allowed: origin, trusted: true };
  if (site === 'same-origin' || site === 'none') return { allowed: undefined, trusted: true };
  if (site !== undefined) return { allowed: undefined, trusted: false };
  const own = origin === undefined || origin === `https://${domain}` || origin === `http://${domain}`;
  return { allowed: undefined, trusted: own };
}
