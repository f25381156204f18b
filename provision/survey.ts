import type { Twilio } from 'twilio';
import { atMost } from './at-once';
import { doing } from './failure';
import { type Decisions, type Existing, pick, type Resource, type Sids } from './resource';

/** What is in the account, as far as it has been looked at. */
export interface Survey {
  /** Path of what exists, by the resource's id: its ancestors' SIDs and its own. */
  paths: Map<string, string>;
  /** What lives beside a resource, by the resource's id; undefined when its parent is not there or nobody looked. */
  siblings: Map<string, Existing[]>;
  /** What was asked for, and is not asked for again in the same run. */
  lists: Map<string, Promise<Existing[]>>;
}

/** How many reads there are at the same time. */
const READS = 5;

export const sidOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * Looks for `resources` in the account, side by side where one does not need the other. Only reads; one list of each
 * type in each parent. What was read for `before` is not read again; `apply` keeps it true.
 */
export async function survey(
  client: Twilio,
  resources: Resource[],
  { known }: Pick<Decisions, 'known'>,
  before?: Survey,
): Promise<Survey> {
  const paths = new Map(before?.paths);
  const siblings = new Map(before?.siblings);
  const done = new Map<string, Promise<void>>();
  const lists = new Map(before?.lists);
  const inTurn = atMost(READS);
  // Siblings are asked for by their names, all in one list.
  const groups = new Map<string, Resource[]>();
  const groupOf = ({ type, parent = '' }: Resource) => `${type.label} ${parent}`;
  for (const resource of resources)
    groups.set(groupOf(resource), [...(groups.get(groupOf(resource)) ?? []), resource]);

  const sids: Sids = (id) => sidOf(paths.get(id) ?? missing(id));
  const list = async (resource: Resource, parent: string): Promise<Existing[]> => {
    const { type } = resource;
    const group = groups.get(groupOf(resource)) ?? [];
    const needed = group.flatMap(({ needs = [] }) => needs);
    await Promise.all(needed.map((id) => done.get(id)));
    const names = group.map(({ name }) => (typeof name === 'string' ? name : name(sids)));
    return doing(`read: ${type.label}`, () => inTurn(() => type.list(client, parent, names)));
  };
  const listed = (resource: Resource, parent: string): Promise<Existing[]> => {
    const group = groups.get(groupOf(resource)) ?? [];
    const key = `${resource.type.label} ${parent} ${group.map(({ id }) => id).join(' ')}`;
    const listing = lists.get(key) ?? list(resource, parent);
    lists.set(key, listing);
    return listing;
  };
  const partOf = ({ parent: id = '' }: Resource, parent: string, name: string): Existing => {
    const whole = siblings.get(id)?.find(({ sid }) => sid === sidOf(parent));
    return { sid: sidOf(parent), name, fields: whole?.fields ?? {} };
  };
  const look = async (resource: Resource): Promise<void> => {
    await Promise.all([resource.parent ?? '', ...(resource.needs ?? [])].map((id) => done.get(id)));
    const parent = resource.parent === undefined ? '' : paths.get(resource.parent);
    if (parent === undefined) return;
    const name = typeof resource.name === 'string' ? resource.name : resource.name(sids);
    const all = resource.type.partOfParent
      ? [partOf(resource, parent, name)]
      : await listed(resource, parent);
    siblings.set(resource.id, all);
    const found = pick(name, all, known);
    if (found !== undefined) paths.set(resource.id, parent === '' ? found.sid : `${parent}/${found.sid}`);
  };
  for (const resource of resources) done.set(resource.id, look(resource));
  // Whatever happens to one, none is left running.
  const outcomes = await Promise.allSettled(done.values());
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return { paths, siblings, lists };
}

/** Stands for the SID of what is still to be made. */
export const missing = (id: string): string => `new:${id}`;
