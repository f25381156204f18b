interface Recording {
  sid: string;
  /** Which of the call it is. */
  n: number;
  line: string;
  status: 'in-progress' | 'paused' | 'stopped';
  began: number;
}

/** The recordings of a call as Twilio has them: one runs until it is stopped or its line is over. */
export class Tape {
  readonly all: Recording[] = [];

  get running(): Recording | undefined {
    return this.all.find(({ status }) => status !== 'stopped');
  }

  begin(n: number, line: string, began: number): Recording {
    const sid = `RE${String(this.all.length + 1).padStart(32, '0')}`;
    const recording: Recording = { sid, n, line, status: 'in-progress', began };
    this.all.push(recording);
    return recording;
  }

  /** One is told to run so, or the one that runs: its SID. Undefined: it is over. */
  steer(sid: string | undefined, is: 'on' | 'paused' | 'over'): string | undefined {
    const found = sid === undefined ? this.running : this.all.find((each) => each.sid === sid);
    if (found === undefined || found.status === 'stopped') return undefined;
    found.status = is === 'on' ? 'in-progress' : is === 'over' ? 'stopped' : 'paused';
    return found.sid;
  }

  /** Those that have ended, each once; lines that are over end theirs. */
  ended(isUp: (line: string) => boolean): Recording[] {
    for (const each of this.all) if (!isUp(each.line)) each.status = 'stopped';
    const over = this.all.filter((each) => each.status === 'stopped' && !this.#told.has(each.sid));
    for (const { sid } of over) this.#told.add(sid);
    return over;
  }

  readonly #told = new Set<string>();
}
