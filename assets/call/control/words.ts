import type { CallView, LegView, TransferView } from '../../../src/calls/contract';
import { isControlText, tc } from '../../i18n/late/control';
import { shown } from '../../numbers';
import { isNumber } from '../who';

/** A person by what stands before the @ of their e-mail address. */
export const personIn = (email: string): string => email.split('@')[0] || tc('guest.colleague');

/** A guest or a supervisor, for reading. */
export function nameOf({ name, number }: LegView): string {
  if (name !== undefined && name !== '') return personIn(name);
  return isNumber(number) ? shown(number) : tc('guest.colleague');
}

/** Whom a transfer goes to, for reading. */
export function targetOf({ target, to }: TransferView): string {
  if (target === 'colleague') return personIn(to);
  if (target === 'number') return shown(to);
  const key = `transfer.queue.${to.toLowerCase()}`;
  return isControlText(key) ? tc(key) : to;
}

/** Guests who are in the call or being called, and a supervisor. */
export const othersOf = ({ legs }: CallView): LegView[] =>
  legs.slice(2).filter(({ endedAt, participant }) => participant !== undefined && endedAt === undefined);

/** What the call is at, where that is more than being connected: a title and what it means. */
export function statusOf(call: CallView, muted: boolean): { title?: string; hint?: string } {
  if (call.phase !== 'connected') return {};
  const { transfer } = call;
  const mute = muted ? { hint: tc('state.muted.hint') } : {};
  if (transfer?.phase === 'ringing') {
    const who = targetOf(transfer);
    return { title: tc(`state.ringing.${transfer.kind}`, { who }), hint: tc('state.held.hint') };
  }
  if (transfer?.phase === 'consulting' && transfer.with) {
    const who = targetOf(transfer);
    const now = transfer.with;
    return { title: tc(`state.${now}`, { who }), hint: tc(`state.${now}.hint`, { who }), ...mute };
  }
  if (call.legs[1].held) return { title: tc('state.held'), hint: tc('state.held.hint') };
  return mute;
}

/** How a transfer that is over has ended, in words; empty while it goes on. */
export function endInWords(transfer: TransferView): string {
  const who = targetOf(transfer);
  if (transfer.phase === 'done') return tc('transfer.done', { who });
  if (transfer.phase === 'canceled') return tc('transfer.canceled');
  return transfer.phase === 'failed'
    ? tc(`transfer.failed.${transfer.reason ?? 'unreachable'}`, { who })
    : '';
}
