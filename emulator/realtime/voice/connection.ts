import * as v from 'valibot';
import type { WebSocket } from 'ws';
import type { Timer } from '../../clock';
import type { FaultRule } from '../../faults';
import type { Kernel } from '../../product';
import type { ClientEngine } from '../../voice/device';
import { type AccessToken, AccessTokenError, type AccessTokens } from '../access-token';
import { pause, takeFault } from '../faults';
import type { ClientCall, Wire } from './call';
import type { Client } from './client';
import { ERRORS, tokenError } from './errors';
import {
  MessageError,
  type Reply,
  type Request,
  readMessage,
  type SignallingError,
  writeMessage,
} from './messages';

/** What all connections share. */
export interface ConnectionParts {
  kernel: Kernel;
  tokens: AccessTokens;
  engine: ClientEngine;
  client(identity: string): Client;
}

/** What a token allows. https://www.twilio.com/docs/iam/access-tokens#voice */
const VoiceGrant = v.looseObject({
  incoming: v.optional(v.looseObject({ allow: v.optional(v.boolean(), false) })),
  outgoing: v.optional(
    v.looseObject({
      application_sid: v.optional(v.string()),
      params: v.optional(v.record(v.string(), v.unknown())),
    }),
  ),
});
type VoiceGrant = v.InferOutput<typeof VoiceGrant>;

interface Caller {
  client: Client;
  grant: VoiceGrant;
  expiry: Timer;
  expired: boolean;
}

/** One SDK's socket. Messages are taken one by one, in their order. */
export class Connection implements Wire {
  #caller: Caller | undefined;
  #registered = false;
  #incoming: Promise<void> = Promise.resolve();
  #open = true;

  constructor(
    private readonly parts: ConnectionParts,
    private readonly socket: WebSocket,
  ) {}

  /** Takes a message once those before it are done. */
  receive(text: string): void {
    this.#incoming = this.#incoming.then(() => this.#take(text));
  }

