import type { Device, DeviceLeg, LegEnd, Place, Sound } from '../../voice/device';
import { type CallParts, ClientCall, type Wire } from './call';
import { ERRORS, failedCall } from './errors';

/**
 * Everybody who is signed in under one identity, as one device of the voice engine. Each page that is registered rings;
 * the first to answer has the call.
 */
export class Client implements Device {
  readonly address: string;
  #pages = new Set<Wire>();
  #registered = new Set<Wire>();
  #calls = new Set<ClientCall>();

  constructor(
    private readonly parts: CallParts,
    readonly identity: string,
  ) {
    this.address = `client:${identity}`;
  }

  /** A page has shown a token of this identity. */
  enter(wire: Wire): void {
    this.#pages.add(wire);
  }

  register(wire: Wire): void {
    this.#registered.add(wire);
  }

  unregister(wire: Wire): void {
    this.#registered.delete(wire);
  }

  /** Whether nothing is left of it. */
  get idle(): boolean {
    return this.#pages.size === 0 && this.#calls.size === 0;
  }

  /** A page calls; it waits for the engine's leg. */
  begin(wire: Wire, temporarySid: string): ClientCall {
    const call = new ClientCall(this.parts, this.address, wire, temporarySid);
    this.#calls.add(call);
    return call;
  }

  /** The call of this page that a message means. */
  find(wire: Wire, sid: string): ClientCall | undefined {
    return [...this.#calls].find((call) => call.wire === wire && call.is(sid));
  }

  /** The call that the holder of `reconnect` may go on with. */
  lost(reconnect: string): ClientCall | undefined {
    return [...this.#calls].find((call) => call.reconnect === reconnect && call.answered);
  }

  /** A page's connection broke. Calls it was in wait for it, calls it made or was rung for do not. */
  disconnected(wire: Wire): void {
    this.unregister(wire);
    this.#pages.delete(wire);
    for (const call of [...this.#calls]) {
      if (call.wire !== wire) continue;
      if (call.answered) call.lose();
      else if (call.leg?.direction === 'inbound' || !call.leg) this.hangup(call);
      else this.#drop(call);
    }
  }

  invite(leg: DeviceLeg): void {
    const pages = [...this.#registered];
    this.#tell(
      pages.length > 0 ? `rings in ${pages.length} place(s): ${leg.from} is calling` : 'is not there',
      leg.callSid,
    );
    if (pages.length === 0) leg.refuse('unavailable');
    for (const wire of pages) this.#ring(wire, leg);
  }

  hear(callSid: string, sound: Sound): void {
    if (sound.kind === 'tone' && sound.name === 'ringing')
      for (const call of this.#of(callSid)) if (call.leg?.direction === 'inbound') call.ring();
  }

  placed(callSid: string, _place: Place): void {
    for (const call of this.#of(callSid)) if (call.leg?.direction === 'inbound') call.answer();
  }

  ended(callSid: string, why: LegEnd): void {
    for (const call of this.#of(callSid)) {
      const rang = call.leg?.direction !== 'inbound' && !call.answered;
      call.end(rang ? 'cancel' : 'hangup', call.answered ? undefined : failedCall(why));
      this.#calls.delete(call);
    }
  }

  /** A page picks up. */
  async answer(call: ClientCall, sdp: string): Promise<void> {
    const { leg } = call;
    if (!leg || call.over || call.answered) return;
    const others = this.#of(leg.callSid).filter((other) => other !== call);
    if (others.some((other) => other.answered)) return;
    await call.pickUp(sdp).catch(() => {
      call.end('hangup', ERRORS.malformed);
      this.#drop(call);
    });
    if (call.over) return;
    for (const other of others) {
      other.end('cancel');
      this.#calls.delete(other);
    }
    this.#tell('answers', leg.callSid);
    leg.answer('human');
  }

  /** A page declines; the caller is told once none is left that rings. */
  reject(call: ClientCall): void {
    this.#tell('declines', call.callSid);
    const { leg } = call;
    this.#drop(call);
    if (leg && this.#of(leg.callSid).length === 0) leg.refuse('declined');
  }

  /** A page hangs up. */
  hangup(call: ClientCall): void {
    this.#tell('hangs up', call.callSid);
    this.#calls.delete(call);
    call.hangup();
  }

  /** A call that came to nothing. */
  #drop(call: ClientCall): void {
    this.#calls.delete(call);
    call.end();
  }

  #ring(wire: Wire, leg: DeviceLeg): void {
    const call = this.begin(wire, '');
    call.leg = leg;
    call.offer().then(
      (sdp) => {
        if (call.over) return;
        const { callSid, from, to, parameters = {} } = leg;
        wire.send({
          type: 'invite',
          payload: {
            callsid: callSid,
            sdp,
            reconnect: call.reconnect,
            parameters: {
              AccountSid: this.parts.kernel.account.sid,
              ApiVersion: '2010-04-01',
              CallSid: callSid,
              From: from,
              To: to,
              Params: encoded(parameters),
            },
          },
        });
      },
      (error: unknown) => {
        this.parts.kernel.timeline.violation(`The emulator could not offer audio: ${String(error)}`);
        this.#drop(call);
      },
    );
  }

  #of(callSid: string): ClientCall[] {
    return [...this.#calls].filter((call) => call.leg?.callSid === callSid);
  }

  #tell(what: string, callSid: string): void {
    this.parts.kernel.timeline.add({ kind: 'phone', summary: `${this.address} ${what}`, callSid });
  }
}

/** Custom parameters as the SDK reads them: like a query, each part encoded. */
const encoded = (parameters: Readonly<Record<string, string>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
