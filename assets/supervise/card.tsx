import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { FloorItem } from '../../src/calls/contract';
import { HoldIcon, RecordIcon } from '../call/control/icons';
import { clock } from '../call/words';
import { personInWords } from '../floor/names';
import { ts } from '../i18n/late/supervise';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AlertIcon, InboundIcon } from '../ui/icons';
import type { WorkModel } from '../work/model';
import { CallDetails } from './details';
import { ListenIcon } from './icons';
import type { Supervision } from './model';
import { Positions } from './positions';
import { WhoHears } from './who-hears';
import { agentOf, problemIn, standingInWords } from './words';

export interface CardProps {
  work: WorkModel;
  supervision: Supervision;
  call: string;
  item: FloorItem;
  tick: ReadonlySignal<number>;
}

/** What is special about the call now. */
function Marks({ item, other, tick }: Pick<CardProps, 'item' | 'tick'> & { other: string | undefined }) {
  const { held, heldSince, recording } = item;
  if (!held && recording === undefined && other === undefined) return null;
  return (
    <ul class="marks">
      {held && (
        <li class="call-mark">
          <HoldIcon />
          {ts('held')} {heldSince !== undefined && clock((tick.value - heldSince) / 1000)}
        </li>
      )}
      {recording && (
        <li class={`call-mark recording ${recording}`}>
          <RecordIcon />
          {ts(`recording.${recording}`)}
        </li>
      )}
      {other !== undefined && (
        <li class="call-mark">
          <ListenIcon />
          {ts(`by.${item.supervised?.mode ?? 'listen'}`, { who: personInWords(other) })}
        </li>
      )}
    </ul>
  );
}

/** What is to be said about supervising this call: who hears me, what is waited for, what went wrong. */
function Said({ text, problem }: { text: string; problem: string | undefined }) {
  useEffect(() => {
    if (problem !== undefined) announce(problem);
  }, [problem]);
  return (
    <>
      <p class="heard-by">{text}</p>
      {problem !== undefined && (
        <p class="problem">
          <AlertIcon />
          {problem}
        </p>
      )}
    </>
  );
}

/** Supervising one call: the drawing, the words, and the control. */
export function Supervising({ work, supervision, call, item }: Omit<CardProps, 'tick'>) {
  const standing = supervision.standing(call);
  const current = supervision.current.value;
  const text = standingInWords(standing, item, work.presence.now.value?.device);
  const elsewhere = current !== undefined && current.call !== call;
  const idle = supervision.asked.value?.sending === true || elsewhere || standing.other !== undefined;
  const mine = current?.call === call;
  useEffect(() => {
    if (mine) announce(text);
  }, [mine, text]);
  return (
    <div class={`supervising${mine ? ' mine' : ''}`}>
      {mine && <WhoHears mode={standing.mode} held={item.held === true} agent={agentOf(item)} alt={text} />}
      <div class="supervising-how">
        <Positions
          item={item}
          standing={standing}
          idle={idle}
          onAsk={(wish) => supervision.ask(call, wish)}
        />
        {mine && <Said text={text} problem={problemIn(supervision, call)} />}
        {!mine && problemIn(supervision, call) && <Said text="" problem={problemIn(supervision, call)} />}
        {elsewhere && <p class="heard-by">{ts('elsewhere', { agent: agentOf(current.item) })}</p>}
      </div>
    </div>
  );
}

/** A call that goes on: whose, with whom, for how long, and who supervises it. */
export function CallCard({ work, supervision, call, item, tick }: CardProps) {
  const open = useSignal(false);
  const agent = agentOf(item);
  const talking = item.phase === 'connected';
  const { other } = supervision.standing(call);
  const mine = supervision.current.value?.call === call;
  return (
    <li class={`live-call${mine ? ' mine' : ''}`} aria-label={ts('call', { agent, number: item.to })}>
      <div class="live-call-head">
        <p class="live-call-who">
          <strong title={item.email}>{agent}</strong>
          <span class="live-call-number">
            {item.direction === 'inbound' && <InboundIcon />}
            {item.to}
          </span>
        </p>
        <p class="live-call-time">
          <span>{ts(talking ? 'phase.talking' : 'phase.setup')}</span>
          <span class="for">{clock(Math.max(0, (tick.value - item.since) / 1000))}</span>
        </p>
      </div>
      <Marks item={item} other={other} tick={tick} />
      {talking && <Supervising work={work} supervision={supervision} call={call} item={item} />}
      <Button
        kind="quiet"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        {ts(open.value ? 'less' : 'more')}
      </Button>
      {open.value && <CallDetails supervision={supervision} call={call} item={item} />}
    </li>
  );
}
