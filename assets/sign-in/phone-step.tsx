import { useSignal } from '@preact/signals';
import { config } from '../app/config';
import { countryNames, t } from '../i18n';
import { sentenceFor } from '../i18n/problem';
import { read } from '../numbers';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { BackIcon } from '../ui/icons';
import { NumberInput } from '../ui/number-input';
import { Form } from './form';
import type { SignIn } from './model';

/** The third box: the phone that will ring. */
export function PhoneStep({ model }: { model: SignIn }) {
  const tried = useSignal(false);
  const countries = config.value?.countries ?? [];
  const number = read(model.phone.value);
  const wrong =
    model.phone.value.trim() === ''
      ? t('signIn.phone.empty')
      : number && !number.ok
        ? t(`number.${number.problem}`, { countries: countryNames(countries) })
        : undefined;
  const failure = model.failure.value;
  const problem = (tried.value ? wrong : undefined) ?? (failure && sentenceFor(failure, countries));
  const submit = () => {
    tried.value = true;
    if (wrong === undefined) model.sendPhoneCode();
  };
  return (
    <Form onSubmit={submit}>
      <Field label={t('signIn.phone')} hint={t('signIn.phone.hint')} problem={problem}>
        {(parts) => (
          <NumberInput
            parts={parts}
            name="tel"
            autocomplete="tel"
            autofocus
            value={model.phone.value}
            onInput={(text) => {
              model.phone.value = text;
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
        <Button kind="quiet" icon={<BackIcon />} onClick={() => model.back()}>
          {t('signIn.back')}
        </Button>
      </div>
    </Form>
  );
}
