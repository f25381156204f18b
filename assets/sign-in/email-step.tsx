import { useSignal } from '@preact/signals';
import { config } from '../app/config';
import { t } from '../i18n';
import { sentenceFor } from '../i18n/problem';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Form } from './form';
import type { SignIn } from './model';

/** Good enough to be sent; the functions look closely. */
const LIKE_EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;

/** The first box: an e-mail address. */
export function EmailStep({ model }: { model: SignIn }) {
  const tried = useSignal(false);
  const text = model.email.value.trim();
  const wrong =
    text === '' ? t('signIn.email.empty') : LIKE_EMAIL.test(text) ? undefined : t('signIn.email.wrong');
  const failure = model.failure.value;
  const problem =
    (tried.value ? wrong : undefined) ?? (failure && sentenceFor(failure, config.value?.countries));
  const submit = () => {
    tried.value = true;
    if (wrong === undefined) model.sendEmailCode();
  };
  return (
    <Form onSubmit={submit}>
      <Field label={t('signIn.email')} hint={t('signIn.email.hint')} problem={problem}>
        {(parts) => (
          <input
            {...parts}
            type="email"
            name="email"
            autocomplete="email"
            autocapitalize="off"
            spellcheck={false}
            maxLength={254}
            placeholder={t('signIn.email.example')}
            value={model.email.value}
            onInput={(event) => {
              model.email.value = event.currentTarget.value;
              model.failure.value = undefined;
              tried.value = false;
            }}
          />
        )}
      </Field>
      <div class="actions">
        <Button kind="primary" type="submit" busy={model.busy.value}>
          {t('signIn.sendCode')}
        </Button>
      </div>
    </Form>
  );
}
