import { oneOf, whole } from '../values';
import type { Variable } from '../variable';

/** Which calls are recorded, and how long recordings are kept. */
export const recording = () =>
  ({
    recording: {
      name: 'RECORDING',
      meaning:
        'Whether calls are recorded: off, ask (an agent begins it), or always (each begins by itself, and only a supervisor stops it).',
      example: 'off',
      fallback: 'off',
      parse: (text: string) => oneOf(text, ['off', 'ask', 'always']),
    },
    recordingNotice: {
      name: 'RECORDING_NOTICE',
      meaning:
        'Whether everybody in the call is told in words when a recording begins: true, or false where your greeting tells it.',
      example: 'true',
      fallback: 'true',
      parse: (text: string) => oneOf(text, ['true', 'false']) === 'true',
    },
    recordingPauseSeconds: {
      name: 'RECORDING_PAUSE_SECONDS',
      meaning: 'How long a pause of a recording lasts, for a card number say, before it goes on by itself.',
      example: '60',
      fallback: '60',
      parse: (text: string) => whole(text, 10, 600),
    },
    recordingDays: {
      name: 'RECORDING_DAYS',
      meaning: 'How long recordings are kept before they are deleted; 0 keeps them.',
      example: '30',
      fallback: '30',
      parse: (text: string) => whole(text, 0, 3650),
    },
  }) as const satisfies Record<string, Variable<unknown>>;
