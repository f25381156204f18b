import { useSignal } from '@preact/signals';
import { h } from 'preact';
import type { CallView, OfferView } from '../../src/calls/contract';
import { clock } from '../call/words';
import { tl } from '../i18n/late';
import { sentenceFor } from '../i18n/problem';
import { type Failure, failureIn, session } from '../session';
import { Button } from '../ui/button';
import { AlertIcon } from '../ui/icons';
import { PlayIcon } from '../ui/late-icons';

/** `data` of /voice/recordings/link. */
interface Link {
  url: string;
  /** ISO 8601. */
  expiresAt: string;
}

interface MessageProps {
  call: CallView;
  message: NonNullable<OfferView['message']>;
}

/** The browser's own player. There are no captions of what a customer has just said. */
const Sound = ({ url, failed }: { url: string; failed(): void }) =>
  h('audio', {
    controls: true,
    autoplay: true,
    src: url,
    'aria-label': tl('message.label'),
    onError: failed,
  });

/** A customer's message, played here. Its link is good for minutes only, and asked for when somebody wants to listen. */
export function Message({ call, message }: MessageProps) {
  const url = useSignal<string | undefined>(undefined);
  const asking = useSignal(false);
  const failure = useSignal<Failure | 'unplayable' | undefined>(undefined);
  const ask = async () => {
    asking.value = true;
    failure.value = undefined;
    try {
      const link = await session.call<Link>('/voice/recordings/link', {
        callId: call.id,
        recording: message.id,
      });
      url.value = link.url;
    } catch (error) {
      failure.value = failureIn(error);
    } finally {
      asking.value = false;
    }
  };
  return (
    <div class="message">
      {url.value === undefined ? (
        <Button icon={<PlayIcon />} busy={asking.value} onClick={ask}>
          {tl('message.play', { length: clock(message.seconds) })}
        </Button>
      ) : (
        <Sound
          url={url.value}
          failed={() => {
            // Its time is over, or it was never there: the next press asks for another link.
            url.value = undefined;
            failure.value = 'unplayable';
          }}
        />
      )}
      <div role="alert">
        {failure.value && (
          <p class="problem">
            <AlertIcon />
            {failure.value === 'unplayable' ? tl('message.unplayable') : sentenceFor(failure.value)}
          </p>
        )}
      </div>
    </div>
  );
}
