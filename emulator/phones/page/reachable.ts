/**
 * For what is not a control but must take the keyboard's focus: a region that scrolls, and a telephone that the keyboard
 * works. https://www.w3.org/WAI/WCAG22/Understanding/keyboard
 */
export const REACHABLE = { tabIndex: 0 } as const;
