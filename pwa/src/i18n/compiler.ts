/** Messages are texts with {names} in them, nothing more: this takes the place of the library's own, larger compiler. */
import type { MessageContext, MessageFunction } from '@intlify/core-base'

const known = new Map<string, MessageFunction<string>>()

function written(message: string): MessageFunction<string> {
  const parts = message.split(/\{(\w+)\}/)
  return ((context: MessageContext<string>) =>
    parts
      .map((part, at) => (at % 2 ? String(context.named(part) ?? '') : part))
      .join('')) as MessageFunction<string>
}

export function compileMessage(message: unknown): MessageFunction<string> {
  const source = String(message)
  const compiled = known.get(source) ?? written(source)
  known.set(source, compiled)
  return compiled
}
