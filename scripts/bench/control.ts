import { Client, until } from '../client';
import { startLocal } from '../local';
import { PEOPLE } from '../people';
import { Telephone } from '../telephone';
import { type Figure, figure } from './figure';

const ROUNDS = 11;
/** Milliseconds. */
const TARGET = 200;
const { agent, customer, supervisor } = PEOPLE;

interface Handset {
  state: string;
  conference: { name: string } | null;
}

/** Ada, Carl and Grace in one call: she whispers. */
async function conference(ada: Client, grace: Client): Promise<string> {
  const look = (number: string) =>
    ada.emulator<Handset>('GET', `/control/phones/${encodeURIComponent(number)}`);
  const answers = async (number: string) => {
    await until(`${number} rings`, async () => (await look(number)).state === 'ringing');
    await ada.phone(number, 'answer');
  };
  const isIn = (number: string) =>
    until(`${number} is in the conference`, async () => (await look(number)).conference !== null);
  await ada.signUp(agent.email, agent.phone);
  await grace.signUp(supervisor.email, supervisor.phone);
  const { data } = await ada.must('/phone-to-phone/start', { RecipientNumber: customer.phone });
  const { id: callId } = data.call as { id: string };
  await answers(agent.phone);
  await ada.phone(agent.phone, 'press', { digits: '1' });
  await answers(customer.phone);
  await Promise.all([isIn(agent.phone), isIn(customer.phone)]);
  const present = async () => {
    const { call } = (await ada.must('/calls/state')).data as { call: { legs: { present: boolean }[] } };
    return call.legs.every((leg) => leg.present);
  };
  await until('both are known to be in it', present);
  await grace.must('/supervise/whisper', { callId, device: 'phone' });
  await answers(supervisor.phone);
  await grace.phone(supervisor.phone, 'press', { digits: '1' });
  await isIn(supervisor.phone);
  await until('Grace is known to be in it', present);
  return callId;
}

/** From a click to its effect, heard at the other end: a tone that comes or goes on the customer's telephone. */
export async function control(): Promise<Figure[]> {
  const local = await startLocal({ port: 0, emulatorPort: 0, built: true });
  const telephones: Telephone[] = [];
  try {
    const [ada, grace] = [0, 0].map(() => new Client(local.app.url, local.emulator.controlUrl)) as [
      Client,
      Client,
    ];
    const callId = await conference(ada, grace);
    const agentId = String(((await ada.must('/session/me')).data.agent as { id: string }).id);
    const at = async (number: string, hertz: number) => {
      const telephone = await Telephone.at(ada, number, hertz);
      telephones.push(telephone);
      return telephone;
    };
    const voice = await at(agent.phone, 500);
    const ear = await at(customer.phone, 900);
    const coach = await at(supervisor.phone, 1300);
    await ear.hears(voice.hertz, true);

    const seen: Record<'hold' | 'mute' | 'barge' | 'whisper', number[]> = {
      ...{ hold: [], mute: [], barge: [], whisper: [] },
    };
    /** A click, and when the customer hears, or hears no longer, who sings that. */
    const click = async (who: Client, path: string, fields: object, of: Telephone, isThere: boolean) => {
      const clicked = performance.now();
      const [heard] = await Promise.all([
        ear.hears(of.hertz, isThere),
        who.must(path, { callId, ...fields }),
      ]);
      // People don't click again before the last click's reports have come.
      await who.emulator('POST', '/control/clock/advance', { seconds: 0 });
      return heard - clicked;
    };
    const supervised = { agent: agentId, device: 'phone' };
    for (let round = 0; round < ROUNDS; round += 1) {
      const took = {
        hold: await click(ada, '/voice/hold/start', {}, voice, false),
        back: await click(ada, '/voice/hold/stop', {}, voice, true),
        mute: await click(ada, '/voice/mute', { muted: true }, voice, false),
        loud: await click(ada, '/voice/mute', { muted: false }, voice, true),
        barge: await click(grace, '/supervise/barge', supervised, coach, true),
        whisper: await click(grace, '/supervise/whisper', supervised, coach, false),
      };
      // The first round warms the functions up.
      if (round > 0)
        for (const name of ['hold', 'mute', 'barge', 'whisper'] as const) seen[name].push(took[name]);
    }
    return [
      figure('click to effect heard: hold', 'ms', TARGET, seen.hold),
      figure('click to effect heard: mute', 'ms', TARGET, seen.mute),
      figure('click to effect heard: whisper to barge', 'ms', TARGET, seen.barge),
      figure('click to effect heard: barge to whisper', 'ms', TARGET, seen.whisper),
    ];
  } finally {
    await Promise.all(telephones.map((telephone) => telephone.close()));
    await local.close();
  }
}
