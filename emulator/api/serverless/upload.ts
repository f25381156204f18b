import type { RestRequest } from '../rest';
import type { FileKind, FileVersion, Visibility } from './entities';
import { LIMITS } from './limits';
import { invalid } from './model';

const VISIBILITIES: Visibility[] = ['public', 'protected', 'private'];

/** A path as in a URL. https://www.twilio.com/docs/serverless/api/resource/function-version */
const PATH = /^\/[\w\-.~/$@!&'()+,;=%* ]*$/;

/**
 * What is uploaded as a new version: `multipart/form-data` with Path, Visibility and Content. Throws 400/20001, 413 for
 * what is too large.
 */
export async function readUpload(
  kind: FileKind,
  { body, headers }: RestRequest,
): Promise<Pick<FileVersion, 'path' | 'visibility' | 'content'>> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData();
  } catch {
    throw invalid('The upload has to be multipart/form-data with Path, Visibility and Content');
  }
  const text = (name: string): string => {
    const value = form.get(name);
    if (typeof value !== 'string' || value === '') throw invalid(`Missing required parameter ${name}`);
    return value;
  };
  const path = text('Path');
  if (!PATH.test(path) || path.split('/').includes('..')) throw invalid(`Invalid Path ${path}`);
  const visibility = VISIBILITIES.find((one) => one === text('Visibility'));
  if (!visibility) throw invalid(`Invalid Visibility: one of ${VISIBILITIES.join(', ')}`);
  const content = form.get('Content');
  if (content === null) throw invalid('Missing required parameter Content');
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(await content.arrayBuffer());
  const most = kind === 'asset' && visibility === 'private' ? LIMITS.privateAsset : LIMITS.asset;
  if (bytes.length > most) throw invalid(`Content has ${bytes.length} bytes; allowed are ${most}`);
  return { path, visibility, content: bytes.toString('base64') };
}
