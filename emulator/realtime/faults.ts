import type { FaultRule } from '../faults';
import type { Kernel } from '../product';

/**
 * The fault rule (`on: 'socket'`) for one step of a socket, noted on the timeline. `step` is `CONNECT`, what the client
 * asks (`GET`, `INIT`, …) or `PUSH`; `path` is the handshake's or the request's path, or what is pushed.
 */
export function takeFault(kernel: Kernel, step: string, path: string): FaultRule | undefined {
  const fault = kernel.faults.take('socket', step, path);
  if (fault) {
    kernel.timeline.add({
      kind: 'fault',
      summary: `${fault.effect} on the socket's ${step} ${path}`,
      data: { ...fault },
    });
  }
  return fault;
}

/** Waits as long as a `delay` rule says, in emulated time. */
export const pause = (kernel: Kernel, { ms = 0 }: FaultRule): Promise<void> =>
  new Promise((resolve) => kernel.clock.setTimeout(resolve, ms));
