import { effect } from '@preact/signals';
import { AddHandset } from './add-handset';
import { refusal } from './api';
import { Board } from './board';
import { shownNumber } from './format';
import { HandsetCard } from './handset-card';
import { CloseIcon } from './icons';
import { InboxPanel } from './inbox-panel';
import { health, phones } from './live';
import { Tabs, tab } from './tabs';
import { TimelinePanel } from './timeline-panel';
import { TopBar } from './top-bar';

effect(() => {
  const ringing = phones.value.filter((phone) => phone.state === 'ringing');
  const [first] = ringing;
  document.title = first ? `Ringing: ${first.name ?? shownNumber(first.number)}` : 'Phones';
});

/** The whole page. */
export function App() {
  return (
    <div class="page" data-tab={tab.value}>
      <TopBar />
      <main class="rooms">
        <section class="phones" aria-labelledby="phones-title">
          <h2 id="phones-title" class="unseen">
            Handsets
          </h2>
          <Board />
          {phones.value.length === 0 && (
            <p class="welcome">
              <strong>No phone has rung yet.</strong> Start a call from your app to any fictional number, such
              as <span class="nowrap">+1 415 555 0100</span>, and its handset appears here, ringing. Or add
              handsets now and call one from the other.
            </p>
          )}
          <div class="handsets">
            {phones.value.map((phone) => (
              <HandsetCard key={phone.number} phone={phone} />
            ))}
            <AddHandset />
          </div>
          <datalist id="numbers">
            {[...(health.value?.numbers ?? []), ...phones.value.map((phone) => phone.number)].map(
              (number) => (
                <option key={number} value={number} />
              ),
            )}
          </datalist>
        </section>
        <InboxPanel />
        <TimelinePanel />
      </main>
      <Tabs />
      <div class="refusal" role="alert">
        {refusal.value && (
          <p>
            {refusal.value}
            <button
              type="button"
              class="button quiet-button square"
              aria-label="Dismiss"
              onClick={() => {
                refusal.value = '';
              }}
            >
              <CloseIcon />
            </button>
          </p>
        )}
      </div>
    </div>
  );
}
