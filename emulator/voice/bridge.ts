import type { Leg } from './leg';

/** What one party does that the other does not just hear. */
export interface BridgeOptions {
  /** The first party pressed a key. */
  onKey?: (key: string) => void;
}

/** Connects two calls: each hears the other's words and keys. Returns what takes them apart again. */
export function connect(first: Leg, second: Leg, options: BridgeOptions = {}): () => void {
  const pair = [first, second] as const;
  first.core.bridges.add(pair);
  first.hush();
  second.hush();
  const stopFirst = first.listen({
    key: (key) => {
      second.hear({ kind: 'tone', name: 'dtmf', digits: key });
      options.onKey?.(key);
    },
    speech: (text) => second.hear({ kind: 'voice', text, from: farEnd(first) }),
  });
  const stopSecond = second.listen({
    key: (key) => first.hear({ kind: 'tone', name: 'dtmf', digits: key }),
    speech: (text) => first.hear({ kind: 'voice', text, from: farEnd(second) }),
  });
  first.place({ kind: 'call', with: farEnd(second) });
  second.place({ kind: 'call', with: farEnd(first) });
  return () => {
    first.core.bridges.delete(pair);
    stopFirst();
    stopSecond();
  };
}

/** The address of the person on a leg: who called in, or who was called. */
export const farEnd = (leg: Leg): string => (leg.direction === 'inbound' ? leg.from : leg.to);
