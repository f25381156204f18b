import type { MachineDetection } from '../../machine-detection';
import { CALL_EVENTS, type CallEvent, type Subscription, type Target } from '../../model';
import type { Attributes } from '../attributes';

/** One party to dial, and what goes with it. */
export interface Callee {
  /** E.164, or `client:<identity>`. */
  address: string;
  /** TwiML for the called party alone, before the two are connected. */
  whisper?: Target | undefined;
  statusCallback?: Subscription<CallEvent> | undefined;
  sendDigits?: string | undefined;
  detection?: MachineDetection | undefined;
  /** What a client is told beside who calls. */
  parameters?: Record<string, string> | undefined;
}

/** Where a noun's own status callbacks go; the same for every noun that makes a call. */
export function calledEvents(attributes: Attributes): Subscription<CallEvent> | undefined {
  const callback = attributes.target('statusCallback', 'statusCallbackMethod');
  return (
    callback && {
      ...callback,
      events: attributes.words('statusCallbackEvent', CALL_EVENTS) ?? ['completed'],
    }
  );
}
