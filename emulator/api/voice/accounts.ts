import type { Core } from '../../voice/core';
import type { CallerIdRecord } from '../../voice/model';
import { classicPage, noContent, notFound, ok, type RestRequest, type Route } from '../rest';
import { ACCOUNT, checkAccount, HOST, matches } from './input';
import { accountView, callerIdView } from './views';

const ACCOUNTS = '/2010-04-01/Accounts.json';
const ONE = '/2010-04-01/Accounts/{Sid}.json';
const CALLER_IDS = `${ACCOUNT}/OutgoingCallerIds.json`;
const CALLER_ID = `${ACCOUNT}/OutgoingCallerIds/{Sid}.json`;

/** The account itself and the numbers it may show: https://www.twilio.com/docs/iam/api/account */
export function accountRoutes(core: Core): Route[] {
  const { account, clock } = core.kernel;
  const born = clock.now();
  const view = (callerId: CallerIdRecord) => callerIdView(account, callerId);
  const find = (request: RestRequest): CallerIdRecord => {
    checkAccount(core, request);
    const callerId = core.callerIds.get(request.params.Sid ?? '');
    if (!callerId) throw notFound(request);
    return callerId;
  };
  return [
    {
      method: 'GET',
      host: HOST,
      path: ACCOUNTS,
      handle: (request) => {
        const mine = matches(request.query.get('FriendlyName'), account.friendlyName) ? [account] : [];
        return classicPage(request, 'accounts', mine, (one) => accountView(one, born));
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: ONE,
      handle: (request) => {
        if (request.params.Sid !== account.sid) throw notFound(request);
        return ok(accountView(account, born));
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: CALLER_IDS,
      handle: (request) => {
        checkAccount(core, request);
        const { query } = request;
        const found = core.callerIds
          .values()
          .filter(
            (callerId) =>
              matches(query.get('PhoneNumber'), callerId.phoneNumber) &&
              matches(query.get('FriendlyName'), callerId.friendlyName),
          );
        return classicPage(request, 'outgoing_caller_ids', found, view);
      },
    },
    { method: 'GET', host: HOST, path: CALLER_ID, handle: (request) => ok(view(find(request))) },
    {
      method: 'POST',
      host: HOST,
      path: CALLER_ID,
      handle: (request) => {
        const callerId = find(request);
        callerId.friendlyName = request.form.get('FriendlyName') ?? callerId.friendlyName;
        callerId.dateUpdated = clock.now();
        return ok(view(core.callerIds.set(callerId.sid, callerId)));
      },
    },
    {
      method: 'DELETE',
      host: HOST,
      path: CALLER_ID,
      handle: (request) => {
        core.callerIds.delete(find(request).sid);
        return noContent();
      },
    },
  ];
}
