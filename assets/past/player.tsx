import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { tp } from '../i18n/late/past';
import { sentenceFor } from '../i18n/problem';
import { session } from '../session';
import { type Failure, failureIn } from '../session/post';
import { Button } from '../ui/button';
import { AlertIcon } from '../ui/icons';
import { PlayIcon } from '../ui/late-icons';

/** A link that fails so soon after it was made would fail again. Milliseconds. */
const FRESH = 20_000;

interface PlayerProps {
  callId: string;
  /** Whose call it is, of somebody else's. */
  agent: string | undefined;
  recording: string;
  label: string;
}

/** The browser's own player. It is made by hand: there is no text of what was said to offer beside it. */
function useAudio(url: string | undefined, label: string, broke: () => void) {
  const place = useRef<HTMLDivElement>(null);
  const from = useRef(0);
  useEffect(() => {
    if (url === undefined || place.current === null) return;
    const audio = new Audio(url);
    audio.controls = true;
    audio.setAttribute('aria-label', label);
    audio.currentTime = from.current;
    audio.addEventListener('error', () => {
      from.current = audio.currentTime;
      broke();
    });
    place.current.append(audio);
    audio.play().catch(() => undefined);
    return () => {
      audio.pause();
      audio.remove();
    };
  }, [url]);
  return place;
}

/** Plays a recording by a link that holds for some minutes, and is made anew when it has run out. */
export function Player({ callId, agent, recording, label }: PlayerProps) {
  const url = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const failure = useSignal<Failure | undefined>(undefined);
  const made = useRef(0);
  const link = async () => {
    if (busy.peek()) return;
    busy.value = true;
    failure.value = undefined;
    try {
      const asked = { callId, recording, ...(agent === undefined ? {} : { agent }) };
      url.value = (await session.call<{ url: string }>('/voice/recordings/link', asked)).url;
      made.current = Date.now();
    } catch (error) {
      url.value = undefined;
      failure.value = failureIn(error);
    } finally {
      busy.value = false;
    }
  };
  const place = useAudio(url.value, label, () => {
    if (Date.now() - made.current > FRESH) {
      link();
      return;
    }
    url.value = undefined;
    failure.value = failureIn(undefined);
  });
  return (
    <div class="player">
      <div ref={place} />
      {url.value === undefined && (
        <Button kind="plain" icon={<PlayIcon />} busy={busy.value} onClick={link}>
          {tp('play')}
          <span class="unseen"> {label}</span>
        </Button>
      )}
      {failure.value && (
        <p class="problem" role="alert">
          <AlertIcon />
          {sentenceFor(failure.value)}
        </p>
      )}
    </div>
  );
}
