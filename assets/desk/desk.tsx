import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { CallView } from '../../src/calls/contract';
import { config } from '../app/config';
import { Board, type JackView } from '../call/board';
import { CallPanel } from '../call/call-panel';
import { drawingOf } from '../call/drawing';
import { phaseInWords } from '../call/words';
import { DialForm } from '../dial/dial-form';
import { History } from '../history/history';
import { t } from '../i18n';
import { startLive } from '../live';
import type { LiveSource } from '../live/source';
import { read, shown, typed } from '../numbers';
import { type Agent, session } from '../session';
import { announce } from '../ui/announce';
import { Banner } from './banner';
import { takeDeepLink } from './deep-link';
import { Header } from './header';
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

function jacksOf(model: DeskModel, agent: Agent): [JackView, JackView] {
  const call = model.calls.current.value;
  const { agent: mine, customer } = drawingOf(call);
  const number = read(model.number.value);
  const waiting = number?.ok ? shown(number.e164) : t('board.nobody');
  return [
    { title: t('board.you'), text: talksOn(model, agent, call), lamp: mine },
    { title: t('board.customer'), text: call ? shown(call.recipient) : waiting, lamp: customer },
  ];
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

/** The tab's name says how the call is, for who is in another tab. */
function useTitle(model: DeskModel): void {
  const call = model.calls.current.value;
  const title = call && model.calls.busy.value ? `${phaseInWords(call)} · ${t('app.name')}` : t('app.name');
  useEffect(() => {
    document.title = title;
  }, [title]);
}

/** Where an agent works: the board with the number box or the call, and the calls that were. */
export function Desk({ agent }: { agent: Agent }) {
  const model = useMemo(
    () => new DeskModel(config.value?.sdkOrigin ?? null, config.value?.voice ?? false),
    [config.value === undefined],
  );
  const more = useLive(model, agent);
  const help = useSignal(false);
  const call = model.calls.current.value;
  const drawing = drawingOf(call);
  useTitle(model);
  useLeaving(model);
  useEffect(() => () => model.line.close(), [model]);
  useEffect(() => {
    announce(t('signIn.done'));
    const dial = takeDeepLink();
    if (dial !== undefined) model.number.value = typed(dial);
  }, []);
  useShortcuts({
    dial: () => {
      if (!model.calls.busy.peek()) model.prepare();
    },
    hangUp: () => {
      if (!model.calls.busy.peek()) return;
      if (model.sure.peek()) model.hangUp();
      else {
        model.sure.value = true;
        announce(t('call.hangUp.confirm'));
      }
    },
    mute: () => {
      if (model.line.callId.peek() !== undefined) model.line.mute(!model.line.muted.peek());
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
      />
      <Banner status={model.live.status.value} />
      <main id="content">
        <h1 class="unseen">{t('dial.title')}</h1>
        <Board jacks={jacksOf(model, agent)} cord={drawing.cord} alt={t(drawing.alt)}>
          {call ? <CallPanel model={model} call={call} /> : <DialForm model={model} agent={agent} />}
        </Board>
        <History model={model} more={more} />
      </main>
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
