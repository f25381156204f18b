import type { CallView, LegView } from '../../../src/calls/contract';
import type { Scene } from '../scene';
import { MAIN } from '../scene';

/** Now, in these tests. Milliseconds since the epoch. */
export const AT = Date.UTC(2026, 10, 21, 9);

/** A line of a call that is talked. */
export const leg = (label: LegView['label'], more: Partial<LegView> = {}): LegView => ({
  label,
  number: '+14155550101',
  status: 'in-progress',
  present: true,
  ...more,
});

/** A call that is connected, with whoever else is in it. */
export function talked(
  more: Partial<CallView> = {},
  { agent = {}, customer = {}, others = [] }: Talked = {},
): CallView {
  return {
    id: 'a',
    direction: 'outbound',
    kind: 'phone',
    phase: 'connected',
    recipient: '+14155550123',
    legs: [leg('agent', agent), leg('customer', { number: '+14155550123', ...customer }), ...others],
    startedAt: new Date(AT).toISOString(),
    connectedAt: new Date(AT).toISOString(),
    voicemail: false,
    ...more,
  };
}

/** How those in a call take part in it. */
interface Talked {
  agent?: Partial<LegView>;
  customer?: Partial<LegView>;
  others?: LegView[];
}

/** A guest, the n-th. */
export const guest = (n: number, more: Partial<LegView> = {}): LegView =>
  leg('guest', { participant: `g${n}-1-abc`, name: `guest${n}@example.com`, ...more });

/** The board without anybody else on it. */
export const BASE: Scene = {
  jacks: [
    { id: 'agent', title: 'You', text: '', lamp: 'on' },
    { id: 'customer', title: 'Customer', text: '', lamp: 'on' },
  ],
  strands: [{ id: MAIN, lies: 'connected' }],
  alt: '',
};
