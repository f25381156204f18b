import { useEffect } from 'preact/hooks';
import type { CallView, OfferView } from '../../src/calls/contract';
import { clock, reasonInWords } from '../call/words';
import type { DeskModel } from '../desk/model';
import { tl } from '../i18n/late';
import { sentenceFor } from '../i18n/problem';
import { shown } from '../numbers';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AlertIcon, CallIcon, HangUpIcon } from '../ui/icons';
import { PhoneRingsIcon } from '../ui/late-icons';
import { useNow } from '../ui/ticking';
import type { WorkModel } from '../work/model';

/** The last seconds are shown so that one sees them. */
const SOON = 10;
/** An offer that has gone is shown this long. Milliseconds. */
const GONE = 8_000;

/** What the caller wants and speaks, and whether they had lost somebody. */
function Facts({ offer }: { offer: OfferView }) {
  const facts = [
    offer.reason && tl(`offer.reason.${offer.reason}`),
    offer.language && tl(`offer.language.${offer.language}`),
    offer.direct && tl('offer.direct'),
    offer.returned && tl('offer.returned'),
  ].filter((each) => each !== undefined);
  return (
    <ul class="facts">
      {facts.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

/** How long they have waited, and how long this can still be taken. */
function Clocks({ offer }: { offer: OfferView }) {
  const now = useNow(true);
  const left = Math.max(0, Math.ceil((Date.parse(offer.answerBy) - now) / 1000));
  return (
    <dl class="clocks">
      <div>
        <dt>{tl('offer.waited')}</dt>
        <dd>{clock((now - Date.parse(offer.queuedAt)) / 1000)}</dd>
      </div>
      <div class={left <= SOON ? 'soon' : ''}>
        <dt>{tl('offer.left')}</dt>
        <dd>{clock(left)}</dd>
      </div>
    </dl>
  );
}

/** What to do to take it. */
function hint(call: CallView, rings: boolean): string {
  if (call.kind === 'browser') return tl(rings ? 'offer.hint.browser' : 'offer.hint.browser.soon');
  const phone = shown(call.legs[0].number);
  return call.phase === 'agent-answered' ? tl('offer.hint.key') : tl('offer.hint.phone', { phone });
}

/** A customer who is offered: who, why, since when, and until when one can take them. Takes no focus. */
export function OfferPanel({ work, desk, call }: { work: WorkModel; desk: DeskModel; call: CallView }) {
  const { offer } = call;
  const ring = desk.ringOf(call);
  if (offer === undefined) return null;
  const failure = work.offers.failure.value;
  const accepted = ring !== undefined && desk.line.callId.value === ring.sid;
  return (
    <section class="call offer" aria-label={tl('offer.title')}>
      <div class="state">
        <div role="alert">
          <p class="kicker">{tl(offer.returned ? 'offer.kicker.returned' : 'offer.kicker')}</p>
          <h2>{work.whoOf(call)}</h2>
          {offer.name && <p class="offer-number">{work.numberOf(call)}</p>}
          <Facts offer={offer} />
        </div>
        <Clocks offer={offer} />
      </div>
      <p class="offer-hint">
        <PhoneRingsIcon />
        {hint(call, ring !== undefined)}
      </p>
      {failure && (
        <p class="problem" role="alert">
          <AlertIcon />
          {sentenceFor(failure)}
        </p>
      )}
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
    </section>
  );
}

/** An offer that is no more: says why, and goes away by itself. */
export function GonePanel({ work, desk, call }: { work: WorkModel; desk: DeskModel; call: CallView }) {
  const words =
    call.reason === 'customer_hung_up' ? tl('offer.gone') : reasonInWords(call) || tl('offer.gone');
  useEffect(() => {
    announce(words);
    const timer = setTimeout(() => desk.calls.putAway(), GONE);
    return () => clearTimeout(timer);
  }, [call.id, words]);
  return (
    <section class="call offer gone" aria-label={tl('offer.title')}>
      <div class="state">
        <div>
          <p class="kicker">{work.whoOf(call)}</p>
          <h2>{words}</h2>
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
