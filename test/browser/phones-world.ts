import { createInbox, type Inbox } from '../../emulator/api/messaging/inbox';
import { testKernel } from '../../emulator/api/testing';
import { type Control, createControl } from '../../emulator/control';
import { createPhones, type Phones } from '../../emulator/phones';
import { RecordedEngine, type RecordedLeg } from '../../emulator/phones/testing';
import type { Kernel } from '../../emulator/product';

/** The phones page with handsets, inbox and timeline, and a test that plays the voice engine. */
export interface PhonesWorld {
  kernel: Kernel;
  phones: Phones;
  engine: RecordedEngine;
  inbox: Inbox;
  url: string;
  control: Control;
  /** Puts a leg into a conference, as the engine would. */
  join(leg: RecordedLeg, name: string, label: string, hold?: boolean): void;
}

/** Starts the page's server on a free port. */
export async function phonesWorld(): Promise<PhonesWorld> {
  const kernel = testKernel();
  const phones = createPhones(kernel, { isOwned: (number) => number === '+14155550199' });
  const engine = new RecordedEngine(kernel, phones);
  phones.connect(engine);
  const inbox = createInbox(kernel);
  const control = createControl({
    kernel,
    phones,
    inbox,
    contract: () => ({
      checked: { rest: 41, twiml: 6 },
      violations: kernel.timeline.since(0).filter((event) => event.kind === 'violation'),
    }),
    about: () => ({ numbers: ['+14155550199'] }),
    reset: async () => {
      engine.endAll();
      kernel.clock.reset();
      kernel.store.clear();
      phones.product.restored?.();
      kernel.timeline.clear();
    },
    restore: async () => undefined,
  });
  return {
    kernel,
    phones,
    engine,
    inbox,
    control,
    url: await control.listen(0),
    join: (leg, name, label, hold = false) =>
      leg.device.placed?.(leg.callSid, {
        kind: 'conference',
        conferenceSid: `CF${Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32)}`,
        name,
        label,
        muted: false,
        hold,
      }),
  };
}
