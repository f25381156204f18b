import { testKernel } from '../api/testing';
import { createPhones, type Phones } from '../phones';
import { RecordedEngine } from '../phones/testing';
import type { Kernel } from '../product';
import { type Control, createControl, restoreSnapshot } from '.';

export const ADA = '/control/phones/%2B14155550101';

/** What a request was answered with. */
export interface Answer {
  status: number;
  body: Record<string, unknown>;
  headers: Headers;
}

/** A control server on a free port, with handsets, two messages, and an engine that a test plays. */
export interface ControlWorld {
  kernel: Kernel;
  phones: Phones;
  engine: RecordedEngine;
  control: Control;
  url: string;
  ask(method: string, path: string, body?: unknown): Promise<Answer>;
}

const MESSAGES = [
  { to: 'ada@example.com', channel: 'email', body: 'Your code is 123456', code: '123456', at: 1 },
  { to: '+14155550101', channel: 'sms', body: 'Your code is 654321', code: '654321', at: 2 },
];

export async function controlWorld(): Promise<ControlWorld> {
  const kernel = testKernel();
  const phones = createPhones(kernel, { isOwned: (number) => number === '+14155550199' });
  const engine = new RecordedEngine(kernel, phones);
  phones.connect(engine);
  const control = createControl({
    kernel,
    phones,
    inbox: { list: (to) => MESSAGES.filter((message) => to === undefined || message.to === to) },
    contract: () => ({ checked: { rest: 7, twiml: 2 }, violations: [{ summary: 'unknown parameter Foo' }] }),
    about: () => ({ version: '1.2.3' }),
    reset: async () => {
      engine.endAll();
      kernel.store.clear();
      phones.product.restored?.();
      kernel.timeline.clear();
    },
    restore: (snapshot) => restoreSnapshot(kernel, [phones.product], engine, snapshot),
  });
  const url = await control.listen(0);
  return {
    kernel,
    phones,
    engine,
    control,
    url,
    ask: async (method, path, body) => {
      const response = await fetch(url + path, {
        method,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const json = (await response.json()) as Answer['body'];
      return { status: response.status, body: json, headers: response.headers };
    },
  };
}
