import type { Kernel, Product } from '../product';
import type { Device, DeviceDirectory, VoiceEngine } from '../voice/device';
import type { Behaviour } from './behaviour';
import { PhoneError } from './errors';
import { Handset } from './handset';
import type { HandsetView } from './handset-view';
import { HANDSET_NUMBERS, isFictional, toE164 } from './numbers';

export type { Behaviour, Step } from './behaviour';
export type { Caption, Deed } from './captions';
export { PhoneError, type PhoneErrorCode } from './errors';
export type { Handset } from './handset';
export type { HandsetView } from './handset-view';
export { toE164 } from './numbers';

export interface PhonesOptions {
  /** Whether the account owns this number (E.164); an owned number is never a handset. */
  isOwned?: (number: string) => boolean;
}

/** The simulated handsets of the emulator: what the voice engine rings, and what a person or a test holds. */
export interface Phones extends DeviceDirectory {
  /** Must be called once with the engine before a handset calls out. */
  connect(engine: VoiceEngine): void;
  /** The handset with this number, however it is written. Throws `not-a-handset`. */
  get(number: string): Handset;
  /** Every handset that was named, given a behaviour, or has had a call, in that order. */
  list(): HandsetView[];
  /** Gives the handset a name, or just puts it on the list. Throws `not-a-handset`. */
  add(number: string, name?: string): Handset;
  /** Replaces what the handset does by itself. Throws `not-a-handset`. */
  behave(number: string, behaviour: Behaviour): void;
  /** Takes an idle handset off the list, with its name and behaviour. Throws `in-use`. */
  remove(number: string): void;
  /** Calls `listener` after each change that `list` shows; returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** For the composition: forgets calls when the store is replaced or emptied. */
  product: Product;
}

interface Known {
  number: string;
  name: string | null;
}

/**
 * Makes the handsets. A fictional number becomes one as soon as it is named or called; every other number does not
 * exist, so that a call to it fails and no test can depend on a stranger's phone.
 */
export function createPhones(kernel: Kernel, options: PhonesOptions = {}): Phones {
  const isOwned = options.isOwned ?? (() => false);
  const known = kernel.store.collection<Known>('phones.handsets');
  const behaviours = kernel.store.collection<Behaviour>('phones.behaviour');
  const handsets = new Map<string, Handset>();
  const listeners = new Set<() => void>();
  let engine: VoiceEngine | undefined;

  const changed = () => {
    for (const listener of listeners) listener();
  };

  const make = (number: string): Handset => {
    const existing = handsets.get(number);
    if (existing) return existing;
    const handset = new Handset(number, {
      clock: kernel.clock,
      timeline: kernel.timeline,
      behaviour: () => behaviours.get(number) ?? {},
      place: (from: Device, to: string) => {
        if (!engine) throw new Error('createPhones: connect(engine) was not called');
        if (!known.has(number)) known.set(number, { number, name: null });
        return engine.placeCall(from, to);
      },
      changed,
    });
    handset.name = known.get(number)?.name ?? null;
    handsets.set(number, handset);
    return handset;
  };

  const get = (written: string): Handset => {
    const number = toE164(written);
    if (isOwned(number))
      throw new PhoneError(
        'not-a-handset',
        `${number} is a number of the account, not a handset; call it from a handset instead`,
      );
    if (!isFictional(number))
      throw new PhoneError(
        'not-a-handset',
        `${number} is not a handset; handsets are the fictional numbers ${HANDSET_NUMBERS}`,
      );
    return make(number);
  };

  const add = (written: string, name?: string): Handset => {
    const handset = get(written);
    const number = handset.address;
    handset.name = name ?? known.get(number)?.name ?? null;
    known.set(number, { number, name: handset.name });
    changed();
    return handset;
  };

  return {
    connect: (voice) => {
      engine = voice;
    },
    find: (address) => {
      if (!isFictional(address) || isOwned(address)) return undefined;
      if (!known.has(address)) add(address);
      return make(address);
    },
    get,
    list: () => known.values().map(({ number }) => make(number).view()),
    add,
    behave: (written, behaviour) => {
      const { address } = add(written);
      behaviours.set(address, behaviour);
      changed();
    },
    remove: (written) => {
      const handset = get(written);
      if (handset.inUse)
        throw new PhoneError('in-use', `${handset.address} is on a call; hang up first, then remove it`);
      known.delete(handset.address);
      behaviours.delete(handset.address);
      handsets.delete(handset.address);
      changed();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    product: {
      name: 'phones',
      routes: [],
      restored: () => {
        for (const handset of handsets.values()) handset.forget();
        handsets.clear();
        changed();
      },
    },
  };
}
