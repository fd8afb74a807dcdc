/** Which columns go into a file, and in which order. */
interface Known { name: string }

/** As the last time; else as the list shows them; else all. What the ledger no longer has is dropped. */
export function initial(known: readonly Known[], kept: unknown, visible: readonly string[]): string[] {
  const names = new Set(known.map(({ name }) => name))
  const there = (keys: unknown) => (Array.isArray(keys) ? keys.filter((key): key is string => names.has(key as string)) : [])
  return [there(kept), there(visible), [...names]].find((found) => found.length > 0) ?? []
}

/** The chosen ones in their order, then the rest as the ledger has them. */
export function arranged<Column extends Known>(known: readonly Column[], chosen: readonly string[]): Column[] {
  return [
    ...chosen.flatMap((name) => known.find((column) => column.name === name) ?? []),
    ...known.filter((column) => !chosen.includes(column.name)),
  ]
}

export function toggled(chosen: readonly string[], name: string): string[] {
  return chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]
}

/** Put one in the place of another; outside of the list nothing moves. */
export function moved(chosen: readonly string[], name: string, to: number): string[] {
  if (!chosen.includes(name) || to < 0 || to >= chosen.length)
    return [...chosen]
  const others = chosen.filter((one) => one !== name)
  return [...others.slice(0, to), name, ...others.slice(to)]
}
