/** `+14155550101` as `+1 415 555 0101`; anything else as it is. */
export function shownNumber(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `+1 ${parts[1]} ${parts[2]} ${parts[3]}` : number;
}

/** A sentence whose SIDs and numbers are short enough to read; the whole stands in the particulars. */
export const shownSummary = (summary: string): string =>
  summary.replace(/\b([A-Z]{2})[0-9a-f]{28}([0-9a-f]{4})\b/g, '$1…$2').replace(/\+1\d{10}\b/g, shownNumber);

/** A sentence whose URLs are cut down to the file they name. */
export const withShortUrls = (text: string): string =>
  text.replace(/https?:\/\/\S*?([^/\s]+)\/?(?=\s|,|$)/g, '$1');

/** Milliseconds as `0:42`, `12:05`, `1:02:03`. */
export function shownDuration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
}

/** Seconds ahead as `+10 s`, `+5 min`, `+2 h`, rounded down; empty when less than two. */
export function shownSkew(seconds: number): string {
  if (seconds < 2) return '';
  if (seconds < 120) return `+${Math.floor(seconds)} s`;
  if (seconds < 7200) return `+${Math.floor(seconds / 60)} min`;
  return `+${Math.floor(seconds / 3600)} h`;
}

/** Local time of day, with milliseconds when asked for. */
export function shownTime(at: string | number, milliseconds = false): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const time = date.toLocaleTimeString('en-GB', { hour12: false });
  return milliseconds ? `${time}.${String(date.getMilliseconds()).padStart(3, '0')}` : time;
}

/**
 * XML on lines of its own, indented by two spaces; for reading. Text stays with its element. What is not XML comes back
 * as it was.
 */
export function prettyXml(xml: string): string {
  const tokens = xml.match(/<[^>]+>|[^<]+/g);
  if (!tokens || !xml.trim().startsWith('<')) return xml;
  const lines: string[] = [];
  let depth = 0;
  let open = false;
  for (const token of tokens) {
    const closing = token.startsWith('</');
    if (closing) depth = Math.max(0, depth - 1);
    if (!token.startsWith('<')) {
      const text = token.trim();
      if (text && lines.length > 0) lines[lines.length - 1] += text;
      continue;
    }
    // An element that holds only text closes on the line it was opened on.
    if (closing && open) lines[lines.length - 1] += token;
    else lines.push('  '.repeat(depth) + token);
    open = !closing && !/^<[?!]|\/>$/.test(token);
    if (open) depth++;
  }
  return lines.join('\n');
}

/** A value of an event's particulars, as lines to read: XML and JSON are laid out, the rest is as it is. */
export function prettyValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? '';
  const text = value.trim();
  if (text.startsWith('<')) return prettyXml(text);
  if (!/^[[{]/.test(text)) return value;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return value;
  }
}
