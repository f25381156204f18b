import type { Twilio } from 'twilio';
import { SERVICE } from './answering';
import { doing } from './failure';
import type { ResourceType } from './resource';
import {
  masked,
  serverlessService,
  studioFlow,
  syncService,
  twimlApp,
  verifyService,
  workspace,
} from './types';

/** Something of Cordboard's in the account, with all that is in it. */
export interface Doomed {
  /** `Sync service "Cordboard" IS…` */
  what: string;
  /** What goes with it. */
  holds: string | undefined;
  remove(): Promise<void>;
}

/** What would go, first things first, and what stays although it has to do with Cordboard. */
export interface Farewell {
  doomed: Doomed[];
  left: string[];
}

type Removable = Pick<ResourceType, 'label' | 'holds' | 'list' | 'remove'>;

/** What answers first goes first; the places where data is kept go last. */
const ROOTS: { type: Removable; name: string; output?: string }[] = [
  { type: studioFlow(new Set()), name: 'Cordboard' },
  { type: twimlApp, name: 'Cordboard', output: 'TWIML_APP_SID' },
  { type: serverlessService, name: SERVICE },
  { type: workspace, name: 'Cordboard', output: 'WORKSPACE_SID' },
  { type: syncService, name: 'Cordboard', output: 'SYNC_SERVICE_SID' },
  { type: verifyService, name: 'Cordboard', output: 'VERIFY_SERVICE_SID' },
];

/**
 * Looks for what carries Cordboard's name. Of two with the same name only the one that `.env` names can be meant; without
 * that, neither goes. Only reads.
 */
export async function findDoomed(client: Twilio, present: Record<string, string>): Promise<Farewell> {
  const left: string[] = [];
  const found = await Promise.all(
    ROOTS.map(async ({ type, name, output }): Promise<Doomed[]> => {
      const all = await doing(`read: ${type.label}`, () => type.list(client, '', [name]));
      const named = all.filter((one) => one.name === name);
      const known = named.filter(({ sid }) => output !== undefined && present[output] === sid);
      const ours = named.length > 1 ? known : named;
      for (const { sid } of named.filter((one) => !ours.includes(one)))
        left.push(`${type.label} "${name}" ${sid}: there is more than one, and .env does not name it`);
      return ours.map(({ sid }) => doomed(client, type, name, sid));
    }),
  );
  return {
    doomed: [...found.flat(), ...(await keyOf(client, present))],
    left: [...left, ...(await numbersOf(client))],
  };
}

const doomed = (client: Twilio, type: Removable, name: string, sid: string): Doomed => ({
  what: `${type.label} "${name}" ${sid}`,
  holds: type.holds,
  remove: () => gone(`remove ${type.label} "${name}"`, async () => type.remove?.(client, sid)),
});

/** Removes; what is gone already is as good. */
const gone = (what: string, remove: () => Promise<unknown>): Promise<void> =>
  doing(what, async () => {
    try {
      await remove();
    } catch (error) {
      if ((error as { status?: number }).status !== 404) throw error;
    }
  });

/** Only the key that was made for this `.env`: others of the name may serve a deployment elsewhere. */
async function keyOf(client: Twilio, { API_KEY_SID }: Record<string, string>): Promise<Doomed[]> {
  if (!API_KEY_SID) return [];
  const keys = await doing('read: API key', () => client.keys.list({ pageSize: 1000 }));
  return keys
    .filter(({ sid, friendlyName }) => sid === API_KEY_SID && friendlyName === 'Cordboard')
    .map(({ sid }) => ({
      what: `API key "Cordboard" ${sid}`,
      holds: undefined,
      remove: () => gone('remove the API key', () => client.keys(sid).remove()),
    }));
}

/** Numbers are never released: who holds one has told it to people. */
async function numbersOf(client: Twilio): Promise<string[]> {
  const numbers = await doing('read: Number', () => client.incomingPhoneNumbers.list({ pageSize: 1000 }));
  return numbers
    .filter(({ voiceUrl, voiceFallbackUrl }) =>
      [voiceUrl, voiceFallbackUrl].some((url) => /\/Flows\/FW\w{32}$|\/voice\/inbound(#|$)/.test(url ?? '')),
    )
    .map(
      ({ phoneNumber }) =>
        `the number ${masked(phoneNumber)} stays the account's and costs what it did. Give its calls to something else, or release it in the Console`,
    );
}
