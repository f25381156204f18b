import { useEffect, useState } from 'preact/hooks';
import { serverNow } from './clock';

/** The time, anew every second while `runs`. Milliseconds since the epoch. */
export function useNow(runs: boolean): number {
  const [now, setNow] = useState(serverNow());
  useEffect(() => {
    if (!runs) return;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}
