import type { Account } from '../../product';
import { isPhoneNumber } from '../phone-number';
import { classicPage, created, notFound, ok, type RestRequest, type Route } from '../rest';
import { refuseParameters } from '../unsupported';
import { messageError } from './errors';
import { addressOf, type Message, type Messages, messageView } from './messages';

const HOST = 'api.twilio.com';
const FOLDER = 'emulator/api/messaging/';

/** Longest body, in characters. https://www.twilio.com/docs/api/errors/21617 */
const LONGEST = 1600;

/** What changes how or whether a message is sent, and is not emulated. */
const MISSING = [
  'ApplicationSid',
  'ContentSid',
  'ContentVariables',
  'MediaUrl',
  'MessagingServiceSid',
  'PersistentAction',
  'ScheduleType',
  'SendAsMms',
  'SendAt',
  'ShortenUrls',
];

/** `/Messages.json`: https://www.twilio.com/docs/messaging/api/message-resource */
export function messageRoutes(
  account: Account,
  messages: Messages,
  isOwned: (number: string) => boolean,
): Route[] {
  const many = '/2010-04-01/Accounts/{AccountSid}/Messages.json';
  const view = (message: Message) => messageView(account.sid, message);
  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => created(view(messages.create(readMessage(request, isOwned)))),
    },
    {
      method: 'GET',
      host: HOST,
      path: many,
      handle: (request) => classicPage(request, 'messages', messages.list().filter(filterOf(request)), view),
    },
    {
      method: 'GET',
      host: HOST,
      path: '/2010-04-01/Accounts/{AccountSid}/Messages/{Sid}.json',
      handle: (request) => {
        const message = messages.find(request.params.Sid ?? '');
        if (!message) throw notFound(request);
        return ok(view(message));
      },
    },
  ];
}

function readMessage(
  request: RestRequest,
  isOwned: (number: string) => boolean,
): Pick<Message, 'to' | 'from' | 'body' | 'statusCallback'> {
  refuseParameters(request, MISSING, FOLDER);
  const to = request.form.get('To');
  const from = request.form.get('From');
  const body = request.form.get('Body');
  if (!to) throw messageError(21604);
  if (!isPhoneNumber(addressOf(to)[0])) throw messageError(21211, to);
  if (!from) throw messageError(21603);
  if (!isPhoneNumber(addressOf(from)[0])) throw messageError(21212, from);
  if (!isOwned(addressOf(from)[0])) throw messageError(21659, from);
  if (to === from) throw messageError(21266, to);
  if (!body) throw messageError(21602);
  if (body.length > LONGEST) throw messageError(21617);
  return { to, from, body, statusCallback: readCallback(request) };
}

function readCallback(request: RestRequest): string | null {
  const url = request.form.get('StatusCallback');
  if (!url) return null;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw messageError(21609, url);
  return url;
}

function filterOf({ query }: RestRequest): (message: Message) => boolean {
  const [to, from] = [query.get('To'), query.get('From')];
  const day = (name: string) => {
    const text = query.get(name);
    return text === undefined ? undefined : Date.parse(text);
  };
  const [on, before, after] = [day('DateSent'), day('DateSent<'), day('DateSent>')];
  return (message) => {
    const sent = message.dateSent ?? message.dateCreated;
    return (
      (to === undefined || message.to === to) &&
      (from === undefined || message.from === from) &&
      (on === undefined || (sent >= on && sent < on + 86_400_000)) &&
      (before === undefined || sent <= before) &&
      (after === undefined || sent >= after)
    );
  };
}
