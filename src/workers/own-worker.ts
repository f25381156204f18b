import { hasBrowserCalls } from '../config';
import type { Caller, Deps } from '../endpoint';
import { rolesOf } from '../identity';
import type { Person } from '../live-state';
import { ambiguous, answered } from '../twilio';
import { ACTIVITY, activitySid } from './activities';
import { type AttributesPatch, deviceOf, patched, type WorkerAttributes } from './attributes';
import { changeWorker, readWorker, type Worker, workerOf, workersIn } from './worker';

/** What a worker's attributes say of its person. */
export interface Owner {
  agentId: string;
  email: string;
  /** Verified, E.164. */
  phone: string;
  roles: string[];
  /** Whether calls can ring in the browser. */
  browser: boolean;
}

/** A worker's name ends here. https://www.twilio.com/docs/taskrouter/api/worker */
const NAME_LENGTH = 64;
/** As many workers as one page of TaskRouter holds. */
const PAGE = 1000;

/** Everybody can take anything until somebody says otherwise. */
const SKILLS = ['sales', 'support'];
const LANGUAGES = ['en', 'es'];

/** Where calls ring on that device. */
export const contactOf = (
  device: 'phone' | 'browser',
  { agentId, phone }: Pick<Owner, 'agentId' | 'phone'>,
) => (device === 'browser' ? `client:${agentId}` : phone);

/**
 * What must change in a worker's attributes for it to be this person's; pure. Calls that ring on their phone ring on the
 * number they have now. Skills and languages that somebody has given them stay.
 */
export function ownership(attributes: WorkerAttributes, owner: Owner): AttributesPatch {
  const { agentId, email, phone, roles, browser } = owner;
  const { contact_uri: contact } = attributes;
  // Neither a number nor a browser, like a SIP address: somebody has wired that on purpose.
  const special = typeof contact === 'string' && contact !== '' && !/^(\+|client:)/.test(contact);
  const device = browser ? deviceOf(attributes) : 'phone';
  return {
    agent_id: agentId,
    email,
    phone,
    roles,
    contact_uri: special ? contact : contactOf(device, owner),
    skills: Array.isArray(attributes.skills) ? attributes.skills : SKILLS,
    languages: Array.isArray(attributes.languages) ? attributes.languages : LANGUAGES,
  };
}

const ownerOf = ({ config }: Deps, { agentId, email, phone, roles }: Caller): Owner => ({
  ...{ agentId, email, phone, roles, browser: hasBrowserCalls(config) },
});

const nameOf = ({ email, agentId }: Owner): string => (email.length <= NAME_LENGTH ? email : agentId);

const differs = ({ attributes }: Worker, owner: Owner): boolean =>
  JSON.stringify(patched(attributes, ownership(attributes, owner))) !== JSON.stringify(attributes);

/**
 * A worker that is this person's by its name: their address, in whatever case. TaskRouter finds names only as they are
 * written, so those of the first page are compared too. Two or three requests.
 */
async function findByName(deps: Deps, owner: Owner): Promise<Worker | undefined> {
  const name = nameOf(owner);
  const [exact] = await workersIn(deps).list({ friendlyName: name, limit: 1, pageSize: 50 });
  const found =
    exact ??
    (await workersIn(deps).list({ limit: PAGE, pageSize: PAGE })).find(
      ({ friendlyName }) => friendlyName.toLowerCase() === name,
    );
  return found && readWorker(deps, found.sid);
}

/** A worker of their own; of two who make it at once, both get the same. */
async function findOrMake(deps: Deps, owner: Owner): Promise<Worker> {
  const found = await findByName(deps, owner);
  if (found !== undefined) return found;
  const worker = {
    friendlyName: nameOf(owner),
    activitySid: await activitySid(deps, ACTIVITY.offline),
    attributes: JSON.stringify(ownership({}, owner)),
  };
  try {
    return workerOf(await workersIn(deps).create(worker));
  } catch (error) {
    // The name is taken, or nobody knows whether it was made.
    const made = answered(error, 400, 409) || ambiguous(error) ? await findByName(deps, owner) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** Writes the worker into the person's record, unless another request has written one meanwhile: then that one is it. */
async function remember(
  deps: Deps,
  agentId: string,
  made: string,
  gone: string | undefined,
): Promise<string> {
  const decide = (person: Person | undefined) =>
    person === undefined || (person.worker !== undefined && person.worker !== gone)
      ? undefined
      : { data: { ...person, worker: made } };
  const { current } = await deps.live.agents.change(agentId, decide);
  return current?.data.worker ?? made;
}

/** The person as their record has them: an access token may be a quarter of an hour behind. */
async function ownerNow(deps: Deps, caller: Caller, owner: Owner): Promise<Owner> {
  const person = (await deps.live.agents.get(caller.agentId))?.data;
  if (person === undefined) return owner;
  const { phone = owner.phone } = person;
  return { ...owner, phone, roles: rolesOf(deps.config, person.email, person.roles) };
}

/**
 * The caller's TaskRouter worker: the one in their record, else the one by the name of their address, else a new one that
 * is offline. One request when the access token names it, two when only the record does; some six for a new person. What
 * it says of the person is brought up to date. Throws `not_configured`.
 */
export async function ownWorker(deps: Deps, caller: Caller): Promise<Worker> {
  const owner = ownerOf(deps, caller);
  let sid = caller.worker;
  let worker = sid === undefined ? undefined : await readWorker(deps, sid);
  if (worker === undefined) {
    const recorded = (await deps.live.agents.get(caller.agentId))?.data.worker;
    if (recorded !== undefined && recorded !== sid) worker = await readWorker(deps, recorded);
    sid = recorded;
  }
  if (worker === undefined) {
    worker = await findOrMake(deps, owner);
    const first = await remember(deps, caller.agentId, worker.sid, sid);
    if (first !== worker.sid) worker = (await readWorker(deps, first)) ?? worker;
  }
  if (!differs(worker, owner)) return worker;
  const now = await ownerNow(deps, caller, owner);
  const { sid: own } = worker;
  const known = worker.etag === undefined ? undefined : worker;
  const decide = ({ attributes }: Worker) => ({ attributes: ownership(attributes, now) });
  return (await changeWorker(deps, own, decide, known))?.worker ?? worker;
}
