import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { config } from '../app/config';
import { t } from '../i18n';
import { sentenceFor } from '../i18n/problem';
import { announce } from '../ui/announce';
import { Button } from '../ui/button';
import { CODE_LENGTH, CodeInput } from '../ui/code-input';
import { Field } from '../ui/field';
import { BackIcon } from '../ui/icons';
import { useNow } from '../ui/ticking';
import { Form } from './form';
import type { SignIn } from './model';

/** Sends the code again, after a while, or for a phone by a call. */
function Again({ model }: { model: SignIn }) {
  const from = model.resendFrom.value;
  const waits = useNow(from > Date.now()) < from && Date.now() < from;
  const seconds = Math.max(1, Math.ceil((from - Date.now()) / 1000));
  return (
    <div class="again">
      <Button kind="quiet" disabled={waits || model.busy.value} onClick={() => model.resend()}>
        {waits ? t('signIn.resendIn', { seconds }) : t('signIn.resend')}
      </Button>
      {model.step.value === 'phone-code' && (
        <Button kind="quiet" disabled={waits || model.busy.value} onClick={() => model.resend('call')}>
          {t('signIn.callInstead')}
        </Button>
      )}
    </div>
  );
}

/** The second and the fourth box: a code. Sent as soon as it is whole. */
export function CodeStep({ model }: { model: SignIn }) {
  const tried = useSignal(false);
  const short = model.code.value.length < CODE_LENGTH;
  const failure = model.failure.value;
  const problem =
    (tried.value && short ? t('signIn.code.short') : undefined) ??
    (failure && sentenceFor(failure, config.value?.countries));
  const submit = () => {
    tried.value = true;
    if (!short) model.check();
  };
  const isPhone = model.step.value === 'phone-code';
  const to = model.sentTo.value;
  const sent = t(isPhone && model.channel.value === 'call' ? 'signIn.code.calling' : 'signIn.code.sentTo', {
    to,
  });
  const resent = model.resent.value;
  useEffect(() => announce(sent), [sent]);
  useEffect(() => {
    if (resent > 0) announce(t('signIn.resent'));
  }, [resent]);
  return (
    <Form onSubmit={submit}>
      <Field label={t('signIn.code')} hint={sent} problem={problem}>
        {(parts) => (
          <CodeInput
            parts={parts}
            value={model.code.value}
            onInput={(digits) => {
              model.code.value = digits;
              if (digits !== '') model.failure.value = undefined;
              tried.value = false;
            }}
            onFull={() => model.check()}
          />
        )}
      </Field>
      <div class="actions">
        <Button kind="primary" type="submit" busy={model.busy.value}>
          {t(isPhone ? 'signIn.finish' : 'signIn.check')}
        </Button>
        <Button kind="quiet" icon={<BackIcon />} onClick={() => model.back()}>
          {t('signIn.back')}
        </Button>
      </div>
      <Again model={model} />
    </Form>
  );
}
