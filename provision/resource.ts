import type { Twilio } from 'twilio';

/** Settings of a resource as Twilio's API names them in camelCase (the SDK's names). */
export type Value = string | number | boolean;
export type Fields = Record<string, Value>;

/** Something that is in the account already. */
export interface Existing {
  sid: string;
  /** What it is adopted by: unique name, friendly name, or what else tells it from its siblings. */
  name: string;
  fields: Fields;
  /** What the environment variable holds, where that is not the SID. */
  value?: string;
  /** Why it has to stay as it is: a sentence for the operator. */
  left?: string;
  /** The same, where that depends on the rest of the account, and matters only when it would be changed. */
  taken?: () => string | undefined;
}

/** What was made; `outputs` are further environment variables, which may be secrets. */
export interface Made {
  sid: string;
  value?: string;
  outputs?: Record<string, string>;
  /** What Twilio has put into it, by the label of its type, as far as the answer tells. */
  holds?: Record<string, Existing[]>;
}

/** How one type of Twilio resource is found, made, changed and taken away. `parent` is the path of what it lives in. */
export interface ResourceType {
  /** For the plan, in a word or two: "Verify service". */
  label: string;
  /** Those there are; may leave out others than `names` where there can be very many. */
  list(client: Twilio, parent: string, names: readonly string[]): Promise<Existing[]>;
  create(client: Twilio, parent: string, name: string, fields: Fields): Promise<string | Made>;
  update(client: Twilio, parent: string, sid: string, fields: Fields): Promise<void>;
  /** With all that is in it. Absent: Cordboard never takes one away. */
  remove?(client: Twilio, sid: string): Promise<void>;
  /** What goes with it when it is removed, for the question before that. */
  holds?: string;
  /** Twilio puts `all` of them into a new parent, or `some`: those must be looked for even then, unless it told. */
  bornWithParent?: 'all' | 'some';
  /** It is some settings of its parent, which stand in the parent's own record. */
  partOfParent?: true;
  /** What else is among its siblings is told as drift; what Twilio puts there by itself is not. */
  exclusive?: { except: readonly string[] };
  /** What two values are compared as, where Twilio writes one and the same setting in many ways. */
  compare?: (field: string, value: Value) => Value;
  /** Settings that Twilio lets nobody change. */
  fixed?: readonly string[];
  /** Costs money: made only when the operator has allowed that, otherwise this is said. */
  spend?: string;
  /** Looked at only when the mark is not that of what is declared; see `MARK`. */
  deep?: true;
}

/** The SID of a resource that stands before, by its id within the plan. */
export type Sids = (id: string) => string;

/** One resource that Cordboard needs, as data. */
export interface Resource {
  /** Names it within the plan; others point to it as their parent. */
  id: string;
  type: ResourceType;
  /** A name may need the SIDs of the resources in `needs`, settings those of any that stands before. */
  name: string | ((sids: Sids) => string);
  needs?: readonly string[];
  parent?: string;
  fields: Fields | ((sids: Sids) => Fields);
  /** The environment variable its SID goes to. */
  output?: string;
}

/** A resource whose name and settings are known. */
export type Settled = Resource & { name: string; fields: Fields };

export interface Change {
  field: string;
  from: Value | undefined;
  to: Value;
}

/** What has to happen to one resource for the account to be as declared. */
export type Action =
  | { kind: 'create'; resource: Settled }
  | { kind: 'update'; resource: Settled; found: Existing; changes: Change[] }
  | { kind: 'same'; resource: Settled; found: Existing }
  /** It is not as declared, and not for us to change. Where it `must` be, nothing works until somebody has done so. */
  | { kind: 'left'; resource: Settled; found?: Existing; why: string; must: boolean };

/** What is known of the account beside what is in it. */
export interface Decisions {
  allowSpend: boolean;
  /** SIDs that the operator's `.env` names: of several resources with one name, this one is meant. */
  known: ReadonlySet<string>;
}

/** The one of that name: the one that `.env` names, else the first. */
export function pick(name: string, siblings: Existing[], known: ReadonlySet<string>): Existing | undefined {
  const named = siblings.filter((sibling) => sibling.name === name);
  return named.find(({ sid }) => known.has(sid)) ?? named[0];
}

/** Decides what one resource needs. Pure: the same account and declaration always give the same answer. */
export function decide(resource: Settled, siblings: Existing[], { allowSpend, known }: Decisions): Action {
  const { type, fields } = resource;
  const found = pick(resource.name, siblings, known);
  if (found === undefined)
    return type.spend === undefined || allowSpend
      ? { kind: 'create', resource }
      : { kind: 'left', resource, why: type.spend, must: true };
  const compared = (field: string, value: Value | undefined) =>
    value === undefined ? undefined : (type.compare?.(field, value) ?? value);
  const changes = Object.entries(fields)
    .filter(([field, to]) => compared(field, found.fields[field]) !== compared(field, to))
    .map(([field, to]): Change => ({ field, from: found.fields[field], to }));
  if (found.left !== undefined) return { kind: 'left', resource, found, why: found.left, must: true };
  if (changes.length === 0) return { kind: 'same', resource, found };
  const taken = found.taken?.();
  if (taken !== undefined) return { kind: 'left', resource, found, why: taken, must: false };
  const fixed = changes.find(({ field }) => type.fixed?.includes(field));
  if (fixed !== undefined)
    return {
      ...{ kind: 'left', resource, found, must: true },
      why: `${fixed.field} is ${fixed.from} and should be ${fixed.to}, which Twilio lets nobody change. Rename it in the Console, then run this again`,
    };
  return { kind: 'update', resource, found, changes };
}
