import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import fc from 'fast-check';
import { testKernel } from '../api/testing';
import { type RunningProxy, startProxy } from '.';
import { makeCertificate, NAMES } from './certificate';
import { integer, oid, sequence, tagged } from './der';
import { certificateIn, trustFile } from './trust';

const NOW = Date.now();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'proxy-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the certificate is issued for every name that is answered, and for no other', () => {
  const made = makeCertificate(NOW);
  const leaf = new X509Certificate(made.certificate);
  const issuer = new X509Certificate(made.ca);
  expect(leaf.checkIssued(issuer)).toBe(true);
  expect(leaf.verify(issuer.publicKey)).toBe(true);
  expect(issuer.ca).toBe(true);
  expect(leaf.ca).toBe(false);
  for (const host of [
    'api.twilio.com',
    'sync.twilio.com',
    'api.dublin.ie1.twilio.com',
    'demo-1234-dev.twil.io',
  ])
    expect([host, leaf.checkHost(host) !== undefined]).toEqual([host, true]);
  expect(leaf.checkHost('example.com')).toBeUndefined();
  expect(NAMES.every((name) => leaf.subjectAltName?.includes(name))).toBe(true);
  expect(Date.parse(leaf.validFrom)).toBeLessThan(NOW);
  expect(Date.parse(leaf.validTo)).toBeGreaterThan(NOW + 300 * 86_400_000);
});

test('the certificate is kept, made anew when it is about to expire, and agreed on by all who start', () => {
  const first = certificateIn(folder, NOW);
  expect(certificateIn(folder, NOW)).toEqual(first);
  const later = certificateIn(folder, first.expires - 29 * 86_400_000);
  expect(later.expires).toBeGreaterThan(first.expires);
  expect(certificateIn(folder, first.expires - 29 * 86_400_000)).toEqual(later);
});

test('a certificate file that cannot be read is replaced', () => {
  writeFileSync(path.join(folder, 'certificate.json'), '{"ca":');
  const made = certificateIn(folder, NOW);
  expect(certificateIn(folder, NOW)).toEqual(made);
});

test('certificates that a program trusts already are kept in the file that it gets', () => {
  const made = certificateIn(folder, NOW);
  const own = path.join(folder, 'own.pem');
  writeFileSync(own, makeCertificate(NOW).ca);
  const both = trustFile(folder, made, own);
  expect(readFileSync(both, 'utf8')).toBe(`${readFileSync(own, 'utf8')}\n${made.ca}`);
  expect(trustFile(folder, made, own)).toBe(both);
  expect(readFileSync(trustFile(folder, made, both), 'utf8')).toBe(readFileSync(both, 'utf8'));
  expect(readFileSync(trustFile(folder, made, path.join(folder, 'missing.pem')), 'utf8')).toBe(made.ca);
});

test('DER: lengths above 127 bytes say how many bytes they take', () => {
  expect(tagged(4, Buffer.alloc(127)).subarray(0, 2)).toEqual(Buffer.from([4, 127]));
  expect(tagged(4, Buffer.alloc(200)).subarray(0, 3)).toEqual(Buffer.from([4, 0x81, 200]));
  expect(tagged(4, Buffer.alloc(300)).subarray(0, 4)).toEqual(Buffer.from([4, 0x82, 1, 44]));
  expect(oid('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70_000 }), (bytes) => {
      const whole = sequence(Buffer.from(bytes));
      const long = whole[1] ?? 0;
      const header = long < 0x80 ? 2 : 2 + (long & 0x7f);
      const length = long < 0x80 ? long : Number.parseInt(whole.subarray(2, header).toString('hex'), 16);
      expect([length, whole.length - header]).toEqual([bytes.length, bytes.length]);
    }),
    { numRuns: 50 },
  );
  expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080');
});

describe('a running proxy', () => {
  const kernel = testKernel();
  let proxy: RunningProxy;
  const certificate = makeCertificate(NOW);

  beforeAll(async () => {
    proxy = await startProxy(kernel, {
      certificate,
      route: (host) =>
        host === 'api.twilio.com'
          ? (request, response) => {
              response.end(`${request.method} ${request.headers.host} ${request.url}`);
            }
          : undefined,
    });
  });

  afterAll(() => proxy.close());

  const connect = (host: string) =>
    new Promise<{ response: http.IncomingMessage; socket: import('node:net').Socket; head: Buffer }>(
      (resolve, reject) => {
        const { hostname, port } = new URL(proxy.url);
        const request = http.request({ host: hostname, port, method: 'CONNECT', path: `${host}:443` });
        request.on('connect', (response, socket, head) => resolve({ response, socket, head }));
        request.on('error', reject);
        request.end();
      },
    );

  test('a host that it knows ends here, behind the certificate', async () => {
    const { socket } = await connect('api.twilio.com');
    const inside = tls.connect({ socket, servername: 'api.twilio.com', ca: certificate.ca });
    inside.write('GET /x HTTP/1.1\r\nHost: api.twilio.com\r\nConnection: close\r\n\r\n');
    let text = '';
    for await (const chunk of inside) text += chunk;
    expect(text).toContain('GET api.twilio.com /x');
  });

  test('any other host is refused in words, and the timeline says so', async () => {
    const { response, head, socket } = await connect('example.com');
    let text = head.toString();
    for await (const chunk of socket) text += chunk;
    expect(response.statusCode).toBe(403);
    expect(text).toContain('Nothing leaves this machine');
    expect(kernel.timeline.since(0).at(-1)?.summary).toContain('example.com');
  });

  test('a plain request through it is refused too', async () => {
    const { hostname, port } = new URL(proxy.url);
    const status = await new Promise((resolve) =>
      http.get(
        { host: hostname, port, path: 'http://example.com/', headers: { host: 'example.com' } },
        (reply) => {
          reply.resume();
          resolve(reply.statusCode);
        },
      ),
    );
    expect(status).toBe(403);
  });
});
