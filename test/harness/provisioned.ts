import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Local, Provisioned } from '../../scripts/local';

const FILE = path.resolve('.emulator/provisioned.json');

/** What the first world of this run was provisioned to; undefined for that one. */
export async function provisionedBefore(): Promise<Provisioned | undefined> {
  const text = await readFile(FILE, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Provisioned);
}

/**
 * For the worlds that follow, which have other `variables` of their own. Of several that began at once the last stands:
 * they are the same.
 */
export async function keepProvisioned(local: Local, variables: Record<string, string>): Promise<void> {
  const set = Object.entries(local.settings).filter(([name]) => !(name in variables));
  const provisioned: Provisioned = {
    snapshot: local.emulator.snapshot(),
    settings: Object.fromEntries(set),
  };
  const draft = `${FILE}.${process.pid}`;
  await mkdir(path.dirname(FILE), { recursive: true });
  await writeFile(draft, JSON.stringify(provisioned));
  await rename(draft, FILE);
}

/** Before a run: the code may be another one. */
export const forgetProvisioned = (): Promise<void> => rm(FILE, { force: true });
