/**
 * A Twilsock V3 message, as the SDKs write it: `TWILSOCK V3.0 <bytes of header>`, the header as JSON, and a payload of
 * `payload_size` bytes, with a line break (CR LF) between them.
 */
export interface Frame {
  header: FrameHeader;
  /** Empty where there is none. */
  payload: Buffer;
}

export interface FrameHeader {
  method: string;
  /** What a reply refers to. */
  id: string;
  payload_size?: number;
  payload_type?: string;
  [field: string]: unknown;
}

/** The bytes are no Twilsock message; `message` says why. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const BREAK = '\r\n';

/** `payload` is sent as JSON; undefined for none. */
export function encodeFrame(header: FrameHeader, payload?: unknown): Buffer {
  const body = Buffer.from(payload === undefined ? '' : JSON.stringify(payload));
  const type = body.length === 0 ? {} : { payload_type: 'application/json' };
  const head = Buffer.from(JSON.stringify({ ...header, ...type, payload_size: body.length }));
  return Buffer.concat([Buffer.from(`TWILSOCK V3.0 ${head.length}${BREAK}`), head, Buffer.from(BREAK), body]);
}

/** Throws `FrameError`. */
export function decodeFrame(bytes: Buffer): Frame {
  const end = bytes.indexOf(BREAK);
  const magic = /^TWILSOCK V3\.0 (\d{1,7})$/.exec(bytes.subarray(0, Math.max(end, 0)).toString('latin1'));
  if (!magic) throw new FrameError('it does not begin with TWILSOCK V3.0');
  const from = end + BREAK.length;
  const until = from + Number(magic[1]);
  const header = parseHeader(bytes.subarray(from, until));
  const payload = bytes.subarray(until + BREAK.length, until + BREAK.length + (header.payload_size ?? 0));
  if (payload.length !== (header.payload_size ?? 0)) throw new FrameError('its payload is cut short');
  return { header, payload };
}

function parseHeader(bytes: Buffer): FrameHeader {
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString());
  } catch {
    throw new FrameError('its header is not JSON');
  }
  const { method, id, payload_size = 0 } = (header ?? {}) as Record<string, unknown>;
  if (typeof method !== 'string' || typeof id !== 'string') throw new FrameError('it has no method or no id');
  if (typeof payload_size !== 'number' || !Number.isSafeInteger(payload_size) || payload_size < 0)
    throw new FrameError('its payload_size is no size');
  return header as FrameHeader;
}
