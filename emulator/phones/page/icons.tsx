import type { ComponentChildren } from 'preact';

/** An icon says nothing by itself: the text beside it, or the control's label, does. */
function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const PhoneIcon = () => (
  <Icon>
    <path d="M4.2 3.2 6.5 2.6l1.8 4-1.7 1.6a10 10 0 0 0 5.2 5.2l1.6-1.7 4 1.8-.6 2.3a2 2 0 0 1-2.1 1.5A13.6 13.6 0 0 1 2.7 5.3a2 2 0 0 1 1.5-2.1Z" />
  </Icon>
);
export const HangUpIcon = () => (
  <Icon>
    <path d="M2.3 12.6 2 10.9C4 8.8 7 7.8 10 7.8s6 1 8 3.1l-.3 1.7-3.7.9-1-2.3a9.6 9.6 0 0 0-6 0l-1 2.3Z" />
  </Icon>
);
export const PlusIcon = () => (
  <Icon>
    <path d="M10 4v12M4 10h12" />
  </Icon>
);
export const CopyIcon = () => (
  <Icon>
    <rect x="7" y="7" width="9" height="10" rx="2" />
    <path d="M13 7V5a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h1" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="m4 10.5 4 4 8-9" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const SoundIcon = () => (
  <Icon>
    <path d="M3 8v4h3l4 3.5v-11L6 8ZM13 7.5a3.5 3.5 0 0 1 0 5M15.2 5a7 7 0 0 1 0 10" />
  </Icon>
);
export const MicrophoneIcon = () => (
  <Icon>
    <path d="M10 2.5A2.5 2.5 0 0 0 7.5 5v4.5a2.5 2.5 0 0 0 5 0V5A2.5 2.5 0 0 0 10 2.5ZM4.8 9.5a5.2 5.2 0 0 0 10.4 0M10 14.7v2.8" />
  </Icon>
);
export const ResetIcon = () => (
  <Icon>
    <path d="M4.5 10a5.5 5.5 0 1 0 1.7-4M4 3v3.5h3.5" />
  </Icon>
);
export const MailIcon = () => (
  <Icon>
    <rect x="2.5" y="4.5" width="15" height="11" rx="2" />
    <path d="m3 6 7 5 7-5" />
  </Icon>
);
export const ListIcon = () => (
  <Icon>
    <path d="M7 5h10M7 10h10M7 15h10M3.2 5h.1M3.2 10h.1M3.2 15h.1" />
  </Icon>
);
export const ShieldIcon = () => (
  <Icon>
    <path d="M10 2.5 16 5v4.5c0 3.8-2.5 6.5-6 8-3.5-1.5-6-4.2-6-8V5ZM7.3 9.8l2 2 3.5-3.8" />
  </Icon>
);
