import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { LoggedLine } from '../../edge';
import type { HostedProject } from '../../options';
import { Routes } from '../routes';
import { callRoutes, failure, sdk, testKernel } from '../testing';
import { createServerless } from '.';
import { LIMITS } from './limits';

const BOUNDARY = 'b'.repeat(30);
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'serverless-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** A Serverless API whose deployments are only noted down, and a service with an environment in it. */
async function account() {
  const kernel = testKernel();
  const hosted: string[] = [];
  let says: (line: LoggedLine) => void = () => undefined;
  const product = createServerless(kernel, {
    dataDir,
    host: async ({ domain = '' }, logged) => {
      hosted.push(`start ${domain}`);
      says = logged;
      const project: HostedProject = {
        url: 'http://localhost:1',
        domain,
        restart: async () => void hosted.push(`restart ${domain}`),
        logs: () => [],
        close: async () => void hosted.push(`close ${domain}`),
      };
      return project;
    },
  });
  const client = sdk(kernel, [product]).serverless.v1;
  const { sid } = await client.services.create({ uniqueName: 'shop', friendlyName: 'Shop' });
  const service = client.services(sid);
  const made = await service.environments.create({ uniqueName: 'dev-environment', domainSuffix: 'dev' });
  const environment = service.environments(made.sid);
  const routes = new Routes(product.routes);
  const upload = async (
    kind: 'Functions' | 'Assets',
    file: string,
    { boundary = BOUNDARY, ...fields }: Record<string, string>,
  ) => {
    const parts = Object.entries(fields).map(([name, value]) => {
      const named = name === 'Content' ? `${name}"; filename="${name}` : name;
      return `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${named}"\r\n\r\n${value}\r\n`;
    });
    const reply = await callRoutes(routes, {
      method: 'POST',
      url: `https://serverless-upload.twilio.com/v1/Services/${sid}/${kind}/${file}/Versions`,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: `${parts.join('')}--${BOUNDARY}--\r\n`,
    });
    return { status: reply.status, ...(reply.json as { sid: string; message?: string }) };
  };
  const functionAt = async (url: string, content = 'exports.handler = 1', visibility = 'public') => {
    const made = await service.functions.create({ friendlyName: url });
    return upload('Functions', made.sid, { Path: url, Visibility: visibility, Content: content });
  };
  return {
    kernel,
    product,
    hosted,
    service,
    upload,
    functionAt,
    says: (line: LoggedLine) => says(line),
    builds: service.builds,
    deployments: environment.deployments,
    variables: environment.variables,
    logs: environment.logs,
  };
}

test.each([
  { what: 'capital letters', suffix: 'Dev' },
  { what: 'more than 16 characters', suffix: 'a'.repeat(17) },
  { what: 'a dot', suffix: 'a.b' },
])('an environment whose suffix has $what is refused', async ({ suffix }) => {
  const { service } = await account();
  const made = service.environments.create({ uniqueName: 'other', domainSuffix: suffix });
  expect(await failure(made)).toMatchObject({ status: 400, code: 20001 });
});

test('names are taken once: services, environments by name and by suffix, variables by key', async () => {
  const { service, variables } = await account();
  const environments = service.environments;
  const twice = (work: Promise<unknown>) =>
    expect(failure(work)).resolves.toMatchObject({ status: 409, code: 20409 });
  await twice(environments.create({ uniqueName: 'dev-environment', domainSuffix: 'other' }));
  await twice(environments.create({ uniqueName: 'other', domainSuffix: 'dev' }));
  await variables.create({ key: 'GREETING', value: 'Hello' });
  await twice(variables.create({ key: 'GREETING', value: 'Good morning' }));
  expect((await variables.list()).map(({ value }) => value)).toEqual(['Hello']);
});

test('a value of 450 bytes is taken, a longer one and an impossible key are refused, and nothing changes', async () => {
  const { variables } = await account();
  const { sid } = await variables.create({ key: 'LONG', value: 'x'.repeat(LIMITS.value) });
  expect(await failure(variables(sid).update({ value: 'ñ'.repeat(226) }))).toMatchObject({
    status: 400,
    message: expect.stringContaining('LONG: at most 450 bytes'),
  });
  expect(await failure(variables.create({ key: 'A-B', value: '' }))).toMatchObject({ status: 400 });
  expect((await variables(sid).fetch()).value).toHaveLength(450);
});

test.each([
  { what: 'no path', fields: { Visibility: 'public', Content: 'x' }, told: 'Path' },
  { what: 'a path that climbs', fields: { Path: '/../a', Visibility: 'public', Content: 'x' }, told: 'Path' },
  { what: 'an odd visibility', fields: { Path: '/a', Visibility: 'open', Content: 'x' }, told: 'Visibility' },
  { what: 'no content', fields: { Path: '/a', Visibility: 'public' }, told: 'Content' },
  {
    what: 'another boundary than it says',
    fields: { Path: '/a', Visibility: 'public', Content: 'x', boundary: 'c'.repeat(30) },
    told: 'multipart/form-data',
  },
])('an upload with $what is refused', async ({ fields, told }) => {
  const { service, upload } = await account();
  const { sid } = await service.functions.create({ friendlyName: 'a' });
  expect(await upload('Functions', sid, fields as Record<string, string>)).toMatchObject({
    status: 400,
    message: expect.stringContaining(told),
  });
});

