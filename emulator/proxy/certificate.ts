import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, boolean, context, integer, octets, oid, sequence, set, time, utf8 } from './der';

/** What the proxy shows to its callers, and what these must trust; all in PEM. */
export interface Certificate {
  /** The issuer's certificate. Its private key was thrown away: nothing else can ever be signed with it. */
  ca: string;
  certificate: string;
  privateKey: string;
  /** Milliseconds since the epoch. */
  expires: number;
}

const DAY = 86_400_000;

/** Twilio's edge locations in host names (`api.dublin.ie1.twilio.com`). https://www.twilio.com/docs/global-infrastructure/edge-locations */
const REGIONS = ['us1', 'ie1', 'au1', 'ashburn.us1', 'umatilla.us1', 'dublin.ie1', 'sydney.au1'];

/** Every name the proxy answers for: Twilio's hosts and the domains of hosted projects. */
export const NAMES = [
  'twilio.com',
  '*.twilio.com',
  ...REGIONS.map((region) => `*.${region}.twilio.com`),
  '*.twil.io',
];

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

const name = (common: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(common))));

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));

const publicKey = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** Names a key, so that the two certificates find each other (RFC 5280, 4.2.1.2). */
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(publicKey(key)).digest();

interface Certified {
  subject: string;
  key: KeyObject;
  issuer: { name: string; publicKey: KeyObject; privateKey: KeyObject };
  from: Date;
  to: Date;
  extensions: Buffer[];
}

/** An X.509 version 3 certificate (RFC 5280, 4.1) in PEM. */
function certify({ subject, key, issuer, from, to, extensions }: Certified): string {
  const content = sequence(
    context(0, true, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ECDSA_SHA256,
    name(issuer.name),
    sequence(time(from), time(to)),
    name(subject),
    publicKey(key),
    context(
      3,
      true,
      sequence(
        extension('2.5.29.14', false, octets(keyId(key))),
        extension('2.5.29.35', false, sequence(context(0, false, keyId(issuer.publicKey)))),
        ...extensions,
      ),
    ),
  );
  const signature = sign('sha256', content, issuer.privateKey);
  const base64 = sequence(content, ECDSA_SHA256, bits(signature)).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/** A new certificate for `NAMES` and an issuer for it alone, valid from a day before `now` for a year. */
export function makeCertificate(now: number): Certificate {
  const root = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leaf = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = { name: 'Twilio emulator on this machine', ...root };
  const dates = { from: new Date(now - DAY), to: new Date(now + 365 * DAY) };
  const certificateSign = bits(Buffer.from([0b0000_0100]), 2);
  const digitalSignature = bits(Buffer.from([0b1000_0000]), 7);
  return {
    ca: certify({
      subject: issuer.name,
      key: root.publicKey,
      issuer,
      ...dates,
      extensions: [
        extension('2.5.29.19', true, sequence(boolean(true))),
        extension('2.5.29.15', true, certificateSign),
      ],
    }),
    certificate: certify({
      subject: '*.twilio.com',
      key: leaf.publicKey,
      issuer,
      ...dates,
      extensions: [
        extension('2.5.29.19', true, sequence()),
        extension('2.5.29.15', true, digitalSignature),
        extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.17', false, sequence(...NAMES.map((host) => context(2, false, Buffer.from(host))))),
      ],
    }),
    privateKey: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    expires: dates.to.getTime(),
  };
}
