import type { ComponentChildren } from 'preact';

/** Drawn with the colour of the text around it; never the only bearer of a meaning. */
export function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** The outline of a telephone's handset. */
export const HANDSET =
  'M4.4 2.8 6.6 2.3c.5-.1 1 .1 1.2.6l1 2.4c.2.4.1.9-.3 1.2L7.2 7.6a9.4 9.4 0 0 0 5.2 5.2l1.1-1.3c.3-.4.8-.5 1.2-.3l2.4 1c.5.2.7.7.6 1.2l-.5 2.2c-.1.5-.5.8-1 .8C9.4 16.4 3.6 10.6 3.6 3.800c0-.5.3-.9.8-1Z';

/** A telephone handset. */
export const CallIcon = () => (
  <Icon>
    <path d={HANDSET} fill="currentColor" />
  </Icon>
);

/** A handset that lies down. */
export const HangUpIcon = () => (
  <Icon>
    <path d={HANDSET} fill="currentColor" transform="rotate(135 10 10) translate(0 1)" />
  </Icon>
);

/** A handset with an arrow back: the same call again. */
export const AgainIcon = () => (
  <Icon>
    <path
      d="M15.5 10a5.5 5.5 0 1 1-1.7-4M14.2 2.500v3.700h-3.7"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </Icon>
);

/** An arrow to the left. */
export const BackIcon = () => (
  <Icon>
    <path
      d="M11.5 4.5 6 10l5.5 5.5"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </Icon>
);

/** Two crossed strokes. */
export const CloseIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" />
  </Icon>
);

/** A key of a keyboard. */
export const KeyboardIcon = () => (
  <Icon>
    <rect x="2.5" y="5" width="15" height="10" rx="2" fill="none" stroke="currentColor" stroke-width="1.6" />
    <path
      d="M5.5 8.300h.01M8.5 8.300h.01M11.5 8.300h.01M14.5 8.300h.01M7 11.700h6"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
    />
  </Icon>
);

/** An exclamation mark in a circle. */
export const AlertIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="1.7" />
    <path d="M10 6v4.600M10 13.600h.01" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" />
  </Icon>
);

/** The mark of Cordboard: two jacks and a cord. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
    <rect class="mark-face" width="32" height="32" rx="8" />
    <circle class="mark-jack" cx="9" cy="11" r="4.5" />
    <circle class="mark-jack" cx="23" cy="11" r="4.5" />
    <path class="mark-cord" d="M9 11C9 28 23 28 23 11" />
    <circle class="mark-plug" cx="9" cy="11" r="2.4" />
    <circle class="mark-plug" cx="23" cy="11" r="2.4" />
  </svg>
);

/** A microphone. */
export const MicrophoneIcon = () => (
  <Icon>
    <rect x="7.5" y="2.5" width="5" height="9" rx="2.5" fill="currentColor" />
    <path
      d="M4.8 9.5a5.2 5.2 0 0 0 10.4 0M10 14.7v2.8"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
    />
  </Icon>
);

/** A microphone that is crossed out. */
export const MutedIcon = () => (
  <Icon>
    <rect x="7.5" y="2.5" width="5" height="9" rx="2.5" fill="currentColor" />
    <path
      d="M4.8 9.5a5.2 5.2 0 0 0 10.4 0M10 14.7v2.8M3.5 3l13 14"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
    />
  </Icon>
);

/** The keys of a telephone. */
export const KeypadIcon = () => (
  <Icon>
    {[5, 10, 15].flatMap((y) =>
      [5, 10, 15].map((x) => <circle key={`${x}.${y}`} cx={x} cy={y} r="1.6" fill="currentColor" />),
    )}
  </Icon>
);

/** Sliders. */
export const SettingsIcon = () => (
  <Icon>
    <path
      d="M3 6.5h7M14.5 6.5H17M3 13.5h2.5M9.5 13.5H17"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
    />
    <circle cx="12.2" cy="6.5" r="2.1" fill="none" stroke="currentColor" stroke-width="1.7" />
    <circle cx="7.4" cy="13.5" r="2.1" fill="none" stroke="currentColor" stroke-width="1.7" />
  </Icon>
);

/** An arrow that comes in: they called us. */
export const InboundIcon = () => (
  <Icon>
    <path
      d="M15.5 4.5 5.5 14.500M5.500 7v7.500H13"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </Icon>
);
