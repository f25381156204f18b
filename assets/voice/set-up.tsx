import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { t } from '../i18n';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { AlertIcon } from '../ui/icons';
import { RINGTONE } from './device';
import { type AudioDevice, AudioDevices, echo, listenTo, playOn, SYSTEM_DEFAULT } from './devices';
import type { BrowserLine } from './line';
import { problemOfMedia, type VoiceProblem } from './microphone';

interface PickerProps {
  label: string;
  devices: AudioDevice[];
  chosen: string;
  onChoose(name: string): void;
}

function Picker({ label, devices, chosen, onChoose }: PickerProps) {
  return (
    <Field label={label}>
      {(parts) => (
        <select {...parts} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          <option value={SYSTEM_DEFAULT} selected={chosen === SYSTEM_DEFAULT}>
            {t('voice.default')}
          </option>
          {devices.map(({ id, name }) => (
            <option key={id} value={name} selected={name === chosen}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Microphone, speaker and ringer: which ones, whether one is heard, and how one sounds. */
export function VoiceSetUp({ line, onClose }: { line: BrowserLine; onClose(): void }) {
  const devices = useMemo(() => new AudioDevices(), []);
  const level = useSignal(0);
  const heard = useSignal(false);
  const problem = useSignal<VoiceProblem | undefined>(undefined);
  const test = useSignal<'no' | 'recording' | 'playing'>('no');
  const rings = useSignal(false);
  /** What is being listened to; a promise, as who changes the microphone may try it out before it is open. */
  const stream = useRef<Promise<MediaStream> | undefined>(undefined);
  const input = line.choices.microphone.value;
  useEffect(() => devices.watch(), []);
  useEffect(() => {
    let closed = false;
    let stop = () => undefined as undefined;
    heard.value = false;
    const opened = listenTo(input, (loud) => {
      level.value = loud;
      if (loud > 0.12) heard.value = true;
    });
    stream.current = opened.then((listening) => listening.stream);
    // Told below; whoever waits for the stream is told again.
    stream.current.catch(() => undefined);
    opened.then(
      (listening) => {
        if (closed) listening.stop();
        else {
          problem.value = undefined;
          stop = () => {
            listening.stop();
          };
          devices.read();
        }
      },
      (error: unknown) => {
        problem.value = problemOfMedia(error);
      },
    );
    return () => {
      closed = true;
      stop();
    };
  }, [input]);
  return (
    <Dialog title={t('voice.setUp')} onClose={onClose}>
      <div class="set-up">
        {problem.value && (
          <p class="problem">
            <AlertIcon />
            {t(`voice.${problem.value}`)}
          </p>
        )}
        <Picker
          label={t('voice.microphone')}
          devices={devices.inputs.value}
          chosen={input}
          onChoose={(name) => line.choose('microphone', name)}
        />
        <div class="level">
          <span id="level-name">{t('voice.level')}</span>
          <meter aria-labelledby="level-name" min={0} max={1} value={level.value} />
          <p class="hint">{t(heard.value ? 'voice.level.good' : 'voice.noLevel')}</p>
        </div>
        <Picker
          label={t('voice.speaker')}
          devices={devices.outputs.value}
          chosen={line.choices.speaker.value}
          onChoose={(name) => line.choose('speaker', name)}
        />
        <Picker
          label={t('voice.ringer')}
          devices={devices.outputs.value}
          chosen={line.choices.ringer.value}
          onChoose={(name) => line.choose('ringer', name)}
        />
        <div class="actions">
          <Button
            busy={test.value !== 'no'}
            onClick={async () => {
              const source = await stream.current?.catch(() => undefined);
              if (source === undefined) return;
              test.value = 'recording';
              await echo(source, 3, line.choices.speaker.peek(), () => {
                test.value = 'playing';
              }).catch(() => undefined);
              test.value = 'no';
            }}
          >
            {t(test.value === 'no' ? 'voice.echo' : `voice.echo.${test.value}`)}
          </Button>
          <Button
            busy={rings.value}
            onClick={async () => {
              rings.value = true;
              await playOn(RINGTONE, line.choices.ringer.peek()).catch(() => undefined);
              rings.value = false;
            }}
          >
            {t('voice.ring')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
