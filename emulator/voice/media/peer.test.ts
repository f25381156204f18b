import { Peer } from './peer';

test('the offer names PCMU and keys alone, one candidate, and ICE lite', async () => {
  const peer = new Peer({ audio: () => undefined, key: () => undefined });
  const sdp = await peer.offer();
  peer.close();
  expect(sdp.match(/^a=rtpmap:.*$/gm)?.map((line) => line.trim())).toEqual([
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:110 telephone-event/8000',
  ]);
  expect(sdp.match(/^a=candidate:/gm)).toHaveLength(1);
  expect(sdp).toContain('a=ice-lite');
});

test('an offer that is none is refused', async () => {
  const peer = new Peer({ audio: () => undefined, key: () => undefined });
  await expect(peer.answer('hello')).rejects.toThrow();
  peer.close();
});
