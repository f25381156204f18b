import { createHash } from 'node:crypto';
import type { Twilio } from 'twilio';
import {
  type Action,
  type Decisions,
  decide,
  type Existing,
  type Resource,
  type Settled,
  type Sids,
} from './resource';
import { missing, type Survey, sidOf, survey } from './survey';

/** Everything that would have to happen, and what else is worth knowing. */
export interface Plan {
  actions: Action[];
  /** What is in Cordboard's containers and nobody declared: `TaskRouter queue "Sales 2"`. It is left alone. */
  drift: string[];
  /** What the operator should know: something was adopted, or is there twice. */
  notes: string[];
  /** False when the settings under the mark were taken to be as they were. */
  complete: boolean;
  seen: Survey;
}

export interface PlanOptions extends Decisions {
  /** Look at everything, whatever the mark says. */
  deep: boolean;
  /** What `.env` says: variable → value. */
  present: Record<string, string>;
}

/**
 * Resource that holds a fingerprint of all `deep` ones: who may read what, and how often a code is sent. Each of those
 * is a read of its own, and they change by nobody's hand but a person's in the API. The mark is written when all are as
 * declared, and taken away before one of them is changed, so that it never says more than is true of what Cordboard did.
 */
export const MARK = 'sync.mark';

/** Name and settings with the SIDs of what it refers to. */
export const settle = (resource: Resource, sids: Sids): Settled => ({
  ...resource,
  name: typeof resource.name === 'function' ? resource.name(sids) : resource.name,
  fields: typeof resource.fields === 'function' ? resource.fields(sids) : resource.fields,
});

/** The SIDs in a survey; of what is not there, something that stands for it. */
export const sidsIn =
  ({ paths }: Survey): Sids =>
  (id) =>
    sidOf(paths.get(id) ?? missing(id));

/** What the mark must be for the deep ones among `resources`, where they are. */
export function fingerprint(resources: Resource[], paths: ReadonlyMap<string, string>): string {
  const sids: Sids = (id) => sidOf(paths.get(id) ?? missing(id));
  const parts = resources
    .filter(({ type }) => type.deep)
    .map((resource) => {
      const { name, fields, parent = '' } = settle(resource, sids);
      return [resource.type.label, paths.get(parent) ?? missing(parent), name, fields];
    });
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/**
 * Reads the account and says what would have to happen. Writes nothing.
 *
 * @param before what this run has read already
 */
export async function makePlan(
  client: Twilio,
  resources: Resource[],
  options: PlanOptions,
  before?: Survey,
): Promise<Plan> {
  const shallow = resources.filter(({ type }) => !type.deep);
  const first = await survey(client, shallow, options, before);
  const mark = first.siblings.get(MARK)?.find(({ sid }) => first.paths.get(MARK)?.endsWith(sid));
  const wanted = fingerprint(resources, first.paths);
  const complete = options.deep || mark?.fields.fingerprint !== wanted;
  const deep = resources.filter(({ type }) => type.deep);
  const seen = complete ? await survey(client, deep, options, first) : first;

  const sids = sidsIn(seen);
  const actions = resources.map((resource): Action => {
    const settled = settle(resource, sids);
    if (resource.id === MARK) settled.fields = { fingerprint: wanted };
    const parentMissing = resource.parent !== undefined && !seen.paths.has(resource.parent);
    if (!complete && resource.type.deep)
      return { kind: 'same', resource: settled, found: { sid: '', name: settled.name, fields: {} } };
    return decide(settled, parentMissing ? [] : (seen.siblings.get(resource.id) ?? []), options);
  });
  return {
    actions,
    drift: driftIn(resources, seen),
    notes: notesOn(actions, seen, options),
    complete,
    seen,
  };
}

/** What stands among the declared ones and is none of them. */
function driftIn(resources: Resource[], seen: Survey): string[] {
  const sids = sidsIn(seen);
  const told = new Set<Existing[]>();
  return resources.flatMap((resource) => {
    const { type, parent } = resource;
    const siblings = seen.siblings.get(resource.id);
    if (type.exclusive === undefined || siblings === undefined || told.has(siblings)) return [];
    told.add(siblings);
    const declared = resources
      .filter((one) => one.type.label === type.label && one.parent === parent)
      .map(({ name }) => (typeof name === 'function' ? name(sids) : name));
    const expected = new Set([...declared, ...type.exclusive.except]);
    return siblings
      .filter(({ name }) => !expected.has(name))
      .map(({ name }) => `${type.label} "${name}"${parent ? ` in ${parent}` : ''}`);
  });
}

function notesOn(actions: Action[], seen: Survey, { present }: PlanOptions): string[] {
  return actions.flatMap((action) => {
    const { resource } = action;
    const found = 'found' in action ? action.found : undefined;
    if (found === undefined || found.sid === '') return [];
    const what = `${resource.type.label} "${resource.name}"`;
    const twins = (seen.siblings.get(resource.id) ?? []).filter(({ name }) => name === resource.name);
    const others = twins.filter(({ sid }) => sid !== found.sid).map(({ sid }) => sid);
    const notes: string[] = [];
    if (others.length > 0)
      notes.push(`there is more than one ${what}: ${found.sid} is used, ${others.join(', ')} is not`);
    const { output } = resource;
    if (output !== undefined && present[output] !== (found.value ?? found.sid) && found.value === undefined)
      notes.push(
        `${what} was there already and is adopted (${found.sid}). If it is not Cordboard's, rename it in the Console and run this again`,
      );
    return notes;
  });
}

/** Whether anything would change. */
export const changesIn = ({ actions }: Plan): Action[] =>
  actions.filter(({ kind }) => kind === 'create' || kind === 'update');
