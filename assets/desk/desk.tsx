import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { CallView } from '../../src/calls/contract';
import { config } from '../app/config';
import { Board } from '../call/board';
import { CallPanel } from '../call/call-panel';
import { type CallDrawing, drawingOf, OFFERED } from '../call/drawing';
import { IncomingPanel, MissedCall } from '../call/incoming-panel';
import { MAIN, type Scene } from '../call/scene';
import { who } from '../call/who';
import { DialForm } from '../dial/dial-form';
import { History } from '../history/history';
import { t } from '../i18n';
import { startLive } from '../live';
import type { LiveSource } from '../live/source';
import { read, shown, typed } from '../numbers';
import { isOffered } from '../offer/offered';
import { type Agent, session } from '../session';
import { announce } from '../ui/announce';
import type { Ring } from '../voice/incoming';
import { useNotification, useTitle } from './attention';
import { Banner } from './banner';
import { takeDeepLink } from './deep-link';
import { Header } from './header';
import {
  type Control,
  isAdmin,
  toggleQueue,
  useControl,
  useDoctor,
  useFloor,
  usePast,
  useView,
  useWork,
  type View,
  type Work,
} from './later';
import { DeskModel } from './model';
import { ShortcutList, useShortcuts } from './shortcuts';

/** Follows the agent's calls as long as the desk is open. */
function useLive(model: DeskModel, agent: Agent): () => Promise<void> {
  const source = useSignal<LiveSource | undefined>(undefined);
  const known = config.value !== undefined;
  useEffect(() => {
    if (config.value === undefined) return;
    const live = startLive(agent.id, model.calls, model.live, config.value.sdkOrigin);
    source.value = live;
    model.look = live.look;
    session.onLook = live.look;
    return () => {
      session.onLook = () => undefined;
      live.close();
    };
  }, [known, model]);
  return async () => source.value?.more();
}

/** What the agent talks, or would talk, through. */
function talksOn(model: DeskModel, agent: Agent, call: CallView | undefined): string {
  const browser = call ? call.kind === 'browser' : model.talkWith.value === 'browser';
  return browser ? t('dial.with.browser') : shown(agent.phone);
}

/** What the board shows: the call that rings, else the one that goes on or went on last. */
function drawn(model: DeskModel): {
  ring: Ring | undefined;
  call: CallView | undefined;
  drawing: CallDrawing;
} {
  const ring = model.loose.value[0];
  const call = ring ? undefined : model.current.value;
  return { ring, call, drawing: ring ? OFFERED : drawingOf(call) };
}

/** What the board shows; `control` draws whoever else is in the call, and who hears whom. */
function sceneOf(model: DeskModel, agent: Agent, control: Control | undefined): Scene {
  const { ring, call, drawing } = drawn(model);
  const number = read(model.number.value);
  const waiting = number?.ok ? shown(number.e164) : t('board.nobody');
  const other = ring?.from ?? call?.recipient;
  const scene: Scene = {
    jacks: [
      {
        id: 'agent',
        title: t('board.you'),
        text: ring ? t('dial.with.browser') : talksOn(model, agent, call),
        lamp: drawing.agent,
      },
      {
        id: 'customer',
        title: t('board.customer'),
        text: other === undefined ? waiting : (call?.offer?.name ?? who(other)),
        lamp: drawing.customer,
      },
    ],
    strands: [{ id: MAIN, lies: drawing.cord }],
    alt: t(drawing.alt),
  };
  return call && control ? control.parts.sceneOf(model, call, scene) : scene;
}

interface ShelfProps {
  model: DeskModel;
  agent: Agent;
  work: Work | undefined;
  control: Control | undefined;
}

/** What stands below the board: an offer, the call, the note after it, or the number box. */
function Shelf({ model, agent, work, control }: ShelfProps) {
  // A call that rings takes away neither what somebody reads nor where they type.
  const call = model.current.value;
  if (work) {
    const { OfferPanel, GonePanel, WrapUpPanel } = work.parts;
    const { offered, gone, writing } = work.model;
    if (offered.value) return <OfferPanel work={work.model} desk={model} call={offered.value} />;
    if (gone.value) return <GonePanel key={gone.value.id} work={work.model} desk={model} call={gone.value} />;
    if (writing.value)
      return <WrapUpPanel key={writing.value.id} work={work.model} desk={model} call={writing.value} />;
  }
  return call ? (
    <CallPanel model={model} call={call} control={control} />
  ) : (
    <DialForm model={model} agent={agent} />
  );
}

