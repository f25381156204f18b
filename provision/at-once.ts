/**
 * Lets at most `most` pieces of work run at the same time; the others wait for their turn. Twilio refuses whoever asks too
 * much at once. https://www.twilio.com/docs/api/errors/20429
 */
export function atMost(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running < most) running++;
    else await new Promise<void>((turn) => waiting.push(turn));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
