import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { LanguageChoice } from '../app/language-choice';
import { t } from '../i18n';
import { sentenceFor } from '../i18n/problem';
import type { LiveStatus } from '../live/source';
import { shown } from '../numbers';
import { type Agent, type Failure, failureIn, session } from '../session';
import { Button } from '../ui/button';
import { KeyboardIcon, Mark } from '../ui/icons';

interface HeaderProps {
  agent: Agent;
  status: LiveStatus;
  onHelp(): void;
  /** Where one is, and whether one is available. */
  children?: ComponentChildren;
}

/** Who is signed in, whether the page is live, and the way out. */
export function Header({ agent, status, onHelp, children }: HeaderProps) {
  const leaving = useSignal(false);
  const failure = useSignal<Failure | undefined>(undefined);
  return (
    <header class="top">
      <p class="wordmark">
        <Mark />
        <span>{t('app.name')}</span>
      </p>
      <p class={`live ${status}`}>
        <i class="lamp" />
        {t(`live.${status}`)}
      </p>
      {children}
      <div class="account">
        <p class="who">
          <span>{agent.email}</span>
          <span class="who-phone">{shown(agent.phone)}</span>
        </p>
        <LanguageChoice />
        <Button kind="quiet" icon={<KeyboardIcon />} label={t('app.shortcuts')} onClick={onHelp} />
        <Button
          kind="quiet"
          busy={leaving.value}
          onClick={async () => {
            leaving.value = true;
            failure.value = undefined;
            await session.end().catch((error: unknown) => {
              failure.value = failureIn(error);
            });
            leaving.value = false;
          }}
        >
          {t('app.signOut')}
        </Button>
      </div>
      <div role="alert" class="sign-out-failed">
        {failure.value && <p class="problem">{sentenceFor(failure.value)}</p>}
      </div>
    </header>
  );
}
