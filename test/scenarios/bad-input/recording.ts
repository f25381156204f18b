import { type Row, rows, type Scene } from './scene';

const UNKNOWN = `${'0'.repeat(9)}${'a'.repeat(12)}`;
const RECORDING = `RE${'0'.repeat(32)}`;
const ACTIONS = ['start', 'pause', 'resume', 'stop', 'status'].map((name) => `/voice/recordings/${name}`);
const LINK = '/voice/recordings/link';

const ada = (json: object) => (at: Scene) => ({ token: at.ada.accessToken, json });
/** Belle, in whose call nobody is in a conference yet. */
const belle = (json: object) => (at: Scene) => ({
  token: at.belle.accessToken,
  json: { callId: at.call, ...json },
});

const good = (endpoint: string) => (endpoint === LINK ? { recording: RECORDING } : {});

const calls = [...ACTIONS, LINK].flatMap((endpoint) => [
  ...rows(endpoint, [400, 'invalid_input', 'callId'], {
    'no call': ada(good(endpoint)),
    'an id that is none': ada({ ...good(endpoint), callId: '../live' }),
    'an id that is no text': ada({ ...good(endpoint), callId: ['a'] }),
  }),
  ...rows(endpoint, [400, 'invalid_input', 'agent'], {
    'an agent id that is none': ada({ ...good(endpoint), callId: UNKNOWN, agent: '../agents' }),
  }),
  ...rows(endpoint, [404, 'not_found', 'callId'], {
    'an id that nobody knows': ada({ ...good(endpoint), callId: UNKNOWN }),
  }),
  ...rows(endpoint, [403, 'forbidden'], {
    "somebody else's call": (at) => ada({ ...good(endpoint), callId: at.call })(at),
  }),
]);

const actions = [
  ...rows('/voice/recordings/start', [409, 'not_connected', 'participant'], {
    'a call that nobody is in yet': belle({}),
  }),
  ...['pause', 'resume', 'stop'].flatMap((name) =>
    rows(`/voice/recordings/${name}`, [409, 'not_recording', 'callId'], {
      'a call that is not recorded': belle({}),
    }),
  ),
];

const links = [
  ...rows(LINK, [400, 'invalid_input', 'recording'], {
    'no recording': belle({}),
    'a recording that is none': belle({ recording: 'RE1' }),
    'a call as recording': belle({ recording: `CA${'0'.repeat(32)}` }),
    'a path as recording': belle({ recording: `${RECORDING}/../../Calls` }),
    'a recording that is no text': belle({ recording: { a: 1 } }),
  }),
  ...rows(LINK, [404, 'not_found', 'recording'], {
    'a recording that the call has not': belle({ recording: RECORDING }),
  }),
];

const play = [
  ...rows('/voice/recordings/play', [400, 'invalid_input', 'token'], {
    'no token': () => ({ method: 'GET' }),
    'an empty token': () => ({ method: 'GET', query: { token: '' } }),
    'two tokens': () => ({
      method: 'GET',
      query: [
        ['token', 'a'],
        ['token', 'b'],
      ],
    }),
  }),
  ...rows('/voice/recordings/play', [401, 'invalid_token'], {
    'a token that is none': () => ({ method: 'GET', query: { token: 'x' } }),
    "somebody's access token": (at) => ({ method: 'GET', query: { token: at.ada.accessToken } }),
    'a range, and a token that is none': () => ({
      method: 'GET',
      query: { token: 'x' },
      headers: { range: 'bytes=0-1' },
    }),
  }),
];

/** Twilio signed it; what it is about may still be unknown. */
const report = (query: Record<string, string>, form: Record<string, string> = {}) => ({
  query,
  form: {
    CallSid: `CA${'0'.repeat(32)}`,
    RecordingSid: RECORDING,
    RecordingStatus: 'absent',
    ...form,
  },
  signed: true as const,
});
const reports = [
  ...rows('/voice/recordings/report', [204], {
    'a call that nobody knows': ({ belle: { agentId } }) =>
      report({ agent: agentId, call: UNKNOWN, take: '1' }),
    'a recording that nobody has begun': ({ belle: { agentId }, call }) =>
      report({ agent: agentId, call, take: '1' }),
  }),
  ...rows('/voice/recordings/report', [400, 'invalid_input', 'take'], {
    'no number': ({ belle: { agentId }, call }) => report({ agent: agentId, call }),
    'a number that is none': ({ belle: { agentId }, call }) => report({ agent: agentId, call, take: '0' }),
  }),
  ...rows('/voice/recordings/report', [400, 'invalid_input', 'RecordingSid'], {
    'a recording that is none': ({ belle: { agentId }, call }) =>
      report({ agent: agentId, call, take: '1' }, { RecordingSid: '../Calls' }),
  }),
];

/** What the functions that record must refuse. */
export const RECORDING_ROWS: Row[] = [calls, actions, links, play, reports].flat();
