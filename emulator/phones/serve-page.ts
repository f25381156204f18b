import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import esbuild from 'esbuild';

/** A file of the page, ready to send. */
interface Served {
  type: string;
  body: Buffer;
}

/**
 * Nothing but what this server itself sends: no inline script, no other host, no frame around it.
 * https://www.w3.org/TR/CSP3/
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FILES: Record<string, { file: string; type: string }> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/phones.js': { file: 'main.tsx', type: 'text/javascript; charset=utf-8' },
  '/phones.css': { file: 'styles/main.css', type: 'text/css; charset=utf-8' },
  '/icon.svg': { file: 'icon.svg', type: 'image/svg+xml' },
};

/** Serves the phones page; it is bundled from its sources when it is first asked for, and kept. */
export class PhonesPage {
  #files = new Map<string, Promise<Served>>();

  /** Answers for one of the page's paths; false when `pathname` is none of them. */
  async serve(pathname: string, response: ServerResponse): Promise<boolean> {
    const entry = FILES[pathname];
    if (!entry) return false;
    const pending = this.#files.get(pathname) ?? load(entry);
    this.#files.set(pathname, pending);
    pending.catch(() => this.#files.delete(pathname));
    const { type, body } = await pending;
    response.writeHead(200, {
      'content-type': type,
      'content-length': String(body.length),
      'cache-control': 'no-cache',
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    response.end(body);
    return true;
  }
}

async function load({ file, type }: { file: string; type: string }): Promise<Served> {
  const source = path.join(__dirname, 'page', file);
  if (!/\.(tsx|css)$/.test(file)) return { type, body: await readFile(source) };
  const { outputFiles } = await esbuild.build({
    entryPoints: [source],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const [output] = outputFiles;
  if (!output) throw new Error(`esbuild made nothing of ${file}`);
  return { type, body: Buffer.from(output.contents) };
}
