import { randomBytes } from 'node:crypto';
import type { RequestClient, Twilio } from 'twilio';
import { noteRequest } from '../../provision/failure';
import type { DeployedFile } from './files';

/** One file may have 25 MB, on a slow line. Milliseconds. */
const PATIENCE = 120_000;

/** `multipart/form-data` with these parts. */
function multipart(parts: { head: string; body: string | Buffer }[]): { type: string; body: Buffer } {
  const boundary = `cordboard-${randomBytes(12).toString('hex')}`;
  const chunks = parts.flatMap(({ head, body }) => [
    `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`,
    body,
    '\r\n',
  ]);
  const body = Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk)));
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

/**
 * Uploads a new version of a file and tells its SID. The SDK has no operation for it, but its HTTP client, with its way
 * through a proxy and its patience with 429, serves as well.
 * https://www.twilio.com/docs/serverless/api/resource/function-version
 */
export async function upload(
  client: Twilio,
  serviceSid: string,
  fileSid: string,
  { kind, path, visibility, content, type }: DeployedFile,
): Promise<string> {
  const folder = kind === 'function' ? 'Functions' : 'Assets';
  const url = `https://serverless-upload.twilio.com/v1/Services/${serviceSid}/${folder}/${fileSid}/Versions`;
  const form = multipart([
    { head: 'name="Path"', body: path },
    { head: 'name="Visibility"', body: visibility },
    { head: `name="Content"; filename="${path.slice(1)}"\r\nContent-Type: ${type}`, body: content },
  ]);
  noteRequest('POST', url);
  const { axios } = client.httpClient as RequestClient;
  const credentials = Buffer.from(`${client.username}:${client.password}`).toString('base64');
  const { status, data } = await axios.post(url, form.body, {
    headers: { 'Content-Type': form.type, Accept: 'application/json', Authorization: `Basic ${credentials}` },
    ...{ timeout: PATIENCE, proxy: false, maxRedirects: 0, maxBodyLength: Number.POSITIVE_INFINITY },
    validateStatus: () => true,
  });
  const answer = (typeof data === 'string' ? JSON.parse(data || '{}') : data) as {
    sid?: string;
    code?: number;
    message?: string;
    more_info?: string;
  };
  if (status >= 400 || answer.sid === undefined) {
    const { code, message = 'no answer that could be understood', more_info: moreInfo } = answer;
    throw Object.assign(new Error(message), { status, code, moreInfo });
  }
  return answer.sid;
}
