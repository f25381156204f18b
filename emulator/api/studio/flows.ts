import type { Kernel } from '../../product';
import type { Collection } from '../../store';
import type { ReadDefinition } from './definition';
import type { FlowRevision, FlowStatus } from './entities';
import { InvalidDefinition } from './errors';

/** What a request makes of a flow. */
export interface FlowInput {
  friendlyName: string;
  status: FlowStatus;
  commitMessage: string | null;
  read: ReadDefinition;
}

/** The account's flows: of each, all revisions. */
export class Flows {
  readonly #all: Collection<FlowRevision[]>;

  constructor(private readonly kernel: Kernel) {
    this.#all = kernel.store.collection('studio.flows');
  }

  /** Throws 81022 when a flow with errors shall be published. */
  create(input: FlowInput): FlowRevision {
    demandValid(input);
    const sid = this.kernel.ids.sid('FW');
    const now = this.kernel.clock.now();
    const flow = revisionOf(sid, 1, input, now, now);
    this.#all.set(sid, [flow]);
    return flow;
  }

  /** The newest revision of each, newest flow first. */
  list(): FlowRevision[] {
    return this.#all
      .values()
      .flatMap((revisions) => revisions.at(-1) ?? [])
      .reverse();
  }

  find(sid: string): FlowRevision | undefined {
    return this.#all.get(sid)?.at(-1);
  }

  /** Newest first. */
  revisions(sid: string): FlowRevision[] {
    return [...(this.#all.get(sid) ?? [])].reverse();
  }

  revision(sid: string, number: number): FlowRevision | undefined {
    return this.#all.get(sid)?.find(({ revision }) => revision === number);
  }

  /** What calls run on: the newest revision that was published. */
  published(sid: string): FlowRevision | undefined {
    return this.revisions(sid).find(({ status }) => status === 'published');
  }

  /** A new revision. Throws 81022 when one with errors shall be published. */
  update(flow: FlowRevision, input: FlowInput): FlowRevision {
    demandValid(input);
    const next = revisionOf(flow.sid, flow.revision + 1, input, flow.dateCreated, this.kernel.clock.now());
    this.#all.set(flow.sid, [...(this.#all.get(flow.sid) ?? []), next]);
    return next;
  }

  remove(sid: string): void {
    this.#all.delete(sid);
  }
}

function demandValid({ status, read }: FlowInput): void {
  if (status === 'published' && read.errors.length > 0)
    throw new InvalidDefinition(read.errors, read.warnings);
}

const revisionOf = (
  sid: string,
  revision: number,
  { read, ...rest }: FlowInput,
  dateCreated: number,
  dateUpdated: number,
): FlowRevision => ({ sid, revision, ...rest, ...read, dateCreated, dateUpdated });
