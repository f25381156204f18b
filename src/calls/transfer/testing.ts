import { handler as hangup } from '../../../functions/calls/hangup';
import { handler as cancel } from '../../../functions/transfer/cancel';
import { handler as cold } from '../../../functions/transfer/cold';
import { handler as complete } from '../../../functions/transfer/complete';
import { handler as join } from '../../../functions/transfer/join';
import { handler as swap } from '../../../functions/transfer/swap';
import { handler as warm } from '../../../functions/transfer/warm';
import type { Answered } from '../../testing/invoke';
import { Talking } from '../control/testing';
import { DORA, later } from '../testing';

const CLICKS = { hangup, cancel, cold, complete, join, swap, warm };
export type Click = keyof typeof CLICKS;

/** A stage on which Ada and Carl talk, and Ada hands him on to Dora. */
export class Handing extends Talking {
  /** Ada clicks. */
  clicks(what: Click, fields: object = {}): Promise<Answered> {
    const target = what === 'cold' || what === 'warm' ? { RecipientNumber: DORA } : {};
    return this.invokes(CLICKS[what], { callId: this.callId, ...target, ...fields });
  }

  /** As people do: who is told that it failed clicks again. */
  async insists(what: Click): Promise<void> {
    for (let click = 0; click < 2; click += 1) if ((await this.clicks(what)).status < 500) break;
    await this.settle();
  }

  /** Ada puts somebody on hold, or takes them off it. */
  async puts(participant: string, isHeld: boolean): Promise<void> {
    await this.does(isHeld ? 'hold' : 'unhold', { participant });
    await this.settle();
  }

  /** Dora's id in the call; undefined: she has not been called. */
  get dora(): string | undefined {
    return [...this.conference.lines.values()].findLast(({ who }) => who.startsWith('g'))?.who;
  }

  async doraAnswers(): Promise<void> {
    if (this.dora !== undefined) await this.answers(this.dora);
  }

  /** Somebody's line ends. */
  async ends(who: string | undefined, status: 'completed' | 'busy' = 'completed'): Promise<void> {
    const sid = who === undefined ? undefined : this.conference.lineOf(who);
    if (sid !== undefined) this.conference.ends(sid, status);
    await this.settle();
  }

  /** Time goes by, and Ada's page looks. */
  async timePasses(seconds: number): Promise<void> {
    later(seconds);
    await this.ask('state', { callId: this.callId });
    await this.settle();
  }

  /** Where Carl is. */
  get carl(): 'with Ada' | 'with Dora' | 'with both' | 'on hold' | 'alone' | 'queue' | 'asked' | 'gone' {
    const sid = this.conference.lineOf('customer') ?? '';
    if (!this.conference.isUp(sid)) return 'gone';
    const twiml = this.redirected.get(sid);
    if (twiml !== undefined) return twiml.includes('/voice/queue') ? 'queue' : 'asked';
    if (this.conference.memberOf('customer')?.hold) return 'on hold';
    const hears = (who: string | undefined) => who !== undefined && this.conference.hears('customer', who);
    if (hears('agent')) return hears(this.dora) ? 'with both' : 'with Ada';
    return hears(this.dora) ? 'with Dora' : 'alone';
  }
}
