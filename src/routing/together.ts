/** How long is waited for who is at it; the platform may have stopped them. Milliseconds. */
const PATIENCE_MS = 2_000;

/** Resolves when `work` has come to an end, good or bad, or the time is up. */
export async function settled(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const up = new Promise<void>((done) => {
    timer = setTimeout(done, ms);
  });
  try {
    await Promise.race([work.catch(() => undefined), up]);
  } finally {
    clearTimeout(timer);
  }
}

/** News of one thing that waits until those before it are written. */
interface Batch<News, Result> {
  news: News;
  outcome: Promise<Result>;
}

/**
 * In one instance, news of the same thing don't race each other: while some are being written, what comes meanwhile is
 * added up and written in one go after them. This saves requests and nothing depends on it: other instances write at the
 * same time.
 */
export class Together<News, Result> {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #waiting = new Map<string, Batch<News, Result>>();

  constructor(private readonly add: (a: News, b: News) => News) {}

  /** `write` is called with the news, and with what else has come. Who only joined tries once for themselves if it fails. */
  async write(
    key: string,
    news: News,
    write: (news: News) => Promise<Result>,
    isAgain = false,
  ): Promise<Result> {
    const batch = this.#waiting.get(key);
    if (batch === undefined) return this.#lead(key, news, write);
    batch.news = this.add(batch.news, news);
    try {
      return await batch.outcome;
    } catch (error) {
      // It was somebody else's time that ran out.
      if (isAgain) throw error;
      return this.write(key, news, write, true);
    }
  }

  #lead(key: string, news: News, write: (news: News) => Promise<Result>): Promise<Result> {
    const before = this.#running.get(key);
    if (before === undefined) return this.#run(key, write(news));
    const batch = { news } as Batch<News, Result>;
    this.#waiting.set(key, batch);
    const inTurn = async () => {
      await settled(before, PATIENCE_MS);
      this.#waiting.delete(key);
      return this.#run(key, write(batch.news));
    };
    batch.outcome = inTurn();
    return batch.outcome;
  }

  #run(key: string, work: Promise<Result>): Promise<Result> {
    const over = () => {
      if (this.#running.get(key) === work) this.#running.delete(key);
    };
    this.#running.set(key, work);
    work.then(over, over);
    return work;
  }
}
