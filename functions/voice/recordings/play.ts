import { PlayRecording, playRecording } from '../../../src/calls';
import { mediaEndpoint } from '../../../src/endpoint';

/** The sound of a recording, for whoever has a link. */
export const handler = mediaEndpoint(PlayRecording, playRecording);
