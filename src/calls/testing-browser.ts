import { handler as browserReport } from '../../functions/calls/status.protected';
import { handler as outbound } from '../../functions/voice/outbound.protected';
import type { Answered } from '../testing/invoke';
import type { CallView, LegStatus } from './contract';
import { ADA, CARL, type FakeLine, Stage } from './testing';

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
