import fc from 'fast-check';
import { failure, sdk, testKernel } from '../testing';
import { createSync } from '.';

/** What one of several clients does with one key, knowing only the revision it saw last. */
const step = fc.record({
  client: fc.nat(2),
  key: fc.constantFrom('a', 'b'),
  does: fc.constantFrom(
    'add',
    'read',
    'write',
    'write if unchanged',
    'remove',
    'remove if unchanged',
    'list',
  ),
});

/**
 * The whole of what a map promises, in a few lines: a key is there or not, and a conditional change succeeds exactly
 * when nobody changed (or remade) the item since the client saw it.
 */
class Expected {
  items = new Map<string, { value: number; version: number }>();
  seen = new Map<string, { version: number; revision: string }>();
  versions = 0;
}

test('whatever several clients do in turn, a map answers like a plain map with versions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const kernel = testKernel();
      const service = sdk(kernel, [createSync(kernel)]).sync.v1.services('default');
      await service.syncMaps.create({ uniqueName: 'm' });
      const items = service.syncMaps('m').syncMapItems;
      const expected = new Expected();

      for (const [value, { client, key, does }] of steps.entries()) {
        const there = expected.items.get(key);
        const mine = `${client} ${key}`;
        const seen = expected.seen.get(mine);
        const at = service.syncMaps('m').syncMapItems(key);
        const ifMatch = does.endsWith('unchanged') && seen ? { ifMatch: seen.revision } : {};
        const stale = does.endsWith('unchanged') && seen !== undefined && seen.version !== there?.version;
        const learn = (item: { revision: string }) =>
          expected.seen.set(mine, { version: expected.versions, revision: item.revision });

        if (does === 'list') {
          const all = await items.list();
          expect(all.map((item) => [item.key, item.data.value])).toEqual(
            [...expected.items].map(([name, item]) => [name, item.value]).sort(),
          );
        } else if (does === 'add') {
          if (there) {
            expect(await failure(items.create({ key, data: { value } }))).toMatchObject({ code: 54208 });
            continue;
          }
          const item = await items.create({ key, data: { value } });
          expected.items.set(key, { value, version: ++expected.versions });
          learn(item);
        } else if (!there) {
          expect(await failure(does === 'read' ? at.fetch() : at.remove())).toMatchObject({ code: 20404 });
        } else if (does === 'read') {
          const item = await at.fetch();
          expect(item.data).toEqual({ value: there.value });
          expected.seen.set(mine, { version: there.version, revision: item.revision });
        } else if (stale) {
          const attempt = does.startsWith('write')
            ? at.update({ data: { value }, ...ifMatch })
            : at.remove(ifMatch);
          expect(await failure(attempt)).toMatchObject({ status: 412, code: 54205 });
        } else if (does.startsWith('write')) {
          const item = await at.update({ data: { value }, ...ifMatch });
          expected.items.set(key, { value, version: ++expected.versions });
          learn(item);
        } else {
          await at.remove(ifMatch);
          expected.items.delete(key);
        }
      }
    }),
    { numRuns: 60 },
  );
});
