import { sdk, testKernel } from '../testing';
import { createSync } from '.';

function account() {
  const kernel = testKernel();
  return { kernel, service: sdk(kernel, [createSync(kernel)]).sync.v1.services('default') };
}

/** Writes until Sync says 54009. What flowed in meanwhile (real time passes) is taken off the count. */
async function writesUntilRefused(
  { clock }: { clock: { now(): number } },
  perSecond: number,
  write: (n: number) => Promise<unknown>,
): Promise<number> {
  const start = clock.now();
  for (let n = 0; ; n++) {
    const refusal = await write(n).then(
      () => undefined,
      (error: { status: number; code: number }) => error,
    );
    if (!refusal) continue;
    expect(refusal).toMatchObject({ status: 429, code: 54009 });
    return n - Math.floor(((clock.now() - start) / 1000) * perSecond);
  }
}

test('an object takes 200 small writes at once and 20 a second after that; all items of a map count together', async () => {
  const { kernel, service } = account();
  await service.syncMaps.create({ uniqueName: 'm' });
  const items = service.syncMaps('m').syncMapItems;
  const atOnce = await writesUntilRefused(kernel, 20, (n) => items.create({ key: `k${n}`, data: { n } }));
  expect(atOnce).toBeGreaterThanOrEqual(199);
  expect(atOnce).toBeLessThanOrEqual(201);

  await kernel.clock.advance(2);
  const later = await writesUntilRefused(kernel, 20, (n) => items.create({ key: `later${n}`, data: {} }));
  expect(later).toBeGreaterThanOrEqual(39);
  expect(later).toBeLessThanOrEqual(41);
  await service.syncMaps('m').syncMapItems('k0').fetch();
});

test('an object of 10 KiB and more takes only two writes a second', async () => {
  const { kernel, service } = account();
  const data = { text: 'x'.repeat(10 * 1024) };
  await service.documents.create({ uniqueName: 'big', data });
  const write = () => service.documents('big').update({ data });
  const atOnce = await writesUntilRefused(kernel, 2, write);
  expect(atOnce).toBeGreaterThanOrEqual(19);
  expect(atOnce).toBeLessThanOrEqual(21);

  await kernel.clock.advance(5);
  const later = await writesUntilRefused(kernel, 2, write);
  expect(later).toBeGreaterThanOrEqual(9);
  expect(later).toBeLessThanOrEqual(11);
});
