import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { CallView, FloorItem, LegView, StateAnswer } from '../../src/calls/contract';
import { who } from '../call/who';
import { personInWords } from '../floor/names';
import { ts } from '../i18n/late/supervise';
import { session } from '../session';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { HangUpIcon } from '../ui/icons';
import type { Supervision } from './model';
import { agentOf } from './words';

/** While the details are open the call is asked for this often. Milliseconds. */
const PACE = 5_000;
/** The longest text that is said. Characters; see /calls/announce. */
const LONGEST = 200;

/** The whole of a call, as long as somebody looks at it. */
function useCall(call: string, item: FloorItem): CallView | undefined {
  const view = useSignal<CallView | undefined>(undefined);
  useEffect(() => {
    let over = false;
    const look = async () => {
      const asked = { callId: call, agent: item.agent };
      const answer = await session.call<StateAnswer>('/calls/state', asked).catch(() => undefined);
      if (!over && answer?.call) view.value = answer.call;
    };
    look();
    const timer = setInterval(look, PACE);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [call, item]);
  return view.value;
}

function nameOf({ label, name, number }: LegView, item: FloorItem): string {
  if (label === 'agent') return agentOf(item);
  if (name !== undefined) return personInWords(name);
  return label === 'customer' && number === '' ? who('') : who(number);
}

function howIs({ label, present, held, muted, endedAt }: LegView, view: CallView): string {
  if (label === 'supervisor' && present && view.supervision) return ts(`${view.supervision.mode}`);
  if (!present) return ts(endedAt === undefined ? 'leg.coming' : 'leg.gone');
  if (held) return ts('leg.held');
  return ts(muted ? 'leg.muted' : 'leg.present');
}

/** Everybody of the call, and how they take part. */
function Legs({ view, item }: { view: CallView; item: FloorItem }) {
  return (
    <table class="legs">
      <caption class="unseen">{ts('legs')}</caption>
      <tbody>
        {view.legs.map((leg) => (
          <tr key={leg.participant ?? leg.label}>
            <th scope="row">
              {nameOf(leg, item)}
              <small>{ts(`role.${leg.label}`)}</small>
            </th>
            <td>{howIs(leg, view)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DetailsProps {
  supervision: Supervision;
  call: string;
  item: FloorItem;
}

/** Says something to everybody in the call. */
function Announcing({ supervision, call }: DetailsProps) {
  const text = useSignal('');
  const said = useSignal(false);
  const id = `say-${call}`;
  const submit = async () => {
    const words = text.peek().trim();
    if (words === '' || !(await supervision.say(call, words))) return;
    text.value = '';
    said.value = true;
    announce(ts('say.done'));
  };
  return (
    <form
      class="announcing"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label for={id}>{ts('say')}</label>
      <div class="announcing-row">
        <input
          id={id}
          type="text"
          maxLength={LONGEST}
          autocomplete="off"
          value={text.value}
          onInput={({ currentTarget }) => {
            text.value = currentTarget.value;
            said.value = false;
          }}
        />
        <Button type="submit" busy={supervision.doing.value === '/calls/announce'}>
          {ts('say.do')}
        </Button>
      </div>
      {said.value && <p class="hint">{ts('say.done')}</p>}
    </form>
  );
}

/** Ends the call for both, after a second look. */
function Ending({ supervision, call, item }: DetailsProps) {
  const sure = useSignal(false);
  if (!sure.value)
    return (
      <Button
        kind="plain"
        icon={<HangUpIcon />}
        onClick={() => {
          sure.value = true;
        }}
      >
        {ts('end')}
      </Button>
    );
  return (
    <fieldset class="sure">
      <legend>{ts('end.sure', { agent: agentOf(item) })}</legend>
      <Button
        kind="danger"
        icon={<HangUpIcon />}
        take
        busy={supervision.doing.value === '/calls/hangup'}
        onClick={() => supervision.hangUp(call)}
      >
        {ts('end.yes')}
      </Button>
      <Button
        kind="plain"
        onClick={() => {
          sure.value = false;
        }}
      >
        {ts('end.no')}
      </Button>
    </fieldset>
  );
}

/** Who is in a call, and what else a supervisor may do in it. */
export function CallDetails(props: DetailsProps) {
  const view = useCall(props.call, props.item);
  return (
    <div class="live-call-details">
      {view && <Legs view={view} item={props.item} />}
      {props.item.phase === 'connected' && <Announcing {...props} />}
      <Ending {...props} />
    </div>
  );
}
