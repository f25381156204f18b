import type { CallView } from '../../src/calls/contract';
import { isText, language, type TextKey, t } from '../i18n';
import { isConsulted } from '../offer/offered';

/** Why a call ended, in words. */
export function reasonInWords({ reason, endedBy }: CallView): string {
  if (reason === undefined) return '';
  const by: TextKey | string = `reason.${reason}.${endedBy}`;
  return t(isText(by) ? by : `reason.${reason}`);
}

/** What came of a call, in words. */
export const outcomeInWords = ({ outcome }: CallView): string => (outcome ? t(`outcome.${outcome}`) : '');

/** The colleague who asks for a customer to be taken over: what stands before the @ of their e-mail address. */
export const askerOf = ({ offer }: CallView): string => offer?.transfer?.by.split('@')[0] ?? '';

/** Where a call is, in words. */
export function phaseInWords(call: CallView): string {
  if (call.phase === 'ended') return reasonInWords(call) || t('phase.ended');
  if (call.phase === 'connected' && call.voicemail) return t('phase.voicemail');
  if (isConsulted(call)) return t('phase.consulted', { who: askerOf(call) });
  const own = `phase.${call.phase}.${call.direction === 'inbound' ? 'inbound' : call.kind}`;
  return t(isText(own) ? own : `phase.${call.phase}`);
}

/**
 * What to do now, in words; empty when there is nothing. `phone`: the agent's, as it is written; `here`: a browser call
 * is talked in this tab.
 */
export function hintInWords(call: CallView, phone: string, here: boolean): string {
  if (call.phase === 'connected' && call.voicemail) return t('phase.voicemail.hint');
  if (call.phase === 'ending') return reasonInWords(call);
  if (isConsulted(call)) return t('phase.consulted.hint');
  if (call.kind === 'browser' && !here && call.phase === 'connected') return t('phase.elsewhere.hint');
  const own = `phase.${call.phase}.hint.${call.kind}`;
  if (isText(own)) return t(own);
  const key = `phase.${call.phase}.hint`;
  return isText(key) ? t(key, { phone }) : '';
}

/** Seconds as `m:ss`, hours before that when there are any. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The time of day of a moment, as the language writes it. */
export const timeOfDay = (at: string | number): string =>
  new Intl.DateTimeFormat(language.value, { hour: 'numeric', minute: '2-digit' }).format(new Date(at));

/** Today, yesterday, or the date. */
export function dayInWords(at: string, now: number): string {
  const day = (time: number) => new Date(time).toDateString();
  const then = Date.parse(at);
  if (day(then) === day(now)) return t('history.today');
  if (day(then) === day(now - 24 * 3600_000)) return t('history.yesterday');
  return new Intl.DateTimeFormat(language.value, { weekday: 'long', day: 'numeric', month: 'long' }).format(
    then,
  );
}
