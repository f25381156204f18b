import { handler as browserReport } from '../../functions/calls/status.protected';
import { handler as outbound } from '../../functions/voice/outbound.protected';
import type { Answered } from '../testing/invoke';
import type { CallView, LegStatus } from './contract';
import { ADA, CARL, type FakeLine, Stage } from './testing';
import { Player } from './testing-player';

/** A stage on which agents call from their browsers. */
export class Browsers extends Stage {
  async claims(fields: Record<string, unknown> = {}, who = ADA): Promise<CallView> {
    const answer = await this.ask('voice/start', { RecipientNumber: CARL, ...fields }, who);
    return (answer.body.data as { call: CallView }).call;
  }

  /** The page calls Twilio: a new line. */
  dials(who = ADA): FakeLine {
    const line = this.voice.add(`client:${who.id}`, '', '');
    line.status = 'in-progress';
    return line;
  }

  /** Twilio asks what becomes of a line; it plays the answer. */
  async asks(line: FakeLine, said: Record<string, unknown>): Promise<string> {
    const fields = { From: line.to, CallSid: line.sid, To: '', CallStatus: 'ringing', ...said };
    const answer = await this.call(outbound, fields);
    if (answer.status !== 200) throw new Error(`/voice/outbound answered ${answer.status}`);
    line.twiml = String(answer.body);
    return line.twiml;
  }

  async over(line: FakeLine, CallStatus: LegStatus = 'completed', seconds = 9): Promise<Answered> {
    this.voice.end(line, CallStatus);
    const Timestamp = new Date().toUTCString();
    const fields = { From: line.to, CallSid: line.sid, CallStatus, CallDuration: String(seconds), Timestamp };
    return this.call(browserReport, fields);
  }

  /** Everything until Carl's phone rings. */
  async rings(): Promise<{ ada: FakeLine; carl: FakeLine; call: CallView }> {
    const call = await this.claims();
    const ada = this.dials();
    await this.asks(ada, { callId: call.id });
    const carl = this.lineTo(CARL);
    await this.reports(carl, 'initiated');
    await this.reports(carl, 'ringing');
    return { ada, carl, call };
  }
}

/** The same stage as a `Player` needs it: the agent's line is the browser's. */
export class BrowserStage extends Browsers {
  override async start(fields: Record<string, unknown> = {}, who = ADA): Promise<Answered> {
    const answer = await this.ask('voice/start', { RecipientNumber: CARL, ...fields }, who);
    const { call } = (answer.body.data ?? {}) as { call?: CallView };
    if (call === undefined) return answer;
    const query = new URLSearchParams({ agent: who.id, call: call.id, leg: 'agent' });
    this.dials(who).callback = `https://example.twil.io/phone-to-phone/status?${query}`;
    return answer;
  }

  /** Of a browser's line Twilio reports the end alone. */
  override async reports(
    line: FakeLine,
    status: LegStatus,
    more?: Record<string, string>,
  ): Promise<Answered> {
    if (!line.to.startsWith('client:')) return super.reports(line, status, more);
    const final = !['queued', 'initiated', 'ringing', 'in-progress'].includes(status);
    return final ? this.over(line, status) : ({ status: 204 } as Answered);
  }

  override action(line: FakeLine): string {
    if (line.twiml !== '' || !line.to.startsWith('client:')) return super.action(line);
    const callId = new URL(line.callback).searchParams.get('call') ?? '';
    return `https://example.twil.io/voice/outbound?${new URLSearchParams({ From: line.to, callId })}`;
  }

  override webhook(address: string, fields: Record<string, string> = {}): Promise<Answered> {
    const { pathname, searchParams } = new URL(address);
    if (pathname !== '/voice/outbound') return super.webhook(address, fields);
    return this.call(outbound, { ...Object.fromEntries(searchParams), ...fields });
  }

  override lineTo(number: string): FakeLine {
    return super.lineTo(number === ADA.phone ? `client:${ADA.id}` : number);
  }
}

/** Plays the stories with Ada at her browser. */
export class BrowserPlayer extends Player {
  override get ada(): FakeLine | undefined {
    return this.stage.voice.lines.find(({ to }) => to === `client:${ADA.id}`);
  }
}
