import { created, notFound, ok, type RestRequest, type Route } from '../../rest';
import { refuseParameters, unsupported } from '../../unsupported';
import type { Verification, VerifyService } from '../entities';
import { invalidParameter, verifyError } from '../errors';
import { demand, FOLDER, readChannel, readObject, readTo } from '../input';
import { LIMITS } from '../limits';
import { LOCALES, messageOf } from '../messages';
import { serviceOf, type VerifyRoom } from '../room';
import { checkView, HOST, verificationView } from '../views';

/**
 * Starting, reading, ending and checking verifications: https://www.twilio.com/docs/verify/api/verification,
 * https://www.twilio.com/docs/verify/api/verification-check
 */
export function verificationRoutes(room: VerifyRoom): Route[] {
  const { account, verifications } = room;
  const many = '/v2/Services/{ServiceSid}/Verifications';
  const one = `${many}/{Sid}`;
  const named = (service: VerifyService, request: RestRequest): Verification => {
    const verification = verifications.pending(service.sid, request.params.Sid ?? '');
    if (!verification) throw notFound(request);
    return verification;
  };
  return [
    {
      method: 'POST',
      host: HOST,
      path: many,
      handle: (request) => {
        const service = serviceOf(room, request);
        const verification = start(room, service, request);
        return created(verificationView(account.sid, service, verification));
      },
    },
    {
      method: 'GET',
      host: HOST,
      path: one,
      handle: (request) => {
        const service = serviceOf(room, request);
        return ok(verificationView(account.sid, service, named(service, request)));
      },
    },
    {
      method: 'POST',
      host: HOST,
      path: one,
      handle: (request) => {
        const service = serviceOf(room, request);
        const verification = named(service, request);
        const status = demand(request, 'Status');
        if (status !== 'approved' && status !== 'canceled') throw invalidParameter('Status', status);
        return ok(verificationView(account.sid, service, verifications.end(verification, status)));
      },
    },
    {
      method: 'POST',
      host: HOST,
      path: '/v2/Services/{ServiceSid}/VerificationCheck',
      handle: (request) => ok(checkView(account.sid, check(room, serviceOf(room, request), request))),
    },
  ];
}

function start(room: VerifyRoom, service: VerifyService, request: RestRequest): Verification {
  refuseParameters(request, ['TemplateSid', 'TemplateCustomSubstitutions', 'EnableSnaClientToken'], FOLDER);
  // Twilio's sales must first allow these two for a service. https://www.twilio.com/docs/api/errors/60204
  if (request.form.has('CustomFriendlyName') || request.form.has('CustomMessage')) throw verifyError(60204);
  const channel = readChannel(request);
  const to = readTo(request, channel);
  const locale = readLocale(request);
  const customCode = readCustomCode(service, request);
  const payment = readPayment(service, request);
  const rateLimits = readObject(request, 'RateLimits');
  const sender = readObject(request, 'ChannelConfiguration').from;
  if (channel === 'email' && room.options.mailer === false) throw verifyError(60217);

  room.rateLimits.count(service.sid, rateLimits);
  const verification = room.verifications.start(service, { to, channel, customCode, ...payment });

  const { code } = verification;
  const body = messageOf(service, channel, code, { locale, appHash: request.form.get('AppHash') });
  room.inbox.deliver({ to, channel, body, code, ...(sender && channel === 'email' ? { from: sender } : {}) });
  const sendDigits = request.form.get('SendDigits');
  if (channel === 'call')
    room.options.onVoiceCode?.({ to, speech: body, locale, code, ...(sendDigits ? { sendDigits } : {}) });
  return verification;
}

function check(room: VerifyRoom, service: VerifyService, request: RestRequest): Verification {
  refuseParameters(request, ['SnaClientToken'], FOLDER);
  const target = request.form.get('VerificationSid') ?? request.form.get('To');
  if (!target) throw verifyError(60221);
  const code = demand(request, 'Code');
  if (!isCodeLength(code)) throw invalidParameter('Code', code);
  const verification = room.verifications.pending(service.sid, target);
  if (!verification) throw notFound(request);
  return room.verifications.check(verification, { code, ...readPayment(service, request) });
}

function readLocale(request: RestRequest): string {
  const locale = request.form.get('Locale') ?? 'en';
  if (!LOCALES.some((one) => locale.toLowerCase().split('-')[0] === one))
    throw unsupported(request, `the wording of verification messages in ${locale}`, `${FOLDER}messages.ts`);
  return locale;
}

function readCustomCode(service: VerifyService, request: RestRequest): string | undefined {
  const code = request.form.get('CustomCode');
  if (code === undefined) return undefined;
  if (!service.customCodeEnabled) throw verifyError(60204);
  if (!isCodeLength(code)) throw invalidParameter('CustomCode', code);
  return code;
}

/** What a payment is for, where the service confirms payments. https://www.twilio.com/docs/verify/verifying-transactions-psd2 */
function readPayment(
  service: VerifyService,
  request: RestRequest,
): { amount: string | null; payee: string | null } {
  const amount = request.form.get('Amount') ?? null;
  const payee = request.form.get('Payee') ?? null;
  if (!service.psd2Enabled && (amount !== null || payee !== null)) throw verifyError(60204);
  if (service.psd2Enabled && (amount === null || payee === null)) throw verifyError(60206);
  return { amount, payee };
}

const isCodeLength = (code: string): boolean =>
  code.length >= LIMITS.codeLength.least && code.length <= LIMITS.codeLength.most;
