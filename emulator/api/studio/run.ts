import type { Kernel } from '../../product';
import type { Execution, WidgetState } from './entities';
import type { Templates } from './liquid';
import { webhookUrl } from './views';
import type { Run } from './widgets/widget';

/** A widget with its properties as they read now. */
export function runOf(kernel: Kernel, templates: Templates, execution: Execution, state: WidgetState): Run {
  const { properties } = state;
  const render = (template: string): string => templates.render(template, execution.context);
  return {
    kernel,
    state,
    execution,
    render,
    text: (name) => {
      const value = properties[name];
      return typeof value === 'string' ? render(value) || undefined : undefined;
    },
    whole: (name) => (typeof properties[name] === 'number' ? properties[name] : undefined),
    flag: (name) => (typeof properties[name] === 'boolean' ? properties[name] : undefined),
    pairs: (name) =>
      Object.fromEntries(
        ((properties[name] ?? []) as { key: string; value: string }[]).map(({ key, value }) => [
          key,
          render(value),
        ]),
      ),
    url: (event) =>
      `${webhookUrl(kernel.account, execution.flowSid)}?FlowEvent=${event}&Step=${execution.stepSid}`,
  };
}
