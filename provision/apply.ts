import type { Twilio } from 'twilio';
import { doing } from './failure';
import { fingerprint, MARK, type Plan, type PlanOptions, settle } from './plan';
import {
  type Action,
  decide,
  type Existing,
  type Made,
  type Resource,
  type Settled,
  type Sids,
} from './resource';
import { sidOf } from './survey';

/** Environment variables that follow from the account: `VERIFY_SERVICE_SID` and the like. Some are secrets. */
export type Outputs = Record<string, string>;

/**
 * Makes the account hold `resources` (parents stand before their children) as `plan` says. What exists by name is
 * adopted, nothing is removed, and each step stands alone: ended anywhere and run again, it goes on from what is there.
 * Throws a `ProvisionError`.
 */
export async function apply(
  client: Twilio,
  resources: Resource[],
  plan: Plan,
  options: PlanOptions,
  onDone: (action: Action) => void = () => undefined,
): Promise<Outputs> {
  const paths = new Map(plan.seen.paths);
  const sids: Sids = (id) => {
    const path = paths.get(id);
    if (path === undefined) throw new Error(`"${id}" is needed before it stands`);
    return sidOf(path);
  };
  const outputs: Outputs = {};
  // What Twilio put into something that was made just now.
  const born = new Map<string, Existing[]>();
  const unmarked = await unmark(client, plan);

  for (const [at, resource] of resources.entries()) {
    const { type, id } = resource;
    const planned = plan.actions[at];
    if (planned === undefined) throw new Error(`"${id}" is not in the plan`);
    let action = planned;
    const marking = unmarked && id === MARK;
    if (action.kind !== 'same' || marking) {
      const settled = settle(
        id === MARK ? { ...resource, fields: { fingerprint: fingerprint(resources, paths) } } : resource,
        sids,
      );
      const parent = resource.parent === undefined ? '' : (paths.get(resource.parent) ?? '');
      // What was made a moment ago has no children yet, unless Twilio gives it some.
      const isNew = resource.parent !== undefined && !plan.seen.paths.has(resource.parent);
      const key = `${type.label} ${parent}`;
      if (isNew && type.bornWithParent === 'some' && !born.has(key))
        born.set(key, await doing(`read: ${type.label}`, () => type.list(client, parent, [settled.name])));
      const siblings = marking
        ? [unmarked]
        : isNew
          ? bornIn(settled, parent, born.get(key))
          : (plan.seen.siblings.get(id) ?? []);
      action = decide(settled, siblings, options);
      const made = await perform(client, parent, action, siblings);
      if (made !== undefined) {
        const path = parent === '' ? made.sid : `${parent}/${made.sid}`;
        paths.set(id, path);
        for (const [label, all] of Object.entries(made.holds ?? {})) born.set(`${label} ${path}`, all);
        Object.assign(outputs, made.outputs);
        if (resource.output) outputs[resource.output] = made.value ?? made.sid;
      }
      if (planned.kind !== 'left') onDone(action);
    } else if (resource.output && action.found.sid !== '')
      outputs[resource.output] = action.found.value ?? action.found.sid;
  }
  return outputs;
}

/** What a parent that is new holds already. */
function bornIn({ type, name, fields }: Settled, parent: string, looked: Existing[] = []): Existing[] {
  if (type.partOfParent) return [{ sid: sidOf(parent), name, fields: {} }];
  return type.bornWithParent === 'all' ? [{ sid: '', name, fields }] : looked;
}

/** The mark goes before what it stands for is changed: ended in between, everything is looked at the next time. */
async function unmark(client: Twilio, plan: Plan): Promise<Existing | undefined> {
  const mark = plan.actions.find(({ resource }) => resource.id === MARK);
  const deep = plan.actions.some(
    ({ kind, resource }) => resource.type.deep && (kind === 'create' || kind === 'update'),
  );
  const path = plan.seen.paths.get(MARK);
  if (!deep || path === undefined || mark === undefined) return undefined;
  const { type, parent = '', name } = mark.resource;
  await doing('take the mark away', () =>
    type.update(client, plan.seen.paths.get(parent) ?? '', sidOf(path), { fingerprint: '' }),
  );
  return { sid: sidOf(path), name, fields: { fingerprint: '' } };
}

/** @param siblings what was read, kept true: the same run may go on from it */
async function perform(
  client: Twilio,
  parent: string,
  action: Action,
  siblings: Existing[],
): Promise<Made | undefined> {
  const { type, name, fields } = action.resource;
  const what = `${type.label} "${name}"`;
  if (action.kind === 'create') {
    const answer = await doing(`create ${what}`, () => type.create(client, parent, name, fields));
    const made = typeof answer === 'string' ? { sid: answer } : answer;
    const { sid, value } = made;
    siblings.push({ sid, name, fields, ...(value === undefined ? {} : { value }) });
    return made;
  }
  if (action.kind === 'update') {
    const changes = Object.fromEntries(action.changes.map(({ field, to }) => [field, to]));
    await doing(`update ${what}`, () => type.update(client, parent, action.found.sid, changes));
    Object.assign(action.found.fields, changes);
  }
  return action.found;
}