test('a build takes 50 private assets and no more, and no path twice', async () => {
  const { service, upload, functionAt, builds } = await account();
  const { sid } = await service.assets.create({ friendlyName: 'secret' });
  const versions: string[] = [];
  for (let i = 0; i <= LIMITS.privateAssets; i++) {
    const fields = { Path: `/secret-${i}.txt`, Visibility: 'private', Content: 'x' };
    versions.push((await upload('Assets', sid, fields)).sid);
  }
  expect(await failure(builds.create({ assetVersions: versions }))).toMatchObject({
    status: 400,
    message: expect.stringContaining('50 private assets'),
  });
  expect(await builds.create({ assetVersions: versions.slice(1) })).toMatchObject({ status: 'completed' });
  const same = [(await functionAt('/hello')).sid, (await functionAt('/hello')).sid];
  expect(await failure(builds.create({ functionVersions: same }))).toMatchObject({
    status: 400,
    message: expect.stringContaining('/hello'),
  });
});

test('a build whose dependencies npm could not install fails, and can not be deployed', async () => {
  const { hosted, functionAt, builds, deployments } = await account();
  const functionVersions = [(await functionAt('/hello')).sid];
  const good = await builds.create({
    functionVersions,
    dependencies: '[{"name":"twilio","version":"^6.0.0"}]',
  });
  await deployments.create({ buildSid: good.sid });
  const bad = await builds.create({ functionVersions, dependencies: '[{"name":"twilio","version":"!"}]' });
  expect(bad.status).toBe('failed');
  expect(await failure(deployments.create({ buildSid: bad.sid }))).toMatchObject({ status: 400 });
  expect(hosted).toHaveLength(1);
});

test('a deployed build is not removed; an earlier one is deployed again without an upload', async () => {
  const { hosted, functionAt, builds, deployments } = await account();
  const first = await builds.create({ functionVersions: [(await functionAt('/hello')).sid] });
  const second = await builds.create({ functionVersions: [(await functionAt('/hello')).sid] });
  await deployments.create({ buildSid: first.sid });
  await deployments.create({ buildSid: second.sid });
  expect(await failure(builds(second.sid).remove().then(String))).toMatchObject({ status: 409 });
  await deployments.create({ buildSid: first.sid });
  expect((await deployments.list()).map(({ buildSid }) => buildSid)).toEqual([
    first.sid,
    second.sid,
    first.sid,
  ]);
  expect(hosted.map((line) => line.split(' ')[0])).toEqual(['start', 'restart', 'restart']);
});

test('a changed variable reaches the functions without a deployment, several of them in one go', async () => {
  const { hosted, functionAt, builds, deployments, variables } = await account();
  const pause = () => new Promise((resolve) => setTimeout(resolve, 60));
  await variables.create({ key: 'BEFORE', value: '1' });
  await pause();
  expect(hosted).toEqual([]);
  const { sid: buildSid } = await builds.create({ functionVersions: [(await functionAt('/hello')).sid] });
  await deployments.create({ buildSid });
  await Promise.all(['A', 'B', 'C'].map((key) => variables.create({ key, value: '1' })));
  while (hosted.length < 2) await pause();
  await pause();
  expect(hosted.map((line) => line.split(' ')[0])).toEqual(['start', 'restart']);
});

test('a snapshot brings deployments back: what runs already goes on, what changed starts anew, the rest ends', async () => {
  const { kernel, product, hosted, functionAt, builds, deployments } = await account();
  const empty = kernel.store.snapshot();
  const { sid: buildSid } = await builds.create({ functionVersions: [(await functionAt('/hello')).sid] });
  await deployments.create({ buildSid });
  const deployed = kernel.store.snapshot();
  const restored = async (snapshot: typeof empty) => {
    hosted.splice(0);
    kernel.store.restore(snapshot);
    product.restored?.();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return hosted.map((line) => line.split(' ')[0]);
  };
  expect(await restored(deployed)).toEqual([]);
  expect(await restored(empty)).toEqual(['close']);
  expect(await restored(deployed)).toEqual(['start']);
  expect(kernel.timeline.since(0).filter(({ kind }) => kind === 'violation')).toEqual([]);
});

test('what functions write is in the logs of their environment, the newest first', async () => {
  const { functionAt, builds, deployments, logs, says } = await account();
  const build = await builds.create({ functionVersions: [(await functionAt('/hello')).sid] });
  await deployments.create({ buildSid: build.sid });
  says({ text: 'first', level: 'log', path: '/hello', invocation: '1' });
  says({ text: 'second', level: 'error', path: '/hello', invocation: '1' });
  const [second, first] = await logs.list();
  expect(first).toMatchObject({ message: 'first', level: 'info', buildSid: build.sid });
  expect(second).toMatchObject({ message: 'second', level: 'error', requestSid: first?.requestSid });
  expect(await logs.list({ functionSid: `ZH${'0'.repeat(32)}` })).toEqual([]);
  expect((await logs.get(first?.sid ?? '').fetch()).message).toBe('first');
});
