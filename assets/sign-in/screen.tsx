import { useMemo } from 'preact/hooks';
import { LanguageChoice } from '../app/language-choice';
import { Board } from '../call/board';
import type { CordPlace } from '../call/cord';
import { type JackView, MAIN } from '../call/scene';
import { t } from '../i18n';
import { failureIn, send, session } from '../session';
import { Mark } from '../ui/icons';
import { CodeStep } from './code-step';
import { EmailStep } from './email-step';
import { SignIn, type Step } from './model';
import { PhoneStep } from './phone-step';

const CORD: Record<Step, CordPlace> = {
  email: 'rest',
  'email-code': 'lifted',
  phone: 'reaching',
  'phone-code': 'reaching',
};

function jacks(model: SignIn): [JackView, JackView] {
  const step = model.step.value;
  const atEmail = step === 'email' || step === 'email-code';
  return [
    {
      id: 'agent',
      title: t('signIn.email'),
      text: atEmail && step === 'email' ? '' : model.email.value.trim(),
      lamp: step === 'email' ? 'off' : step === 'email-code' ? 'ringing' : 'on',
    },
    {
      id: 'customer',
      title: t('signIn.phone.title'),
      text: step === 'phone-code' ? model.phone.value : '',
      lamp: step === 'phone-code' ? 'ringing' : 'off',
    },
  ];
}

/** Signing in: proving an e-mail address, then a phone. The cord shows how far one has come. */
export function SignInScreen({ ended }: { ended: boolean }) {
  const model = useMemo(
    () =>
      new SignIn({
        send,
        failureIn,
        signedIn: (answer) => session.begin(answer),
        memory: sessionStorage,
        now: () => Date.now(),
      }),
    [],
  );
  const step = model.step.value;
  const number = step === 'email' || step === 'email-code' ? 1 : 2;
  return (
    <div class="sign-in">
      <aside>
        <p class="wordmark">
          <Mark />
          {t('app.name')}
        </p>
        <Board
          scene={{
            jacks: jacks(model),
            strands: [{ id: MAIN, lies: CORD[step] }],
            alt: t('signIn.step', { step: number }),
          }}
        />
        <p class="promise">{t('signIn.promise')}</p>
      </aside>
      <main id="content">
        <LanguageChoice />
        <div class="sign-in-form">
          <p class="step">{t('signIn.step', { step: number })}</p>
          <h1>{t(number === 1 ? 'signIn.title' : 'signIn.phone.title')}</h1>
          {ended && step === 'email' && <p class="note">{t('signIn.ended')}</p>}
          {step === 'email' && <EmailStep model={model} />}
          {step === 'phone' && <PhoneStep model={model} />}
          {(step === 'email-code' || step === 'phone-code') && <CodeStep key={step} model={model} />}
        </div>
      </main>
    </div>
  );
}
