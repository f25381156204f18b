/** A note that is being written. */
export interface Draft {
  disposition?: string;
  notes: string;
  /** It was handed in, and nobody knows yet whether it has arrived. */
  sent?: true;
  /** Last written at, milliseconds since the epoch. */
  at: number;
}

const PREFIX = 'cordboard.note.';
/** A draft that nobody has come back to is forgotten after this. Milliseconds. */
const KEPT = 7 * 24 * 3600_000;

/** Drafts of notes, kept in this browser until they are handed in: a reload or a lost network costs none. */
export class Drafts {
  constructor(
    private readonly memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>,
    private readonly now: () => number,
  ) {}

  read(call: string): Draft | undefined {
    try {
      const draft = JSON.parse(this.memory.getItem(PREFIX + call) ?? 'null') as Draft | null;
      return draft !== null && typeof draft.notes === 'string' ? draft : undefined;
    } catch {
      return undefined;
    }
  }

  write(call: string, draft: Omit<Draft, 'at'>): void {
    try {
      this.memory.setItem(PREFIX + call, JSON.stringify({ ...draft, at: this.now() }));
    } catch {
      // A browser without room keeps it in this tab only.
    }
  }

  forget(call: string): void {
    this.memory.removeItem(PREFIX + call);
  }

  /** The calls that have a draft, the one written last first. Old ones are thrown away. */
  calls(): string[] {
    const found: { call: string; at: number }[] = [];
    for (let at = 0; at < this.memory.length; at += 1) {
      const key = this.memory.key(at);
      if (key?.startsWith(PREFIX)) found.push({ call: key.slice(PREFIX.length), at: 0 });
    }
    const drafts = found.map(({ call }) => ({ call, at: this.read(call)?.at ?? 0 }));
    for (const { call, at } of drafts) if (at < this.now() - KEPT) this.forget(call);
    return drafts
      .filter(({ at }) => at >= this.now() - KEPT)
      .sort((a, b) => b.at - a.at)
      .map(({ call }) => call);
  }
}
