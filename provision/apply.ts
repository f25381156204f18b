import type { Twilio } from 'twilio';
import { type Action, decide, type Existing, type Resource, type Settled, type Sids } from './resource';

export interface Applied {
  actions: Action[];
  /** Environment variables that follow from the account: `VERIFY_SERVICE_SID` and the like. */
  outputs: Record<string, string>;
}

/**
 * Makes the account hold `resources` (parents stand before their children). What exists by name is adopted, nothing is
 * removed, and each step stands alone: killed anywhere and run again, it goes on from what is there.
 */
export async function apply(
  client: Twilio,
  resources: Resource[],
  onAction: (action: Action) => void = () => undefined,
): Promise<Applied> {
  // A resource's path is its ancestors' SIDs and its own: what the API needs to address its children.
  const paths = new Map<string, string>();
  const sids: Sids = (id) => {
    const path = paths.get(id);
    if (path === undefined) throw new Error(`"${id}" is needed before it stands`);
    return path.slice(path.lastIndexOf('/') + 1);
  };
  const listed = new Map<string, Existing[]>();
  const made = new Set<string>();
  const applied: Applied = { actions: [], outputs: {} };

  for (const declared of resources) {
    const resource: Settled = {
      ...declared,
      name: typeof declared.name === 'function' ? declared.name(sids) : declared.name,
      fields: typeof declared.fields === 'function' ? declared.fields(sids) : declared.fields,
    };
    const parent = resource.parent ? paths.get(resource.parent) : '';
    if (parent === undefined)
      throw new Error(`"${resource.id}" stands before its parent "${resource.parent}"`);

    // What was made a moment ago has no children yet: no need to ask.
    const key = `${resource.type.label} ${parent}`;
    const fresh = resource.parent !== undefined && made.has(resource.parent);
    const siblings = listed.get(key) ?? (fresh ? [] : await resource.type.list(client, parent));
    listed.set(key, siblings);

    const action = decide(resource, siblings);
    onAction(action);
    const sid = await perform(client, parent, action);
    if (action.kind === 'create' && !resource.type.bornWithChildren) made.add(resource.id);
    paths.set(resource.id, parent ? `${parent}/${sid}` : sid);
    applied.actions.push(action);
    if (resource.output) applied.outputs[resource.output] = sid;
  }
  return applied;
}

async function perform(client: Twilio, parent: string, action: Action): Promise<string> {
  const { type, name, fields } = action.resource;
  if (action.kind === 'create') return type.create(client, parent, name, fields);
  if (action.kind === 'update') {
    await type.update(
      client,
      parent,
      action.sid,
      Object.fromEntries(action.changes.map(({ field, to }) => [field, to])),
    );
  }
  return action.sid;
}
