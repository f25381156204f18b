import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n';
import { type Agent, session } from '../session';
import { SignInScreen } from '../sign-in/screen';
import { Announcer } from '../ui/announce';
import { Button } from '../ui/button';
import { Mark } from '../ui/icons';

/** Nothing to show yet, or nobody to ask: never an empty page. */
function Waiting({ unreachable }: { unreachable: boolean }) {
  return (
    <main class="waiting" id="content">
      <Mark />
      {unreachable ? (
        <>
          <h1>{t('app.unreachable')}</h1>
          <p>{t('app.unreachable.do')}</p>
          <Button onClick={() => session.wake()}>{t('app.retry')}</Button>
        </>
      ) : (
        <h1 class="soon">{t('app.starting')}</h1>
      )}
    </main>
  );
}

type Desk = ComponentType<{ agent: Agent }>;

/** The desk is loaded when somebody is signed in, or may turn out to be; a load that fails is tried again. */
function useDesk(wanted: boolean): { Desk: Desk | undefined; failed: boolean } {
  const [Desk, setDesk] = useState<Desk>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (!wanted || Desk) return;
    let timer = 0;
    const load = () =>
      import('../desk/desk').then(
        (module) => setDesk(() => module.Desk),
        () => {
          setFailed(true);
          timer = window.setTimeout(load, 3000);
        },
      );
    load();
    return () => clearTimeout(timer);
  }, [wanted]);
  return { Desk, failed };
}

function Screen() {
  const state = session.state.value;
  const { Desk, failed } = useDesk(state.is !== 'signed-out');
  if (state.is === 'signed-out') return <SignInScreen ended={state.why === 'ended'} />;
  if (state.is === 'signed-in' && Desk) return <Desk key={state.agent.id} agent={state.agent} />;
  return <Waiting unreachable={state.is === 'unreachable' || failed} />;
}

/** The page. */
export function App() {
  return (
    <>
      <a class="skip" href="#content">
        {t('app.skip')}
      </a>
      <Screen />
      <Announcer />
    </>
  );
}
