/** Where the build has put the styles that are loaded with what they belong to. */
declare const LATE_STYLES: Record<LateStyle, string>;

type LateStyle = 'work' | 'control' | 'floor' | 'doctor' | 'supervise' | 'past';

const loaded = new Map<string, Promise<void>>();

/** Loads a style once. Resolves when it is in force, so that nothing is drawn without it; rejects when it can't be had. */
export function lateStyle(name: LateStyle): Promise<void> {
  const known = loaded.get(name);
  if (known) return known;
  const coming = new Promise<void>((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = LATE_STYLES[name];
    link.onload = () => resolve();
    link.onerror = () => {
      loaded.delete(name);
      link.remove();
      reject(new Error(`${name}.css could not be loaded`));
    };
    document.head.append(link);
  });
  loaded.set(name, coming);
  return coming;
}
