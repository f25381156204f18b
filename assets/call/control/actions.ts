import type { CallView } from '../../../src/calls/contract';
import { config } from '../../app/config';
import type { DeskModel } from '../../desk/model';
import type { Control } from './model';

/** Whether the functions can change anything in a call: it goes on, and is no browser's own. */
export const canControl = (desk: DeskModel, call: CallView): boolean =>
  call.phase === 'connected' && call.id !== desk.line.talk.value?.sid;

/** Whether muting has its one meaning here: it can be seen, and undone, on this page. */
export const canMute = (desk: DeskModel, call: CallView): boolean =>
  call.kind === 'phone' || desk.isHere(call);

/** Nobody hears the agent: in the browser their microphone is off, or Twilio mutes their line. */
export const isMuted = (desk: DeskModel, call: CallView): boolean =>
  (call.legs[0].muted ?? false) || (desk.isHere(call) && desk.line.muted.value);

/** What the button shows: what has been asked for, else what is so. */
export const showsMuted = (desk: DeskModel, control: Control, call: CallView): boolean =>
  control.shows('mute:agent', isMuted(desk, call));

/** Mutes the agent, or lets them be heard again: the microphone itself where that is here. */
export function toggleMute(desk: DeskModel, control: Control, call: CallView): void {
  if (!canMute(desk, call)) return;
  const muted = !isMuted(desk, call);
  const here = desk.isHere(call);
  if (here) desk.line.mute(muted);
  // Somebody else may have muted the line.
  if (!here || (!muted && call.legs[0].muted)) control.mute(call, 'agent', muted);
}

/** What one may do to a recording now. */
export interface Recorder {
  start: boolean;
  stop: boolean;
}

/** What policy leaves to the agent. */
export function recorderOf({ recording }: CallView): Recorder {
  const policy = config.value?.recording ?? 'off';
  return { start: policy === 'ask' && recording === undefined, stop: policy === 'ask' };
}

/** Whether a transfer is under way: until it is over the customer can neither be held nor handed to somebody else. */
export const isTransferring = ({ transfer }: CallView): boolean =>
  transfer?.phase === 'ringing' || transfer?.phase === 'consulting';

type Deed = (desk: DeskModel, control: Control, call: CallView) => void;

const toggle =
  (what: 'keypad' | 'add' | 'transfer'): Deed =>
  (_, control) => {
    control.open.value = control.open.peek() === what ? undefined : what;
    control.failure.value = undefined;
  };

const goOn =
  (what: 'swap' | 'join' | 'complete' | 'cancel'): Deed =>
  (_, control, call) => {
    const { phase, with: talks } = call.transfer ?? {};
    if (phase === 'ringing' && what === 'cancel') control.goOn(call, what);
    if (phase !== 'consulting' || (talks === 'all' && (what === 'swap' || what === 'join'))) return;
    control.goOn(call, what);
  };

/** What the keys do during a call; see the list of shortcuts. */
const DEEDS: Readonly<Record<string, Deed>> = {
  m: toggleMute,
  o: (_, control, call) => {
    if (!isTransferring(call)) control.hold(call, 'customer', !call.legs[1].held);
  },
  k: toggle('keypad'),
  g: toggle('add'),
  t: (desk, control, call) => {
    if (!isTransferring(call)) toggle('transfer')(desk, control, call);
  },
  r: (_, control, call) => {
    const { state } = call.recording ?? {};
    if (state === 'on') control.record(call, 'pause');
    else if (state === 'paused') control.record(call, 'resume');
    else if (recorderOf(call).start) control.record(call, 'start');
  },
  s: goOn('swap'),
  j: goOn('join'),
  c: goOn('complete'),
  b: goOn('cancel'),
};

/** Does what a key stands for. False when it stands for nothing now. */
export function pressed(key: string, desk: DeskModel, control: Control): boolean {
  const call = desk.current.peek();
  const deed = DEEDS[key];
  if (call === undefined || deed === undefined || !canControl(desk, call)) return false;
  deed(desk, control, call);
  return true;
}
