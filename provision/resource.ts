import type { Twilio } from 'twilio';

/** Settings of a resource as Twilio's API names them in camelCase (the SDK's names). */
export type Fields = Record<string, string | number | boolean>;

/** Something that is in the account already. */
export interface Existing {
  sid: string;
  /** What it is adopted by: unique name, friendly name, or what else tells it from its siblings. */
  name: string;
  fields: Fields;
}

/** How one type of Twilio resource is found, made and changed. `parent` is the SID of what it lives in. */
export interface ResourceType {
  /** For the plan, in a word or two: "Verify service". */
  label: string;
  list(client: Twilio, parent: string): Promise<Existing[]>;
  create(client: Twilio, parent: string, name: string, fields: Fields): Promise<string>;
  update(client: Twilio, parent: string, sid: string, fields: Fields): Promise<void>;
  /** Twilio puts something into a new one, so its children must be looked for even then. */
  bornWithChildren?: boolean;
}

/** The SID of a resource that stands before, by its id within the plan. */
export type Sids = (id: string) => string;

/** One resource that Cordboard needs, as data. */
export interface Resource {
  /** Names it within the plan; others point to it as their parent. */
  id: string;
  type: ResourceType;
  /** Names and settings may need the SIDs of resources that stand before. */
  name: string | ((sids: Sids) => string);
  parent?: string;
  fields: Fields | ((sids: Sids) => Fields);
  /** The environment variable its SID goes to. */
  output?: string;
}

/** A resource whose name and settings are known. */
export type Settled = Resource & { name: string; fields: Fields };

/** What has to happen to one resource for the account to be as declared. */
export type Action =
  | { kind: 'create'; resource: Settled }
  | { kind: 'update'; resource: Settled; sid: string; changes: Change[] }
  | { kind: 'same'; resource: Settled; sid: string };

export interface Change {
  field: string;
  from: string | number | boolean | undefined;
  to: string | number | boolean;
}

/** Decides what one resource needs. Pure: the same account and declaration always give the same answer. */
export function decide(resource: Settled, siblings: Existing[]): Action {
  const found = siblings.find((sibling) => sibling.name === resource.name);
  if (!found) return { kind: 'create', resource };
  const changes = Object.entries(resource.fields)
    .filter(([field, to]) => found.fields[field] !== to)
    .map(([field, to]): Change => ({ field, from: found.fields[field], to }));
  return changes.length === 0
    ? { kind: 'same', resource, sid: found.sid }
    : { kind: 'update', resource, sid: found.sid, changes };
}

/** One line of the plan: `+ create`, `~ update (field: old → new)`, `= same`. */
export function describe(action: Action): string {
  const what = `${action.resource.type.label} "${action.resource.name}"`;
  if (action.kind === 'create') return `+ create  ${what}`;
  if (action.kind === 'same') return `= same    ${what}`;
  const changes = action.changes
    .map(({ field, from, to }) => `${field}: ${from ?? 'unset'} → ${to}`)
    .join(', ');
  return `~ update  ${what} (${changes})`;
}
