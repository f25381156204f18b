import { type Client, until } from '../../scripts/client';
import { PEOPLE } from '../../scripts/people';
import type { CallView, LegView } from '../../src/calls/contract';
import type { Scene } from './call';
import type { Phone } from './phone';

/** A call between Ada and Carl that things are done to. */
export class Controlled {
  private constructor(
    readonly scene: Scene,
    readonly callId: string,
  ) {}

  /** They talk by now. */
  static async of(scene: Scene): Promise<Controlled> {
    await scene.talk();
    const talking = async () => (await scene.seen())?.legs.every(({ present }) => present) ?? false;
    await until('both are in the conference', talking);
    return new Controlled(scene, (await scene.seen())?.id ?? '');
  }

  /** Ada, or another one, does something to the call; throws when it is refused. */
  async do(
    path: string,
    fields: Record<string, unknown> = {},
    who: Client = this.scene.client,
  ): Promise<CallView> {
    return (await who.must(path, { callId: this.callId, ...fields })).data.call as CallView;
  }

  async refused(path: string, fields: Record<string, unknown> = {}, who: Client = this.scene.client) {
    const { httpStatus, code } = await who.post(path, { callId: this.callId, ...fields });
    return [httpStatus, code];
  }

  /** Everybody else in the call, by what Ada's page sees. */
  async others(): Promise<LegView[]> {
    return (await this.scene.seen())?.legs.slice(2) ?? [];
  }

  /** Ada's page comes to see this of the call. */
  async shows(what: string, seen: (call: CallView) => boolean): Promise<void> {
    const shown = async () => {
      const call = await this.scene.seen();
      return call !== undefined && seen(call);
    };
    await until(what, shown);
  }

  /** One of them says something, and exactly these others hear it. */
  async says(speaker: Phone, text: string, hearers: Phone[], deaf: Phone[]): Promise<void> {
    await speaker.say(text);
    for (const hearer of hearers) await hearer.hears(text);
    for (const other of deaf) expect(await other.captions()).not.toContain(text);
  }
}

/** Somebody who may look after Ada's calls. */
export const GRACE = PEOPLE.supervisor;
