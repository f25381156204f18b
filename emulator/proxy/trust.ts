import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Certificate, makeCertificate } from './certificate';

const RENEW_BEFORE = 30 * 86_400_000;

function read(file: string, now: number): Certificate | undefined {
  try {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Certificate;
    return known.expires - now > RENEW_BEFORE ? known : undefined;
  } catch {
    return undefined;
  }
}

/** A file that appears whole or not at all: readers in other processes never see half of it. */
function put(file: string, text: string, place: (from: string, to: string) => void): void {
  const draft = `${file}.${process.pid}.${Math.round(performance.now() * 1000)}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    place(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * The certificate kept in `dataDir`, made anew when there is none or it expires within 30 days. Emulators that start at
 * the same moment agree on one: a file can be linked to a name only once, and the others then read the winner's.
 */
export function certificateIn(dataDir: string, now: number): Certificate {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'certificate.json');
  const known = read(file, now);
  if (known) return known;
  if (existsSync(file)) rmSync(file, { force: true });
  const made = makeCertificate(now);
  put(file, JSON.stringify(made), (from, to) => {
    try {
      linkSync(from, to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  });
  return read(file, now) ?? made;
}

/**
 * A file for NODE_EXTRA_CA_CERTS: the emulator's issuer and whatever the variable named before (Node reads one file
 * only). Its name is that of its content, so a file that a running process was pointed at never changes.
 */
export function trustFile(dataDir: string, certificate: Certificate, already: string | undefined): string {
  let others = '';
  try {
    if (already) others = readFileSync(already, 'utf8');
  } catch {
    // Node itself only warns about a file that it cannot read, and goes on.
  }
  const text = others.includes(certificate.ca) ? others : `${others}\n${certificate.ca}`.trimStart();
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  const file = path.resolve(dataDir, `ca-${digest}.pem`);
  if (!existsSync(file)) put(file, text, renameSync);
  return file;
}
