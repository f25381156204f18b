import { connect } from '../bridge';
import { callParams } from '../call-callbacks';
import { join } from '../conference/join';
import { DEFAULT_MUSIC } from '../conference/member';
import { Interrupted, nested, sleep, until } from '../core';
import type { QueueRecord, Target } from '../model';
import { TwimlFailure } from '../twiml/failure';
import { runProgram } from '../twiml/interpreter';
import { legOf, type Scene } from '../twiml/scene';
import { type Bridge, type Exit, QueuedCall } from './queued-call';

/** A waiting document that takes no time is asked for again after this long, in seconds. */
const SHORTEST_ROUND = 1;

/** One stay in a queue. */
export interface Stay {
  queue: QueueRecord;
  action: Target | undefined;
  /** What plays meanwhile: undefined is Twilio's own music, null is silence. */
  wait: Target | null | undefined;
  /** Makes the task that stands for the call; throws `TwimlFailure`. */
  makeTask?: () => string;
}

/** Twilio's word for how it ended. https://www.twilio.com/docs/voice/twiml/enqueue#attributes-action */
type QueueResult = 'bridged' | 'error' | 'hangup' | 'leave' | 'redirected' | 'redirected-from-bridged';

/**
 * Waits in the queue, and talks to whoever takes the call out of it. Resolves with the parameters of the `action` when the
 * call goes on after that; when it does not (hung up, redirected by REST), the action is told at once and its answer is
 * not looked at.
 */
export async function stay(
  scene: Scene,
  { queue, action, wait, makeTask }: Stay,
): Promise<Record<string, string>> {
  const { core } = scene;
  const leg = legOf(scene);
  const call = new QueuedCall(core, leg, queue);
  let seconds = 0;
  const params = (result: QueueResult) => ({
    QueueResult: result,
    QueueSid: queue.sid,
    QueueTime: String(seconds),
  });
  const leave = (result: QueueResult, cancel: boolean) => {
    const { taskSid } = call.record;
    tell(scene, `leaves the queue ${queue.friendlyName}: ${result}`);
    if (cancel && taskSid && !call.taskIsKept) core.options.tasks?.cancel(taskSid, result);
  };
  /** The call is taken away, or over; unless the emulator itself starts over, in which case nobody is told. */
  const interrupted = (
    result: 'hangup' | 'redirected' | 'bridged' | 'redirected-from-bridged',
    cancel: boolean,
  ) => {
    if (call.isForgotten) return;
    leave(result, cancel);
    if (action)
      core.kernel.webhooks.notify({
        purpose: 'queue result',
        ...action,
        params: { ...callParams(core, leg.record), ...params(result) },
        callSid: leg.callSid,
      });
  };
  try {
    call.record.taskSid = makeTask?.() ?? null;
  } catch (error) {
    call.remove();
    throw error;
  }
  call.save();
  tell(scene, `waits in the queue ${queue.friendlyName}`);
  const exit = await until<Exit>(scene.signal, (done) => {
    const waiting = nested(scene.signal);
    let released = false;
    call.release = (exit) => {
      if (released) return;
      released = true;
      // Before anything else, so that a task that ends with its call is not offered to another worker.
      if (exit.how === 'leave' || exit.how === 'error') leave(exit.how, true);
      done(exit);
    };
    void entertain(scene, call, wait, waiting.signal);
    return () => {
      seconds = call.seconds;
      waiting.abort();
      if (!released) interrupted(leg.over ? 'hangup' : 'redirected', true);
      call.remove();
    };
  });
  leg.hush();
  if (exit.how === 'leave' || exit.how === 'error') return params(exit.how);
  try {
    if (exit.how === 'bridge') await talk(scene, call, exit);
    else await join(exit.room, leg, exit.settings, scene.signal);
  } catch (error) {
    if (error instanceof Interrupted) interrupted(leg.over ? 'bridged' : 'redirected-from-bridged', false);
    throw error;
  }
  leave('bridged', false);
  return params('bridged');
}

/** Plays the waiting document over and over; a `<Hangup>` in it ends the call, a `<Leave>` the wait. */
async function entertain(
  scene: Scene,
  call: QueuedCall,
  wait: Target | null | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { leg } = call;
  if (wait === null) return;
  if (wait === undefined) {
    leg.hear({ kind: 'music', url: DEFAULT_MUSIC });
    return;
  }
  const params = () => ({ ...callParams(scene.core, leg.record), ...call.waitParams });
  try {
    for (;;) {
      const began = scene.core.kernel.clock.now();
      const own: Scene = { core: scene.core, purpose: 'queue', leg, stage: leg, signal, params };
      const ending = await runProgram(own, { url: wait });
      if (ending === 'hangup') leg.end('completed', 'twilio');
      if (ending === 'leave') call.release({ how: 'leave' });
      if (ending !== 'finished') return;
      const took = (scene.core.kernel.clock.now() - began) / 1000;
      if (took < SHORTEST_ROUND) await sleep(scene.core, SHORTEST_ROUND - took, signal);
    }
  } catch (error) {
    if (error instanceof Interrupted) return;
    // What failed is on the timeline already.
    if (error instanceof TwimlFailure) call.release({ how: 'error' });
    else throw error;
  }
}

/** Connects the two; whatever the caller hears before is said first. */
async function talk(scene: Scene, call: QueuedCall, bridge: Bridge): Promise<void> {
  const { to, signal, whisper } = bridge;
  const { leg, queue } = call;
  const talking = nested(signal);
  const both = nested(scene.signal);
  const end = () => both.abort();
  talking.signal.addEventListener('abort', end);
  if (talking.signal.aborted) end();
  let disconnect: (() => void) | undefined;
  try {
    if (whisper) {
      const params = () => ({
        ...callParams(scene.core, leg.record),
        QueueSid: queue.sid,
        QueueTime: String(call.seconds),
        DequeingCallSid: to.callSid,
      });
      const own: Scene = { core: scene.core, purpose: 'wait', leg, stage: leg, signal: both.signal, params };
      await runProgram(own, { url: whisper });
    }
    disconnect = connect(to, leg, {
      onKey: (key) => {
        if (bridge.hangupOnStar && key === '*') end();
      },
    });
    await until(both.signal, () => () => undefined);
  } catch (error) {
    // What failed is on the timeline already; the other's end is the end of the conversation, and no more.
    const isOver = error instanceof Interrupted && !scene.signal.aborted;
    if (!isOver && !(error instanceof TwimlFailure)) throw error;
  } finally {
    disconnect?.();
    talking.abort();
    bridge.over();
  }
}

function tell(scene: Scene, what: string): void {
  const { callSid, from } = legOf(scene);
  scene.core.kernel.timeline.add({ kind: 'call', summary: `The call from ${from} ${what}`, callSid });
}