/** Closing the tab would end a call that is talked in it: the browser asks first. A call on a phone goes on without. */
function useLeaving(model: DeskModel): void {
  const talking = model.line.callId.value !== undefined;
  useEffect(() => {
    if (!talking) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [talking]);
}

/** What is shown in place of the agent's calls. */
function Filling({ view, work }: { view: View; work: Work | undefined }) {
  const floor = useFloor(view === 'queue');
  const doctor = useDoctor(view === 'doctor');
  if (view === 'queue') return floor && work ? <floor.QueueBoard work={work.model} /> : null;
  // The doctor speaks the page's language only once `work` does.
  return view === 'doctor' && doctor && work ? <doctor.DoctorView /> : null;
}

/** Where an agent works: the board with the number box or the call, and the calls that were. */
export function Desk({ agent }: { agent: Agent }) {
  const model = useMemo(
    () => new DeskModel(config.value?.sdkOrigin ?? null, config.value?.voice ?? false),
    [config.value === undefined],
  );
  const more = useLive(model, agent);
  const help = useSignal(false);
  const { ring } = drawn(model);
  const work = useWork(model);
  const control = useControl(model);
  const oversight = work?.model.oversight.value;
  const past = usePast(agent, work);
  const view = useView(agent);
  const calls = view === 'calls';
  useTitle(model);
  useNotification(model);
  useLeaving(model);
  useEffect(() => () => model.close(), [model]);
  useEffect(() => {
    announce(t('signIn.done'));
    const dial = takeDeepLink();
    if (dial !== undefined) model.number.value = typed(dial);
  }, []);
  useShortcuts({
    dial: () => {
      if (!model.busy.peek()) model.prepare();
    },
    hangUp: () => {
      // What is offered is declined, not hung up on.
      if (!model.busy.peek() || isOffered(model.current.peek())) return;
      if (model.sure.peek()) model.hangUp();
      else {
        model.sure.value = true;
        announce(t('call.hangUp.confirm'));
      }
    },
    answer: () => {
      const ring = model.ringing();
      if (ring) model.line.incoming.answer(ring);
    },
    decline: () => {
      const [first] = model.loose.peek();
      const offered = work?.model.offered.peek();
      if (first) model.line.incoming.decline(first);
      else if (offered) work?.model.decline(offered);
    },
    presence: () => {
      work?.model.presence.toggle();
    },
    queue: toggleQueue,
    during: (key) => {
      if (control?.parts.pressed(key, model, control.model)) return true;
      if (key !== 'm' || model.line.callId.peek() === undefined) return false;
      model.line.mute(!model.line.muted.peek());
      return true;
    },
    help: () => {
      help.value = true;
    },
    leave: () => {
      const asked = model.sure.peek();
      model.sure.value = false;
      return asked;
    },
  });
  return (
    <div class="desk">
      <Header
        agent={agent}
        status={model.live.status.value}
        onHelp={() => {
          help.value = true;
        }}
      >
        {work && <work.parts.PresenceControl presence={work.model.presence} desk={model} />}
        {work?.model.hasBoard && <work.parts.QueueLink open={view === 'queue'} />}
        {work && isAdmin(agent) && <work.parts.DoctorLink open={view === 'doctor'} />}
      </Header>
      <Banner status={model.live.status.value} />
      {work && oversight && view !== 'queue' && (
        <oversight.parts.SupervisionStrip work={work.model} supervision={oversight.model} />
      )}
      <main id="content" class={calls ? '' : `at-${view}`}>
        <h1 class="unseen">{t(calls ? 'dial.title' : 'app.name')}</h1>
        {/* Elsewhere, a call that goes on or wants to be answered stays within reach. */}
        {(calls || ring || model.busy.value) && (
          <Board scene={sceneOf(model, agent, control)}>
            {ring && <IncomingPanel key={ring.sid} model={model} ring={ring} />}
            {work && <work.parts.SetAsideNote presence={work.model.presence} desk={model} />}
            <MissedCall model={model} />
            {work && <work.parts.NoteReminder work={work.model} />}
            <Shelf model={model} agent={agent} work={work} control={control} />
          </Board>
        )}
        {calls && <History model={model} more={more} work={work} past={past} />}
        <Filling view={view} work={work} />
      </main>
      {control && <control.parts.Dialogs desk={model} control={control.model} shared={work?.model.shared} />}
      {help.value && (
        <ShortcutList
          onClose={() => {
            help.value = false;
          }}
        />
      )}
    </div>
  );
}
