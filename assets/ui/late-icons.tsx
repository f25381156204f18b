import { HANDSET, Icon } from './icons';

/** A handset that rings. */
export const PhoneRingsIcon = () => (
  <Icon>
    <path d={HANDSET} fill="currentColor" />
    <path
      d="M12 2.800a6 6 0 0 1 5.200 5.200M11.800 6a3 3 0 0 1 2.300 2.300"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
    />
  </Icon>
);

/** Rows, one behind the other. */
export const QueueIcon = () => (
  <Icon>
    <path
      d="M7.500 5h9.500M7.500 10h9.500M7.500 15h6"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
    />
    <path
      d="M3.500 5h.01M3.500 10h.01M3.500 15h.01"
      stroke="currentColor"
      stroke-width="2.400"
      stroke-linecap="round"
    />
  </Icon>
);

/** A tick in a circle. */
export const FineIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="1.7" />
    <path
      d="m6.600 10.300 2.300 2.300 4.600-5"
      fill="none"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </Icon>
);

/** A cross in an octagon: stop. */
export const BrokenIcon = () => (
  <Icon>
    <path
      d="M7 2.500h6L17.500 7v6L13 17.500H7L2.500 13V7Z"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linejoin="round"
    />
    <path
      d="m7.500 7.500 5 5M12.500 7.500l-5 5"
      stroke="currentColor"
      stroke-width="1.9"
      stroke-linecap="round"
    />
  </Icon>
);

/** The letter i in a circle. */
export const NoteIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.5" fill="none" stroke="currentColor" stroke-width="1.7" />
    <path d="M10 9.300V14M10 6.300h.01" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" />
  </Icon>
);

/** A heartbeat. */
export const HealthIcon = () => (
  <Icon>
    <path
      d="M2.500 10.500h3.300l2-5.500 3.700 10 2.200-4.500h3.800"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </Icon>
);

/** Four corners. */
export const FullScreenIcon = () => (
  <Icon>
    <path
      d="M3.500 7.500v-4h4M12.500 3.500h4v4M16.500 12.500v4h-4M7.500 16.500h-4v-4"
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </Icon>
);

/** A triangle: play. */
export const PlayIcon = () => (
  <Icon>
    <path d="M6.500 4.300v11.400L15.500 10Z" fill="currentColor" />
  </Icon>
);
