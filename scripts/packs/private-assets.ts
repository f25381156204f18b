import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A private asset, as Twilio's runtime tells of it. */
export interface PrivateAsset {
  path: string;
  open(): string;
}

/**
 * The private assets of what was built, as `Runtime.getAssets()` gives them: for who loads built functions without
 * Twilio's runtime.
 */
export function privateAssets(dist = 'dist'): Record<string, PrivateAsset> {
  const folder = path.resolve(dist, 'assets');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.private\.\w+$/.test(file),
  );
  return Object.fromEntries(
    files.map((file) => {
      const place = path.join(folder, file);
      const name = `/${file.replaceAll('\\', '/').replace('.private.', '.')}`;
      return [name, { path: place, open: () => readFileSync(place, 'utf8') }];
    }),
  );
}
