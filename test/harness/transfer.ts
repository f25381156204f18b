import type { CallView, TransferView } from '../../src/calls/contract';
import type { Controlled } from './control';
import { type Agent, BELLE, type Floor } from './incoming';
import type { Phone } from './phone';

/** Who somebody is to the functions. */
export const idOf = async ({ client }: Agent): Promise<string> =>
  ((await client.must('/session/me')).data as { agent: { id: string } }).agent.id;

/** Ada talks with Carl, and Belle takes calls too. `does`: Ada clicks something about the transfer. */
export async function twoAgents(floor: Floor) {
  const ada = await floor.talks();
  const belle = await floor.agent(BELLE);
  const callId = (await ada.seen())?.id;
  const does = (what: string, fields: object = {}) =>
    ada.client.must(`/transfer/${what}`, { callId, ...fields });
  return { ada, belle, carl: floor.carl, callId, agentId: await idOf(belle), does };
}

/** A call that Ada hands on: what her page sees of the transfer, and who hears whom. */
export class Transferred {
  constructor(readonly call: Controlled) {}

  /** Ada's page comes to see this of the transfer. */
  async is(wanted: Partial<TransferView>): Promise<void> {
    await this.call.shows(`the transfer is ${JSON.stringify(wanted)}`, ({ transfer }) =>
      Object.entries(wanted).every(([key, value]) => transfer?.[key as keyof TransferView] === value),
    );
  }

  start(kind: 'cold' | 'warm', fields: Record<string, unknown>): Promise<CallView> {
    return this.call.do(`/transfer/${kind}`, fields);
  }

  async act(what: 'swap' | 'join' | 'complete' | 'cancel'): Promise<CallView> {
    // One moment after they have answered: their coming in is reported then.
    if (what === 'swap' || what === 'join')
      await this.call.shows('the other is in the conversation', ({ legs }) =>
        legs.some(({ label, present }) => label === 'guest' && present),
      );
    return this.call.do(`/transfer/${what}`);
  }

  /** These two hear each other, and who is named does not hear them. */
  async talk(one: Phone, other: Phone, deaf: Phone[] = []): Promise<void> {
    await this.call.says(one, `Hello, this is ${one.number}`, [other], deaf);
    await this.call.says(other, `And I am ${other.number}`, [one], deaf);
  }
}