  /** Nothing to say but that the line is up. */
  beat(): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send('\n');
  }

  /** The socket is gone. */
  closed(): void {
    this.#open = false;
    this.#caller?.expiry.cancel();
    this.#caller?.client.disconnected(this);
  }

  send(reply: Reply): void {
    const fault = takeFault(this.parts.kernel, 'PUSH', reply.type);
    if (fault?.effect === 'delay') {
      void pause(this.parts.kernel, fault).then(() => this.#write(reply));
      return;
    }
    if (fault) this.socket.terminate();
    else this.#write(reply);
  }

  #write(reply: Reply): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(writeMessage(reply));
  }

  async #take(text: string): Promise<void> {
    try {
      const request = readMessage(text);
      if (!request || !this.#open) return;
      const fault = await this.#faulty(request);
      if (fault === 'broken') return;
      await this.#carryOut(request);
      if (fault?.effect === 'fail-after') this.socket.terminate();
    } catch (error) {
      const theirs = error instanceof MessageError;
      const { message, stack = '' } = error as Error;
      this.parts.kernel.timeline.violation(
        theirs
          ? `A message on the Voice socket is not understood: ${message}`
          : `The emulator failed at a message on the Voice socket: ${message}`,
        theirs ? {} : { stack },
      );
      this.#error({ ...ERRORS.malformed, message });
    }
  }

  async #faulty({ type }: Request): Promise<FaultRule | 'broken' | undefined> {
    const { kernel } = this.parts;
    const fault = takeFault(kernel, type.toUpperCase(), '/signal');
    if (fault?.effect === 'delay') await pause(kernel, fault);
    if (fault?.effect === 'fail') {
      this.#error({ code: fault.code ?? 31000, message: 'An error that was asked for' });
      return 'broken';
    }
    if (fault?.effect !== 'drop') return fault;
    this.socket.terminate();
    return 'broken';
  }

  async #carryOut(request: Request): Promise<void> {
    if (request.type === 'listen') return this.#listen(request.payload.token);
    const caller = this.#caller;
    // Calls go on when the token has run out; only new things need one.
    if (request.type === 'register' || request.type === 'invite') {
      if (!caller) return this.#error(ERRORS.invalidToken);
      if (request.type === 'register') return this.#register(caller, request.payload.media.audio);
      if (request.payload.reconnect !== undefined) return this.#resume(caller.client, request.payload);
      return this.#invite(caller, request.payload);
    }
    const call = caller?.client.find(this, request.payload.callsid);
    // Both ends may hang up at once: a call that is over is nothing to complain of.
    if (caller && call) await this.#act(caller.client, call, request);
  }

  async #act(client: Client, call: ClientCall, request: Request): Promise<void> {
    const { kernel } = this.parts;
    switch (request.type) {
      case 'answer':
        return client.answer(call, request.payload.sdp);
      case 'hangup':
        return client.hangup(call);
      case 'reject':
        return client.reject(call);
      case 'dtmf':
        return call.press(request.payload.dtmf);
      case 'message': {
        const { callsid, voiceeventsid, messagetype, content } = request.payload;
        kernel.timeline.add({
          kind: 'phone',
          summary: `${client.address} sends a message on the call: ${messagetype}`,
          callSid: callsid,
          data: { messagetype, content },
        });
        return this.send({ type: 'ack', payload: { acktype: 'message', callsid, voiceeventsid } });
      }
      case 'reinvite':
        // The audio's path is the same machine and comes back by itself; a new description would only interrupt it.
        return;
    }
  }

  #listen(token: string): void {
    try {
      this.#admit(this.parts.tokens.verify(token));
    } catch (error) {
      if (!(error instanceof AccessTokenError)) throw error;
      this.#note(`refused: ${error.code} ${error.message}`);
      this.#error(tokenError(error));
    }
  }

  #admit({ identity, grants, expiresAt }: AccessToken): void {
    const { kernel } = this.parts;
    const before = this.#caller;
    const grant = v.safeParse(VoiceGrant, grants.voice);
    if (!grant.success) throw new AccessTokenError(20106);
    before?.expiry.cancel();
    // Another person on the same page: what was the first one's is not theirs.
    if (before && before.client.identity !== identity) before.client.disconnected(this);
    const left = expiresAt - kernel.clock.now();
    const client = this.parts.client(identity);
    client.enter(this);
    this.#caller = {
      client,
      expired: false,
      grant: grant.output,
      expiry: kernel.clock.setTimeout(() => this.#expire(), left),
    };
    this.#note(before ? 'has a new token' : 'connected');
    this.send({
      type: 'connected',
      payload: {
        region: 'us1',
        edge: 'ashburn',
        home: 'us1',
        gateway: 'emulator',
        token: { identity, ttl: Math.floor(left / 1000) },
      },
    });
  }

  /** The token ran out: nobody is called here any more, and nothing new begins, but calls go on. */
  #expire(): void {
    const { client } = this.#caller ?? {};
    client?.unregister(this);
    this.#note('has a token that ran out');
    this.#error(ERRORS.expiredToken);
    if (this.#registered) this.send({ type: 'offline', payload: {} });
    this.#registered = false;
    if (this.#caller) this.#caller = { ...this.#caller, grant: {}, expired: true };
  }

  #register({ client, grant, expired }: Caller, audio: boolean): void {
    if (audio && !grant.incoming?.allow) {
      this.#error(expired ? ERRORS.expiredToken : ERRORS.notAuthorised);
      return;
    }
    if (audio) client.register(this);
    else client.unregister(this);
    this.#registered = audio;
    this.#note(audio ? 'is registered' : 'is not registered any more');
    this.send({ type: audio ? 'ready' : 'offline', payload: {} });
  }

  async #invite(
    { client, grant, expired }: Caller,
    { callsid, sdp, twilio }: Extract<Request, { type: 'invite' }>['payload'],
  ): Promise<void> {
    const { application_sid: applicationSid, params = {} } = grant.outgoing ?? {};
    const refuse = (error: SignallingError) => {
      this.#note(`cannot call: ${error.message}`);
      this.send({ type: 'hangup', payload: { callsid, error } });
    };
    if (!applicationSid) return refuse(expired ? ERRORS.expiredToken : ERRORS.notAuthorised);
    const call = client.begin(this, callsid);
    try {
      await call.take(sdp);
    } catch (error) {
      client.hangup(call);
      return refuse({ ...ERRORS.malformed, message: `The SDP cannot be used: ${(error as Error).message}` });
    }
    // The page may have gone while its offer was read.
    if (call.over) return;
    const parameters = {
      ...Object.fromEntries(new URLSearchParams(twilio.params)),
      ...Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)])),
    };
    call.leg = this.parts.engine.callApplication(client, applicationSid, parameters);
    if (!call.leg) {
      client.hangup(call);
      return refuse(ERRORS.applicationNotFound);
    }
    call.plugIn();
  }

  async #resume(
    client: Client,
    { callsid, sdp, reconnect = '' }: Extract<Request, { type: 'invite' }>['payload'],
  ): Promise<void> {
    const call = client.lost(reconnect);
    if (call) {
      this.#note('goes on with its call');
      return call.resume(this, sdp);
    }
    this.send({ type: 'hangup', payload: { callsid, error: ERRORS.notFound } });
  }

  #error(error: SignallingError): void {
    this.send({ type: 'error', payload: { error } });
  }

  #note(what: string): void {
    const who = this.#caller?.client.address ?? 'somebody';
    this.parts.kernel.timeline.add({ kind: 'phone', summary: `Voice socket of ${who}: ${what}` });
  }
}
