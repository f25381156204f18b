import jwt from 'jsonwebtoken';
import { LOCAL_VARIABLES } from '../../../scripts/local';
import { type Row, rows, type Scene } from './scene';

const POSITION = '/queue/get-queue-position';
const GRANT = '/task/get-sync-grant';
const CUSTOMER_TOKEN = '/task/get-customer-token';

const TASK = `WT${'a'.repeat(32)}`;
const CALL = `CA${'a'.repeat(32)}`;
const SECRET = LOCAL_VARIABLES.JWT_SECRET ?? '';

/** A customer's token as it is made, with something changed. */
const customer = (more: Record<string, unknown> = {}, secret = SECRET): string =>
  jwt.sign(
    {
      sub: TASK,
      topic: 'order 1',
      jti: 'j',
      tenant: 'default',
      iss: 'cordboard',
      aud: 'cordboard:customer',
      exp: Math.floor(Date.now() / 1000) + 600,
      ...more,
    },
    secret,
  );

const asAda = (json: object) => (at: Scene) => ({ token: at.ada.accessToken, json });
const asCustomer = (json: object) => () => ({ token: customer(), json });

const position = [
  ...rows(POSITION, [400, 'invalid_input', 'taskSid'], {
    'no name of a task': asAda({}),
    'two names of a task': asAda({ taskSid: TASK, topic: 'order 1' }),
    'a task that is none': asAda({ taskSid: '../Workers' }),
    'a task of capital letters': asAda({ taskSid: TASK.toUpperCase() }),
    'a task that is no text': asAda({ taskSid: { a: 1 } }),
    'an empty task': asAda({ taskSid: '' }),
    'a task given twice': (at) => ({
      token: at.ada.accessToken,
      form: [
        ['taskSid', TASK],
        ['taskSid', TASK],
      ],
    }),
  }),
  ...rows(POSITION, [400, 'invalid_input', 'callSid'], {
    'a call that is none': asAda({ callSid: `CA${'a'.repeat(31)}"` }),
    'a call and a topic': asAda({ callSid: CALL, topic: 'order 1' }),
  }),
  ...rows(POSITION, [400, 'invalid_input', 'topic'], {
    'a topic with a slash': asAda({ topic: '../queue-status' }),
    'a topic with a backslash': asAda({ topic: 'a\\"b' }),
    'a topic with a line break': asAda({ topic: 'a\nb' }),
    'a topic of 300 characters': asAda({ topic: 'x'.repeat(300) }),
    'an empty topic': asAda({ topic: '' }),
  }),
  ...rows(POSITION, [404, 'not_found', 'taskSid'], { 'a task that nobody knows': asAda({ taskSid: TASK }) }),
  ...rows(POSITION, [404, 'not_found', 'callSid'], { 'a call that nobody knows': asAda({ callSid: CALL }) }),
  ...rows(POSITION, [404, 'not_found', 'topic'], {
    'a topic that nobody knows': asAda({ topic: 'order 1' }),
    'a topic that tries to be an expression': asAda({ topic: `" OR 1 == 1 OR "" == "` }),
  }),
  ...rows(POSITION, [403, 'forbidden'], {
    "a customer's token and another task": asCustomer({ taskSid: `WT${'b'.repeat(32)}` }),
    "a customer's token and another call": asCustomer({ callSid: CALL }),
    "a customer's token and another topic": asCustomer({ topic: 'order 2' }),
  }),
  ...rows(POSITION, [404, 'not_found', 'taskSid'], {
    "a customer's token of a task that is forgotten": asCustomer({ taskSid: TASK }),
  }),
];

const grant = [
  ...rows(GRANT, [400, 'invalid_input', 'token'], {
    'no token': () => ({ json: {} }),
    'an empty token': () => ({ json: { token: ' ' } }),
    'a token that is no text': () => ({ json: { token: { a: 1 } } }),
    'a token that is too long': () => ({ json: { token: 'x'.repeat(5_000) } }),
    'the token in the header only': (at) => ({ token: at.ada.accessToken, json: {} }),
  }),
  ...rows(GRANT, [400, 'invalid_input', 'identity'], {
    'an identity that is no text': (at) => ({ json: { token: at.ada.accessToken, identity: ['x'] } }),
    'an empty identity': (at) => ({ json: { token: at.ada.accessToken, identity: '' } }),
  }),
  ...rows(GRANT, [401, 'invalid_token'], {
    'a token that is none': () => ({ json: { token: 'x.y.z' } }),
    'a token of another step': (at) => ({ json: { token: at.nia.setupToken } }),
    'the refresh cookie as the token': (at) => ({ json: { token: at.ada.cookie } }),
    "a customer's token signed by somebody else": () => ({
      json: { token: customer({}, 'y'.repeat(40)) },
    }),
    "a customer's token of another tenant": () => ({ json: { token: customer({ tenant: 'other' }) } }),
    "a customer's token of another issuer": () => ({ json: { token: customer({ iss: 'other' }) } }),
  }),
  ...rows(GRANT, [401, 'token_expired'], {
    'a token that is over': (at) => ({ json: { token: at.expired } }),
    "a customer's token that is over": () => ({ json: { token: customer({ exp: 1 }) } }),
  }),
  ...rows(GRANT, [403, 'forbidden', 'identity'], {
    'a grant for somebody else': (at) => ({
      json: { token: at.ada.accessToken, identity: at.belle.agentId },
    }),
    'a grant for a role that is not theirs': (at) => ({
      json: { token: at.ada.accessToken, identity: 'role.supervisor' },
    }),
    "a customer's token and somebody else's task": () => ({
      json: { token: customer(), identity: `customer.WT${'b'.repeat(32)}` },
    }),
  }),
  ...rows(GRANT, [404, 'not_found', 'token'], {
    "a customer's token of a task that nobody knows": () => ({ json: { token: customer() } }),
  }),
];

const signed = (form: Record<string, string>) => () => ({ form, signed: true });
const customerToken = [
  ...rows(CUSTOMER_TOKEN, [400, 'invalid_input', 'taskSid'], {
    'neither task nor call': signed({}),
    'a task and a call': signed({ taskSid: TASK, callSid: CALL }),
    'a task that is none': signed({ taskSid: '{{widgets.enqueue.TaskSid}}' }),
  }),
  ...rows(CUSTOMER_TOKEN, [400, 'invalid_input', 'callSid'], {
    'a call that is none': signed({ callSid: 'CA' }),
  }),
  ...rows(CUSTOMER_TOKEN, [404, 'not_found', 'taskSid'], {
    'a task that nobody knows': signed({ taskSid: TASK }),
  }),
  ...rows(CUSTOMER_TOKEN, [404, 'not_found', 'callSid'], {
    'a call that nobody knows': signed({ callSid: CALL }),
  }),
];

/** What the functions that tell of the queue, and give tokens for it, must refuse. */
export const QUEUE: Row[] = [...position, ...grant, ...customerToken];
