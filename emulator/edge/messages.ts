/** A function or an asset as the toolkit serves it. */
export interface ServedRoute {
  /** As in the URL: `/phone/start`, `/index.html`. */
  path: string;
  type: 'function' | 'asset';
  access: 'public' | 'protected' | 'private';
}

export interface PlainError {
  name: string;
  message: string;
  stack?: string;
}

/** What `preload.cjs` tells from inside the toolkit's process. `id` is that of the invocation. */
export type ToolkitMessage =
  | { type: 'listening'; port: number }
  | { type: 'routes'; routes: ServedRoute[] }
  | { type: 'log'; id: string; level: string; text: string }
  | { type: 'failed'; id: string; error: PlainError }
  | { type: 'rejection'; id?: string; error: PlainError };
