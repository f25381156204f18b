import { type Client, until } from '../../scripts/client';
import type { CallView } from '../../src/calls/contract';
import { BrowserDevice } from './browser';
import { Scene } from './call';
import { CARL, type World } from './world';

/** An agent at their browser, without the browser: what the page says to the functions and to Twilio. */
export class Desk {
  readonly #devices: BrowserDevice[] = [];

  constructor(private readonly world: World) {}

  async close(): Promise<void> {
    await Promise.all(this.#devices.splice(0).map((device) => device.close()));
  }

  /** Opens the page's device with the person's own token. */
  async deviceOf(client: Client): Promise<BrowserDevice> {
    const { data } = await client.must('/voice/token');
    const device = await BrowserDevice.open(this.world, String(data.token));
    this.#devices.push(device);
    return device;
  }

  async claim(client: Client, fields: Record<string, unknown> = {}): Promise<CallView> {
    const { data } = await client.must('/voice/start', { RecipientNumber: CARL.phone, ...fields });
    return (data as { call: CallView }).call;
  }

  /** Ada's page has called Carl, whose phone rings. */
  async ringing() {
    const client = await this.world.signedUp();
    const scene = new Scene(this.world, client);
    const device = await this.deviceOf(client);
    const call = await this.claim(client, { ConferenceName: 'Tuvok and Spock' });
    const callsid = await device.connect({ callId: call.id });
    await scene.carl.rings();
    return { client, scene, device, call, callsid };
  }

  /** Somebody who called a function heard this: it was in the answer to Twilio, or in what Twilio was told to play. */
  async hears(text: string): Promise<void> {
    const told = async () =>
      [...(await this.world.timeline('webhook')), ...(await this.world.timeline('rest'))].some(({ data }) =>
        JSON.stringify(data).includes(text),
      );
    await until(`somebody hears "${text}"`, told);
  }
}

/** A desk for a test file; devices are closed after each test. */
export function useDesk(world: World): Desk {
  const desk = new Desk(world);
  afterEach(() => desk.close());
  return desk;
}
