import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { AlertIcon, MicrophoneIcon, SettingsIcon } from '../ui/icons';
import type { BrowserLine } from './line';
import { VoiceSetUp } from './set-up';

/** Browsers ask about notifications only after a click, and only who wants to be told is asked. */
function NotifyMe() {
  const permission = useSignal('Notification' in window ? Notification.permission : 'denied');
  if (permission.value !== 'default') return null;
  return (
    <Button
      kind="quiet"
      onClick={async () => {
        permission.value = await Notification.requestPermission();
      }}
    >
      {t('voice.notify')}
    </Button>
  );
}

/** Turns the browser's telephone on: by a click, as browsers let no page make a sound, or listen, without. */
export function VoiceGate({ line }: { line: BrowserLine }) {
  const settings = useSignal(false);
  const state = line.state.value;
  const problem = line.problem.value;
  const reachable = line.reachable.value;
  const words = t(state === 'ready' && !reachable ? 'voice.gate.ready.out' : `voice.gate.${state}`);
  useEffect(() => {
    if (state === 'ready' && reachable) announce(t('voice.gate.ready'));
  }, [state, reachable]);
  return (
    <section class={`gate ${state}`} aria-label={t('voice.gate')}>
      <div role="status">
        {problem ? (
          <p class="problem">
            <AlertIcon />
            {t(`voice.${problem}`)}
          </p>
        ) : (
          <p class="gate-state">
            <i class="lamp" />
            {words}
          </p>
        )}
      </div>
      <div class="gate-actions">
        {state !== 'ready' && (
          <Button
            icon={<MicrophoneIcon />}
            busy={state === 'opening'}
            onClick={() => {
              line.open().catch(() => undefined);
            }}
          >
            {t(problem ? 'voice.gate.again' : 'voice.gate.turnOn')}
          </Button>
        )}
        {state === 'ready' && <NotifyMe />}
        <Button
          kind="quiet"
          icon={<SettingsIcon />}
          onClick={() => {
            settings.value = true;
          }}
        >
          {t('voice.setUp')}
        </Button>
      </div>
      {settings.value && (
        <VoiceSetUp
          line={line}
          onClose={() => {
            settings.value = false;
          }}
        />
      )}
    </section>
  );
}
