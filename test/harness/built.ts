import path from 'node:path';
import { privateAssets } from '../../scripts/packs/private-assets';
import type { Declaration } from '../../src/endpoint';

/** What a built function says of itself; `source` is its file below functions/. */
export function declarationOf(source: string): Declaration | undefined {
  const assets = privateAssets();
  Object.assign(globalThis, { Runtime: { getAssets: () => assets } });
  const file = path.resolve('dist/functions', source.replace(/\.ts$/, '.js'));
  return (require(file) as { handler: { declaration?: Declaration } }).handler.declaration;
}
