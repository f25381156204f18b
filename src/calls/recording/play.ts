import { type Deps, type Input, type Media, Problem, readToken, tokenContext } from '../../endpoint';
import { fetchMedia, type MediaPart, type Range } from '../../twilio';
import type { RecordingClaims } from './link';
import type { PlayRecording } from './schemas';

/**
 * Bytes of one answer at most, a minute of two channels. A function's answer passes through its platform as text (base64
 * adds a third), and there is room for 6 MB of it. A player asks for one part after another.
 */
export const PART_BYTES = 2 * 1024 * 1024;

/** The part that a request asks for. Anything that isn't one range of bytes asks for all. https://www.rfc-editor.org/rfc/rfc9110#field.range */
export function rangeOf(header: string | undefined): Range | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (from === '') return to === '' || Number(to) === 0 ? undefined : { suffix: Number(to) };
  if (to === '') return { from: Number(from) };
  return Number(to) < Number(from) ? undefined : { from: Number(from), to: Number(to) };
}

/** No more than fits an answer. */
function bounded(range: Range | undefined): Range | undefined {
  if (range === undefined) return undefined;
  if ('suffix' in range) return { suffix: Math.min(range.suffix, PART_BYTES) };
  const last = range.from + PART_BYTES - 1;
  return { from: range.from, to: Math.min(range.to ?? last, last) };
}

const HEADERS = {
  'Accept-Ranges': 'bytes',
  'Cache-Control': 'private, no-store',
  'X-Content-Type-Options': 'nosniff',
};

/** In HTTP's words. */
function answerWith(part: MediaPart, sid: string): Media {
  switch (part.kind) {
    case 'part': {
      const { bytes, from, total, whole } = part;
      const span = `bytes ${from}-${from + bytes.length - 1}/${total ?? '*'}`;
      return {
        status: whole ? 200 : 206,
        headers: {
          ...HEADERS,
          'Content-Type': 'audio/wav',
          'Content-Length': String(bytes.length),
          'Content-Disposition': `inline; filename="${sid}.wav"`,
          ...(whole ? {} : { 'Content-Range': span }),
        },
        body: bytes,
      };
    }
    case 'outside':
      return {
        status: 416,
        headers: { ...HEADERS, 'Content-Range': `bytes */${part.total ?? '*'}` },
        body: Buffer.alloc(0),
      };
    case 'too-long':
      throw new Problem('recording_too_long', {
        fix: 'Send a header like Range: bytes=0-2097151, then the next.',
      });
    case 'gone':
      throw new Problem('recording_deleted');
    case 'failed':
      throw new Problem(failureCode(part.status), undefined, new Error(`Twilio answered ${part.status}`));
  }
}

function failureCode(status: number): 'not_configured' | 'upstream_busy' | 'upstream_failed' {
  if (status === 401 || status === 403) return 'not_configured';
  return status === 429 || status === 503 ? 'upstream_busy' : 'upstream_failed';
}

/**
 * The sound of a recording, or part of it, for whoever has a link; passed on from Twilio, so that nobody sees the account's
 * credentials. One request. Fails with `invalid_token`, `token_expired`, `recording_deleted`, `recording_too_long`.
 */
export async function playRecording(
  deps: Deps,
  { token }: Input<typeof PlayRecording>,
  headers: Record<string, string>,
): Promise<Media> {
  const { sub: sid, by } = readToken<RecordingClaims>(tokenContext(deps), 'recording', token);
  deps.log.note({ recording: sid, agent: by });
  const range = bounded(rangeOf(headers.range));
  const part = await fetchMedia(deps.twilio(), `Recordings/${sid}.wav`, range, {
    most: PART_BYTES,
    deadline: deps.deadline,
  });
  return answerWith(part, sid);
}
