import { useRef } from 'preact/hooks';
import { ask } from './api';
import { shownSkew, shownTime } from './format';
import { ResetIcon, ShieldIcon, SoundIcon } from './icons';
import { connection, health, now } from './live';
import { speaking } from './speech';
import { tab } from './tabs';
import { showProblems } from './timeline-panel';

const CONNECTIONS = { starting: 'Connecting', live: 'Live', lost: 'Reconnecting' } as const;

/** Name, health, time, and starting over. */
export function TopBar() {
  return (
    <header class="top">
      <div class="brand">
        <img src="/icon.svg" alt="" width="32" height="32" />
        <div>
          <h1>Phones</h1>
          <p>Twilio, emulated on this machine</p>
        </div>
      </div>
      <p class="pill connection" data-state={connection.value} role="status">
        <span class="dot" /> {CONNECTIONS[connection.value]}
      </p>
      <ContractPill />
      <div class="top-tools">
        <ClockControls />
        <button
          type="button"
          class="button quiet-button"
          aria-pressed={speaking.value}
          onClick={() => {
            speaking.value = !speaking.value;
          }}
        >
          <SoundIcon /> <span class="tool-text">Speak aloud</span>
        </button>
        <ResetButton />
      </div>
    </header>
  );
}

function ContractPill() {
  const contract = health.value?.contract;
  if (!contract) return null;
  const checks = Object.values(contract.checked).reduce((sum, count) => sum + count, 0);
  const { violations } = contract;
  const show = () => {
    tab.value = 'timeline';
    showProblems();
  };
  return (
    <button
      type="button"
      class="pill contract"
      data-bad={violations > 0}
      title={Object.entries(contract.checked)
        .map(([what, count]) => `${what}: ${count} checked`)
        .join(', ')}
      onClick={show}
    >
      <ShieldIcon />
      {violations > 0 ? (
        `${violations} ${violations === 1 ? 'violation' : 'violations'}`
      ) : (
        <span>
          {checks} checks<span class="pill-more">, no violation</span>
        </span>
      )}
    </button>
  );
}

const STEPS = [
  { label: '+10 s', seconds: 10 },
  { label: '+1 min', seconds: 60 },
  { label: '+10 min', seconds: 600 },
];

function ClockControls() {
  const ahead = shownSkew(health.value?.skew ?? 0);
  return (
    <fieldset class="clock">
      <legend class="unseen">The emulator's time</legend>
      <span class="clock-face">
        <time>{shownTime(now.value)}</time>
        {ahead && <span class="ahead">{ahead}</span>}
      </span>
      {STEPS.map(({ label, seconds }) => (
        <button
          key={label}
          type="button"
          class="button quiet-button"
          onClick={() => void ask('POST', '/clock/advance', { seconds })}
        >
          {label}
          <span class="unseen"> of emulated time</span>
        </button>
      ))}
    </fieldset>
  );
}

function ResetButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const reset = async () => {
    dialog.current?.close();
    await ask('POST', '/reset');
  };
  return (
    <>
      <button type="button" class="button quiet-button" onClick={() => dialog.current?.showModal()}>
        <ResetIcon /> <span class="tool-text">Reset</span>
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="reset-title">
        <h2 id="reset-title">Start over?</h2>
        <p>
          Calls end, and everything that the emulated account holds is forgotten: handsets, messages, state.
        </p>
        <div class="actions">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
          <button type="button" class="button stop" onClick={() => void reset()}>
            Start over
          </button>
        </div>
      </dialog>
    </>
  );
}
