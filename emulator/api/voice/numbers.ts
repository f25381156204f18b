import { formatted, toE164 } from '../../voice/addresses';
import { ownedNumber } from '../../voice/calls';
import type { Core } from '../../voice/core';
import type { NumberRecord } from '../../voice/model';
import { ownNumber } from '../../voice/numbers';
import {
  classicPage,
  created,
  type Form,
  noContent,
  notFound,
  ok,
  type RestRequest,
  type Route,
} from '../rest';
import { ACCOUNT, checkAccount, HOST, invalid, matches } from './input';
import { voiceSettings } from './settings';
import { numberView } from './views';

const NUMBERS = `${ACCOUNT}/IncomingPhoneNumbers.json`;
const NUMBER = `${ACCOUNT}/IncomingPhoneNumbers/{Sid}.json`;
const LOCAL = `${ACCOUNT}/IncomingPhoneNumbers/Local.json`;
const COUNTRIES = `${ACCOUNT}/AvailablePhoneNumbers.json`;
const AVAILABLE = `${ACCOUNT}/AvailablePhoneNumbers/{CountryCode}/Local.json`;

/**
 * The numbers there are to buy: the last of the fictional ones, so that none of them can ever be a person's.
 * https://en.wikipedia.org/wiki/555_(telephone_number)#Fictional_usage
 */
const OFFERED = Array.from({ length: 10 }, (_none, n) => `+141555501${90 + n}`);

/** Numbers of the account, and numbers to buy: https://www.twilio.com/docs/phone-numbers/api */
export function numberRoutes(core: Core): Route[] {
  const { account, clock } = core.kernel;
  const view = (number: NumberRecord) => numberView(account, number);
  const free = () => OFFERED.filter((number) => !ownedNumber(core, number));
  const find = (request: RestRequest): NumberRecord => {
    checkAccount(core, request);
    const number = core.numbers.get(request.params.Sid ?? '');
    if (!number) throw notFound(request);
    return number;
  };
  const list = (request: RestRequest) => {
    checkAccount(core, request);
    const { query } = request;
    const digits = query
      .get('PhoneNumber')
      ?.replace(/[^0-9*]/g, '')
      .replaceAll('*', '.');
    const pattern = digits ? new RegExp(digits) : undefined;
    const found = core.numbers
      .values()
      .filter(
        ({ phoneNumber, friendlyName }) =>
          (!pattern || pattern.test(phoneNumber)) && matches(query.get('FriendlyName'), friendlyName),
      );
    return classicPage(request, 'incoming_phone_numbers', found, view);
  };
  const buy = (request: RestRequest) => {
    checkAccount(core, request);
    const written = request.form.get('PhoneNumber');
    const area = request.form.get('AreaCode');
    const wanted = written ? toE164(written) : free().find((number) => number.startsWith(`+1${area}`));
    if (!wanted || !free().includes(wanted))
      throw invalid(
        21422,
        `${written ?? area ?? 'No number'} is not available. The emulator sells ${OFFERED[0]} to ${OFFERED.at(-1)} (AvailablePhoneNumbers lists those that are left).`,
      );
    return created(view(ownNumber(core, wanted, changes(request.form))));
  };
  const update = (request: RestRequest) => {
    const number = find(request);
    return ok(
      view(core.numbers.set(number.sid, { ...number, ...changes(request.form), dateUpdated: clock.now() })),
    );
  };
  const release = (request: RestRequest) => {
    core.numbers.delete(find(request).sid);
    return noContent();
  };
  const changes = (form: Form): Partial<NumberRecord> => ({
    ...voiceSettings(form),
    ...(form.has('FriendlyName') ? { friendlyName: form.get('FriendlyName') ?? '' } : {}),
    ...(form.has('VoiceApplicationSid')
      ? { voiceApplicationSid: application(form, 'VoiceApplicationSid') }
      : {}),
    ...(form.has('SmsApplicationSid') ? { smsApplicationSid: application(form, 'SmsApplicationSid') } : {}),
  });
  const application = (form: Form, name: string): string => {
    const sid = form.get(name) ?? '';
    if (sid && !core.applications.has(sid)) throw invalid(21218, `Invalid ${name}: ${sid}`);
    return sid;
  };
  const available = (request: RestRequest) => {
    checkAccount(core, request);
    const area = request.query.get('AreaCode');
    const found =
      request.params.CountryCode === 'US'
        ? free().filter((number) => !area || number.startsWith(`+1${area}`))
        : [];
    return ok({
      available_phone_numbers: found.map(availableView),
      uri: request.url.pathname + request.url.search,
    });
  };
  const countries = (request: RestRequest) => {
    checkAccount(core, request);
    const uri = request.url.pathname.replace(/\.json$/, '/US.json');
    const us = {
      country_code: 'US',
      country: 'United States',
      uri: `https://${HOST}${uri}`,
      beta: false,
      subresource_uris: { local: uri.replace(/\.json$/, '/Local.json') },
    };
    return ok({ countries: [us], uri: request.url.pathname });
  };
  return [
    { method: 'GET', host: HOST, path: LOCAL, handle: list },
    { method: 'POST', host: HOST, path: LOCAL, handle: buy },
    { method: 'GET', host: HOST, path: NUMBERS, handle: list },
    { method: 'POST', host: HOST, path: NUMBERS, handle: buy },
    { method: 'GET', host: HOST, path: NUMBER, handle: (request) => ok(view(find(request))) },
    { method: 'POST', host: HOST, path: NUMBER, handle: update },
    { method: 'DELETE', host: HOST, path: NUMBER, handle: release },
    { method: 'GET', host: HOST, path: COUNTRIES, handle: countries },
    { method: 'GET', host: HOST, path: AVAILABLE, handle: available },
  ];
}

const availableView = (number: string): Record<string, unknown> => ({
  phone_number: number,
  friendly_name: formatted(number),
  lata: '722',
  locality: 'San Francisco',
  rate_center: 'SNFC CNTRL',
  latitude: 37.775,
  longitude: -122.418,
  region: 'CA',
  postal_code: '94105',
  iso_country: 'US',
  address_requirements: 'none',
  beta: false,
  capabilities: { voice: true, sms: true, mms: true, fax: false },
});
