import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { config } from '../app/config';
import { timeOfDay } from '../call/words';
import type { DeskModel } from '../desk/model';
import { countryNames, t } from '../i18n';
import { sentenceFor } from '../i18n/problem';
import { read, shown } from '../numbers';
import type { Agent, Failure } from '../session';
import { Form } from '../sign-in/form';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { CallIcon } from '../ui/icons';
import { NumberInput } from '../ui/number-input';
import { useNow } from '../ui/ticking';
import { VoiceGate } from '../voice/gate';
import { TalkChoice } from './talk-choice';

/** Problems that one sees only once the number is whole, or one has left the box. */
const UNFINISHED = new Set(['empty', 'too_short']);

/** Why this number is not called; undefined when it can be, or when nobody knows yet. */
function problemOf(text: string, agent: Agent): string | undefined {
  const number = read(text);
  if (number === undefined) return text.trim() === '' ? 'empty' : undefined;
  if (!number.ok) return number.problem;
  if (number.e164 === agent.phone) return 'own_number';
  return config.value?.callerIds.includes(number.e164) ? 'caller_id' : undefined;
}

function sentenceForStart(failure: Failure): string {
  if (failure.code === 'offline') return t('dial.offline');
  if (failure.code === 'timeout') return t('dial.unsure');
  return sentenceFor(failure, config.value?.countries);
}

/** Which of the account's numbers the call is shown as; nothing to choose when there is one. */
function CallerIdChoice({ model }: { model: DeskModel }) {
  const numbers = config.value?.callerIds ?? [];
  if (numbers.length < 2) return null;
  return (
    <Field label={t('dial.from')}>
      {(parts) => (
        <select
          {...parts}
          value={model.callerId.value || numbers[0]}
          onChange={({ currentTarget }) => {
            model.callerId.value = currentTarget.value;
            localStorage.setItem('cordboard.caller-id', currentTarget.value);
          }}
        >
          {numbers.map((number) => (
            <option key={number} value={number}>
              {shown(number)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A note for the call; out of the way until it is wanted. */
function Note({ model }: { model: DeskModel }) {
  const open = useSignal(model.label.value !== '');
  if (!open.value)
    return (
      <Button
        kind="quiet"
        onClick={() => {
          open.value = true;
        }}
      >
        {t('dial.label.add')}
      </Button>
    );
  return (
    <Field label={t('dial.label')} hint={t('dial.label.hint')}>
      {(parts) => (
        <input
          {...parts}
          name="label"
          autocomplete="off"
          maxLength={64}
          value={model.label.value}
          ref={(box) => {
            if (box && !box.dataset.met) {
              box.dataset.met = 'true';
              box.focus();
            }
          }}
          onInput={({ currentTarget }) => {
            model.label.value = currentTarget.value;
          }}
        />
      )}
    </Field>
  );
}

/** The number box and what belongs to it. */
export function DialForm({ model, agent }: { model: DeskModel; agent: Agent }) {
  const form = useRef<HTMLDivElement>(null);
  const left = useSignal(false);
  const wish = model.focus.value;
  useLayoutEffect(() => {
    if (wish > 0) form.current?.querySelector<HTMLInputElement>('input.number')?.select();
  }, [wish]);

  const countries = config.value?.countries ?? [];
  const text = model.number.value;
  const problem = problemOf(text, agent);
  const early = problem !== undefined && !UNFINISHED.has(problem);
  const told =
    problem !== undefined && (early || left.value)
      ? t(`number.${problem as 'empty'}`, { countries: countryNames(countries) })
      : undefined;
  const failure = model.failure.value;
  const browser = model.talkWith.value === 'browser';
  const wait = model.coolDown();
  useNow(wait !== undefined);
  const waiting = wait !== undefined ? t('dial.waitUntil', { time: timeOfDay(wait) }) : undefined;
  const submit = () => {
    left.value = true;
    const number = read(text);
    if (problem === undefined && waiting === undefined) model.call(number?.ok ? number.e164 : text);
    else form.current?.querySelector<HTMLInputElement>('input.number')?.focus();
  };
  return (
    <div class="dial" ref={form}>
      <h2 class="unseen">{t('dial.title')}</h2>
      <Form onSubmit={submit}>
        <div class="dial-row">
          <Field
            label={t('dial.number')}
            hint={
              browser
                ? t('dial.with.browser.hint', {
                    from: shown(model.callerId.value || (config.value?.callerIds[0] ?? '')),
                  })
                : t('dial.with.phone.hint', { phone: shown(agent.phone) })
            }
            problem={told ?? waiting ?? (failure && sentenceForStart(failure))}
          >
            {(parts) => (
              <NumberInput
                parts={parts}
                name="recipient"
                autocomplete="off"
                autofocus
                value={text}
                onInput={(typed) => {
                  model.number.value = typed;
                  model.failure.value = undefined;
                  left.value = false;
                }}
                onLeave={() => {
                  left.value = text.trim() !== '';
                }}
              />
            )}
          </Field>
          <Button
            // While a call rings, answering it is the one thing to do.
            kind={model.line.incoming.ringing.value.length > 0 ? 'plain' : 'primary'}
            type="submit"
            icon={<CallIcon />}
            busy={model.starting.value}
            disabled={waiting !== undefined}
          >
            {t(model.starting.value ? 'dial.calling' : 'dial.call')}
          </Button>
        </div>
        <div class="dial-more">
          {config.value?.voice && <TalkChoice model={model} />}
          <Note model={model} />
          <CallerIdChoice model={model} />
        </div>
      </Form>
      {browser && config.value?.voice && <VoiceGate line={model.line} />}
    </div>
  );
}
