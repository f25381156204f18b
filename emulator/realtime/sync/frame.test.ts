import fc from 'fast-check';
import { decodeFrame, encodeFrame, FrameError } from './frame';

test('a message comes out as it went in, whatever its header and payload hold', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.option(fc.jsonValue(), { nil: undefined }),
      (id, payload) => {
        const { header, payload: bytes } = decodeFrame(encodeFrame({ method: 'reply', id }, payload));
        expect(header).toMatchObject({ method: 'reply', id, payload_size: bytes.length });
        expect(bytes.length === 0 ? undefined : JSON.parse(bytes.toString())).toEqual(
          payload === undefined ? undefined : JSON.parse(JSON.stringify(payload)),
        );
      },
    ),
  );
});

test('bytes that are no message are refused, and never anything but a FrameError comes of them', () => {
  const whole = encodeFrame({ method: 'message', id: 'TM1' }, { text: 'ünïcödé' });
  fc.assert(
    fc.property(fc.nat(whole.length - 1), (length) => {
      expect(() => decodeFrame(whole.subarray(0, length))).toThrow(FrameError);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(() => decodeFrame(Buffer.concat([Buffer.from('TWILSOCK V3.0 '), bytes]))).toThrow(FrameError);
    }),
  );
});
