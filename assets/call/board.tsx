import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MUSIC } from './cord';
import { Drawing } from './cord-drawing';
import { type JackView, type Layout, layoutOf, type Scene } from './scene';

interface BoardProps {
  scene: Scene;
  children?: ComponentChildren;
}

/** The cord needs room to hang in: the wider the board, the more. */
const heightFor = (width: number): number => Math.round(Math.max(176, Math.min(width * 0.27, 268)));

/** On a wide board everything is drawn larger, to be seen from afar. */
const scaleFor = (width: number): number => Math.max(1, Math.min(width / 680, 1.5));

/** The strip above the agent's and the customer's jack. */
const Strip = ({ title, text, lamp }: JackView) => (
  <div class={`strip ${lamp}`}>
    <span class="strip-title">
      <i class="lamp" />
      {title}
    </span>
    <span class="strip-text">{text}</span>
  </div>
);

/** What stands below a jack of the lower row. */
function Label({ at, text, layout, scale }: { at: string; text: string; layout: Layout; scale: number }) {
  const point = layout.anchors[at];
  if (point === undefined) return null;
  const width = Math.max(40, Math.min(layout.spacing * 1.1, 190)) * scale;
  const style = {
    left: `${point.x * scale - width / 2}px`,
    top: `${(point.y + 21) * scale}px`,
    width: `${width}px`,
  };
  return (
    <span class="jack-label" style={style} aria-hidden="true">
      {text}
    </span>
  );
}

/** The board: jacks under their strips, cords that show who hears whom, and what belongs below. */
export function Board({ scene, children }: BoardProps) {
  const face = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = face.current;
    if (element === null) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const height = heightFor(width);
  const scale = scaleFor(width);
  const layout = layoutOf(scene, width / scale, height / scale);
  const [agent, customer, ...others] = scene.jacks;
  const { recording, music } = scene;
  return (
    <div class="board">
      <div class="face" ref={face}>
        <div class="strips">
          <Strip {...agent} />
          <Strip {...customer} />
        </div>
        <div class="drawing">
          {width > 0 && (
            <>
              <Drawing scene={scene} layout={layout} width={width} height={height} scale={scale} />
              {others.map(({ id, text }) => (
                <Label key={id} at={id} text={text} layout={layout} scale={scale} />
              ))}
              {music !== undefined && <Label at={MUSIC} text={music} layout={layout} scale={scale} />}
              {recording && (
                <p class={recording.paused ? 'on-air paused' : 'on-air'} aria-hidden="true">
                  <i />
                  {recording.text}
                </p>
              )}
            </>
          )}
        </div>
      </div>
      {children && <div class="shelf">{children}</div>}
    </div>
  );
}
