import { useEffect } from 'preact/hooks';
import type { CallView, OfferView } from '../../src/calls/contract';
import { askerOf, clock, reasonInWords } from '../call/words';
import type { DeskModel } from '../desk/model';
import { tl } from '../i18n/late';
import { sentenceFor } from '../i18n/problem';
import { shown } from '../numbers';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AgainIcon, AlertIcon, CallIcon, HangUpIcon } from '../ui/icons';
import { PhoneRingsIcon } from '../ui/late-icons';
import { useNow } from '../ui/ticking';
import type { WorkModel } from '../work/model';
import { Message } from './message';

/** The last seconds are shown so that one sees them. */
const SOON = 10;
/** An offer that has gone is shown this long. Milliseconds. */
const GONE = 8_000;

/** What it is about is a message: nobody is on the line. Who calls after they have left one is a caller. */
const isMessage = ({ direction, offer }: CallView): boolean =>
  offer?.message !== undefined && direction !== 'inbound';

/** What the caller wants and speaks, and whether they had lost somebody. */
function Facts({ call, offer }: { call: CallView; offer: OfferView }) {
  const { callback } = offer;
  const facts = [
    offer.reason && tl(`offer.reason.${offer.reason}`),
    offer.language && tl(`offer.language.${offer.language}`),
    offer.direct && !offer.transfer && tl('offer.direct'),
    offer.returned && tl('offer.returned'),
    offer.message && !isMessage(call) && tl('offer.kicker.message'),
    callback && callback.of > 1 && tl('offer.attempt', { attempt: callback.attempt, of: callback.of }),
  ].filter((each) => typeof each === 'string');
  return (
    <ul class="facts">
      {facts.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

/** How long they have waited, and how long this can still be taken. */
function Clocks({ call, offer }: { call: CallView; offer: OfferView }) {
  const now = useNow(true);
  const left = Math.max(0, Math.ceil((Date.parse(offer.answerBy) - now) / 1000));
  const since = isMessage(call) ? 'offer.left.ago' : offer.callback ? 'offer.asked.ago' : 'offer.waited';
  return (
    <dl class="clocks">
      <div>
        <dt>{tl(since)}</dt>
        <dd>{clock((now - Date.parse(offer.queuedAt)) / 1000)}</dd>
      </div>
      <div class={left <= SOON ? 'soon' : ''}>
        <dt>{tl('offer.left')}</dt>
        <dd>{clock(left)}</dd>
      </div>
    </dl>
  );
}

/** What this is: a caller, one who comes back, one whom a colleague hands over, or one who is on no line. */
function kicker(call: CallView, { callback, transfer, returned }: OfferView): string {
  if (isMessage(call)) return tl('offer.kicker.message');
  if (callback) return tl('offer.kicker.callback');
  if (transfer) return tl(`offer.kicker.${transfer.kind}`, { who: askerOf(call) });
  return tl(returned ? 'offer.kicker.returned' : 'offer.kicker');
}

/** What to do to take it. */
function hint(call: CallView, rings: boolean): string {
  const { kind, phase, legs, offer } = call;
  const what = isMessage(call) ? 'message' : offer?.callback ? 'callback' : 'call';
  if (kind === 'browser') {
    if (phase === 'agent-answered' && what === 'message') return tl('offer.hint.message.plays');
    return tl(rings ? 'offer.hint.browser' : 'offer.hint.browser.soon');
  }
  if (phase === 'agent-answered') return tl(`offer.hint.key.${what}`);
  return tl(`offer.hint.phone.${what}`, { phone: shown(legs[0].number) });
}

/** What one does while a message is played on the browser's line: a phone has keys for it. */
function MessageKeys({ desk }: { desk: DeskModel }) {
  return (
    <>
      <Button kind="primary" icon={<CallIcon />} onClick={() => desk.line.press('1')}>
        {tl('offer.message.callBack')}
      </Button>
      <Button icon={<AgainIcon />} onClick={() => desk.line.press('2')}>
        {tl('offer.message.again')}
      </Button>
    </>
  );
}

interface OfferProps {
  work: WorkModel;
  desk: DeskModel;
  call: CallView;
}

/** Taking it in the browser, or declining it. */
function Answers({ work, desk, call }: OfferProps) {
  const ring = desk.ringOf(call);
  const accepted = ring !== undefined && desk.line.callId.value === ring.sid;
  if (desk.isHere(call) && isMessage(call) && call.phase === 'agent-answered')
    return (
      <div class="actions">
        <MessageKeys desk={desk} />
        <Button kind="danger" icon={<HangUpIcon />} busy={desk.ending.value} onClick={() => desk.hangUp()}>
          {tl('offer.message.done')}
        </Button>
      </div>
    );
  return (
    <div class="actions">
      {call.kind === 'browser' && (
        <Button
          kind="primary"
          icon={<CallIcon />}
          busy={accepted}
          disabled={ring === undefined}
          onClick={() => ring && desk.line.incoming.answer(ring)}
        >
          {tl('offer.accept')}
        </Button>
      )}
      <Button
        kind="danger"
        icon={<HangUpIcon />}
        busy={work.offers.declining.value === call.id}
        onClick={() => work.decline(call)}
      >
        {tl('offer.decline')}
      </Button>
    </div>
  );
}

/** A customer who is offered: who, why, since when, and until when one can take them. Takes no focus. */
export function OfferPanel({ work, desk, call }: OfferProps) {
  const { offer } = call;
  if (offer === undefined) return null;
  const failure = work.offers.failure.value;
  return (
    <section class="call offer" aria-label={tl('offer.title')}>
      <div class="state">
        <div role="alert">
          <p class="kicker">{kicker(call, offer)}</p>
          <h2>{work.whoOf(call)}</h2>
          {offer.name && <p class="offer-number">{work.numberOf(call)}</p>}
          <Facts call={call} offer={offer} />
        </div>
        <Clocks call={call} offer={offer} />
      </div>
      <p class="offer-hint">
        <PhoneRingsIcon />
        {hint(call, desk.ringOf(call) !== undefined)}
      </p>
      {offer.message && <Message call={call} message={offer.message} />}
      {failure && (
        <p class="problem" role="alert">
          <AlertIcon />
          {sentenceFor(failure)}
        </p>
      )}
      <Answers work={work} desk={desk} call={call} />
    </section>
  );
}

/** Whether somebody who could not be called back is called once more. */
function afterwards({ offer, reason }: CallView): string | undefined {
  const { callback } = offer ?? {};
  if (callback === undefined || !reason?.startsWith('customer_')) return undefined;
  return tl(callback.attempt < callback.of ? 'offer.again.later' : 'offer.again.never');
}

/** An offer that is no more: says why, and goes away by itself. */
export function GonePanel({ work, desk, call }: OfferProps) {
  const words =
    call.reason === 'customer_hung_up' ? tl('offer.gone') : reasonInWords(call) || tl('offer.gone');
  const later = afterwards(call);
  useEffect(() => {
    announce(later === undefined ? words : `${words}. ${later}`);
    const timer = setTimeout(() => desk.calls.putAway(), GONE);
    return () => clearTimeout(timer);
  }, [call.id, words]);
  return (
    <section class="call offer gone" aria-label={tl('offer.title')}>
      <div class="state">
        <div>
          <p class="kicker">{work.whoOf(call)}</p>
          <h2>{words}</h2>
          {later && <p class="hint">{later}</p>}
        </div>
      </div>
      <div class="actions">
        <Button kind="plain" onClick={() => desk.calls.putAway()}>
          {tl('offer.ok')}
        </Button>
      </div>
    </section>
  );
}
